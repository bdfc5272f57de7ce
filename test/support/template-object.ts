import type { EvaluateSettings } from '../../rule/library.ts';
import { toShortTags } from './short-tags.ts';
import { judgePlaces, type Told } from './template.ts';

type Sections = Readonly<Record<string, unknown>>;

/** A template with one group `Sg`, whose `SecurityGroupEgress` is given, and other sections. */
export const withEgress = (egress: unknown, sections: Sections = {}): Sections =>
  withProperties({ GroupDescription: 'app', SecurityGroupEgress: egress }, sections);

/** A template with one group `Sg` of the given properties, and other sections. */
export const withProperties = (properties: unknown, sections: Sections = {}): Sections => ({
  ...sections,
  Resources: { Sg: { Type: 'AWS::EC2::SecurityGroup', Properties: properties } },
});

/** A template with one group `Sg` and one entry, whose `IpProtocol` is given. */
export const withProtocol = (protocol: unknown, sections: Sections = {}): Sections =>
  withEgress([{ IpProtocol: protocol, CidrIp: '0.0.0.0/0' }], sections);

/** A template as JSON, as YAML with functions spelled in full, and with short tags: all three say the same. */
export const spellings = (template: Sections): readonly string[] => [
  JSON.stringify(template),
  `---\n${JSON.stringify(template, undefined, 1)}`,
  toShortTags(template),
];

/** What the rules say of each spelling of a template. */
export const judgeSpellings = (template: Sections, settings?: EvaluateSettings): Told[] =>
  spellings(template).map((text) => judgePlaces(text, settings));

/** The same thing for each spelling. */
export const thrice = (told: Told): Told[] => [told, told, told];
