import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateTemplate, rules } from '../../../../rule/library.ts';
import { mayBeTemplate, mayConcern } from '../../../../rule/template/read/prefilter.ts';
import { arbitraryTemplate } from '../../../support/arbitrary-template.ts';
import { toShortTags } from '../../../support/short-tags.ts';

const RULES = rules.map(({ meta }) => meta.id);

describe('may concern the rules', () => {
  test.each([
    ['a group', 'Type: AWS::EC2::SecurityGroup'],
    ['egress of its own', 'Type: AWS::EC2::SecurityGroupEgress'],
    ['an escape of four digits', '"AWS::EC2::\\u0053ecurityGroup"'],
    ['an escape of two digits', '"AWS::EC2::\\x53ecurityGroup"'],
    ['an escape of eight digits', '"AWS::EC2::\\U00000053ecurityGroup"'],
    ['a line that goes on', '"AWS::EC2::Security\\\n  Group"'],
    ['a line that goes on, in line breaks of Windows', '"AWS::EC2::Security\\\r\n  Group"'],
    ['a line that goes on, in line breaks of old Macs', '"AWS::EC2::Security\\\r  Group"'],
    ['a line that goes on behind the line separator', '"AWS::EC2::Security\\\u2028  Group"'],
    ['a loop, which may put the name together', 'Fn::ForEach::Groups: []'],
    ['a loop as a short tag', '!ForEach::Groups []'],
    ['a transform, which may add egress', 'Fn::Transform: {}'],
    ['a transform as a short tag', '!Transform {}'],
  ])('%s', (_name, text) => {
    expect(mayConcern(text)).toBe(true);
  });
});

describe('cannot concern the rules', () => {
  test.each([
    ['nothing', ''],
    ['another resource of EC2', 'Type: AWS::EC2::VPC'],
    ['ingress', 'SecurityGroupIngress: [{IpProtocol: -1}]'],
    ['other escapes', '"a\\nb\\"c\\\\d\\/e"'],
    ['the lines of a script that go on', 'aws s3 cp \\\n  --recursive'],
    ['the transform of a whole template', 'Transform: AWS::Serverless-2016-10-31'],
  ])('%s', (_name, text) => {
    expect(mayConcern(text)).toBe(false);
  });
});

describe('may be a template', () => {
  test.each([
    ['the version', 'AWSTemplateFormatVersion: 2010-09-09'],
    ['resources of AWS', 'Resources: {A: {Type: AWS::EC2::VPC}}'],
    ['an escape in Resources', '{"Resour\\u0063es": {"A": {"Type": "AWS::EC2::VPC"}}}'],
    ['an escape in a type', '{"Resources": {"A": {"Type": "AW\\u0053::EC2::VPC"}}}'],
    ['an escape of two digits in YAML', '"\\x52esources": {A: {Type: AWS::EC2::VPC}}'],
    ['a colon as an escape', 'Resources: {A: {Type: "AWS\\x3a:EC2::VPC"}}'],
    ['a type with a line that goes on', 'Resources: {A: {Type: "A\\\n  WS::EC2::VPC"}}'],
    ['an escape in the version', '"\\u0041WSTemplateFormatVersion": "2010-09-09"'],
  ])('%s', (_name, text) => {
    expect(mayBeTemplate(text)).toBe(true);
  });

  test.each([
    ['nothing', ''],
    ['no type of AWS', 'Resources: {}'],
    ['no resources', 'Type: AWS::EC2::VPC'],
    ['escapes of something else', '{"\\u0061": "\\x41\\U00000042"}'],
  ])('not %s', (_name, text) => {
    expect(mayBeTemplate(text)).toBe(false);
  });
});

/** Some of the letters of a JSON text, all within strings, as escapes. */
const disguise = (text: string, every: number): string =>
  text.replace(/[EGRSW](?=[a-z]+(?:Group|Egress|[a-z]*")|S::)/g, (letter, offset: number) =>
    offset % every === 0 ? `\\u00${letter.charCodeAt(0).toString(16)}` : letter,
  );

test('whatever is found or left open, the text may concern the rules', () => {
  fc.assert(
    fc.property(arbitraryTemplate, fc.integer({ min: 1, max: 5 }), (template, every) => {
      const json = JSON.stringify(template);
      for (const text of [json, disguise(json, every), toShortTags(template)]) {
        const { findings, undetermined, notes } = evaluateTemplate(text, { rules: RULES });
        const isSilent = findings.length + undetermined.length + notes.length === 0;
        expect(isSilent || mayConcern(text)).toBe(true);
        expect(isSilent || mayBeTemplate(text)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
