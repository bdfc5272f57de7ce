import type { RuleSettings } from '../../../../rule/rule.ts';
import { intrinsicName, isObject, type JsonObject } from '../../../../rule/value/place.ts';

/** What a rule says, and of which place. Of an entry: the place in it, and what follows the name of the entry. */
export interface Told {
  readonly path: string;
  readonly message: string;
  /** The key that a reader is shown. Default: the path. */
  readonly mark?: string;
  /** Under which conditions of the template. Default: always. */
  readonly condition?: string;
  /** What to do about it. Default: any sentence. */
  readonly remediation?: string;
}

/** A resource as a template has it. */
export interface WrittenResource {
  readonly Type: string;
  readonly Properties?: unknown;
  readonly Condition?: string;
}

/** What stands beside the resources. */
interface Sections {
  readonly Transform?: unknown;
  readonly Parameters?: JsonObject;
  readonly Mappings?: JsonObject;
  readonly Conditions?: JsonObject;
}

/** Resources by logical id, or an egress entry, which is tried in a group and as a resource of its own. */
type Subject = { readonly resources: Readonly<Record<string, WrittenResource>> } | { readonly entry: unknown };

export type PassCase = Subject & {
  readonly template?: Sections;
  readonly settings?: Omit<RuleSettings, 'rules'>;
  /** Where it can be tried in one form only: resolved properties, or a template. */
  readonly only?: { readonly form: 'resolved' | 'template'; readonly because: string };
  readonly notes?: readonly Told[];
  /** Why a STACK request is refused, if not for every finding without a condition and without a default. */
  readonly stackFindings?: readonly Told[];
};

export type FailCase = PassCase & {
  readonly findings: readonly [Told, ...Told[]];
  readonly undetermined?: readonly Told[];
};

export type UndeterminedCase = PassCase & { readonly undetermined: readonly [Told, ...Told[]] };

/** The table of a rule: every case by its name, with all that the rule says of it and nothing else. */
export interface Suite {
  readonly pass: Readonly<Record<string, PassCase>>;
  readonly fail: Readonly<Record<string, FailCase>>;
  readonly undetermined: Readonly<Record<string, UndeterminedCase>>;
}

/** A case with its resources written out. */
export interface Case {
  readonly name: string;
  readonly resources: Readonly<Record<string, WrittenResource>>;
  readonly template: Sections;
  readonly settings: Omit<RuleSettings, 'rules'>;
  readonly only?: 'resolved' | 'template';
  readonly findings: readonly Told[];
  readonly undetermined: readonly Told[];
  readonly notes: readonly Told[];
  readonly stackFindings?: readonly Told[];
}

/** Every case of a suite, those of an entry twice. */
export function casesOf(suite: Suite): readonly Case[] {
  return Object.entries({ passes: suite.pass, fails: suite.fail, 'is undetermined': suite.undetermined }).flatMap(
    ([kind, table]) =>
      Object.entries<PassCase | FailCase | UndeterminedCase>(table).flatMap(([name, given]) =>
        writeOut(`${kind}: ${name}`, given),
      ),
  );
}

interface Place {
  readonly name: string;
  readonly pointer: string;
  readonly label: string;
  readonly resources: (entry: unknown) => Readonly<Record<string, WrittenResource>>;
}

const withGroupId = (entry: unknown): unknown =>
  isObject(entry) && intrinsicName(entry) === undefined ? { GroupId: 'sg-0123456789abcdef0', ...entry } : entry;

const places: readonly Place[] = [
  {
    name: 'in a group',
    pointer: '/Resources/Sg/Properties/SecurityGroupEgress/0',
    label: 'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0]',
    resources: (entry) => ({
      Sg: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'app', SecurityGroupEgress: [entry] } },
    }),
  },
  {
    name: 'as a resource of its own',
    pointer: '/Resources/Out/Properties',
    label: 'Out (AWS::EC2::SecurityGroupEgress) ',
    resources: (entry) => ({ Out: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: withGroupId(entry) } }),
  },
];

/** `.IpProtocol.Fn::If[1] allows` goes on with the name of the entry, `allows` follows it. */
const labelled = (label: string, message: string): string =>
  message.startsWith('.')
    ? `${label}${label.endsWith(' ') ? message.slice(1) : message}`
    : `${label.trim()} ${message}`;

const toldIn = ({ pointer, label }: Place, told: readonly Told[] = []): readonly Told[] =>
  told.map((one) => ({
    ...one,
    path: pointer + one.path,
    message: labelled(label, one.message),
    ...(one.mark !== undefined && { mark: pointer + one.mark }),
  }));

type Given = PassCase & Partial<Pick<FailCase, 'findings' | 'undetermined'>>;

const writeOut = (name: string, given: Given): readonly Case[] => {
  const { template = {}, settings = {}, findings = [], undetermined = [], notes = [], stackFindings } = given;
  const common = {
    template,
    settings,
    ...(given.only !== undefined && { only: given.only.form }),
  };
  const refused = (told: readonly Told[] | undefined) => told && { stackFindings: told };
  if ('resources' in given)
    return [{ ...common, name, resources: given.resources, findings, undetermined, notes, ...refused(stackFindings) }];
  return places.map((place) => ({
    ...common,
    name: `${name}, ${place.name}`,
    resources: place.resources(given.entry),
    findings: toldIn(place, findings),
    undetermined: toldIn(place, undetermined),
    notes: toldIn(place, notes),
    ...refused(stackFindings && toldIn(place, stackFindings)),
  }));
};
