import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateTemplate } from '../../../rule/index.ts';
import { mayBeTemplate, mayConcern } from '../../../rule/template/prefilter.ts';
import { arbitraryTemplate } from '../../support/arbitrary-template.ts';
import { toShortTags } from '../../support/short-tags.ts';

const RULES = ['security_group_without_egress'];

describe('may concern the rules', () => {
  test.each([
    ['a group with egress', 'SecurityGroupEgress: []'],
    ['egress of its own', 'Type: AWS::EC2::SecurityGroupEgress'],
    ['an escape of four digits', '"\\u0053ecurityGroupEgress"'],
    ['an escape of two digits', '"\\x53ecurityGroupEgress"'],
    ['an escape of eight digits', '"\\U00000053ecurityGroupEgress"'],
    ['a line that goes on', '"SecurityGroup\\\n  Egress"'],
    ['a line that goes on, in line breaks of Windows', '"SecurityGroup\\\r\n  Egress"'],
    ['a line that goes on, in line breaks of old Macs', '"SecurityGroup\\\r  Egress"'],
    ['a line that goes on behind the line separator', '"SecurityGroup\\\u2028  Egress"'],
    ['a loop, which may put the name together', 'Fn::ForEach::Groups: []'],
    ['a loop as a short tag', '!ForEach::Groups []'],
    ['a transform, which may add egress', 'Fn::Transform: {}'],
    ['a transform as a short tag', '!Transform {}'],
  ])('%s', (_name, text) => {
    expect(mayConcern(text)).toBe(true);
  });
});

describe('cannot concern the main rule', () => {
  test.each([
    ['nothing', ''],
    ['a group without egress', 'Type: AWS::EC2::SecurityGroup'],
    ['ingress', 'SecurityGroupIngress: [{IpProtocol: -1}]'],
    ['other escapes', '"a\\nb\\"c\\\\d\\/e"'],
    ['the lines of a script that go on', 'aws s3 cp \\\n  --recursive'],
    ['the transform of a whole template', 'Transform: AWS::Serverless-2016-10-31'],
  ])('%s', (_name, text) => {
    expect(mayConcern(text)).toBe(false);
  });
});

test('a group without egress may concern the second rule', () => {
  expect(mayConcern('Type: AWS::EC2::SecurityGroup', RULES)).toBe(true);
  expect(mayConcern('Type: AWS::EC2::VPC', RULES)).toBe(false);
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
      for (const text of [json, disguise(json, every), toShortTags(template)])
        for (const rules of [[], RULES]) {
          const { findings, undetermined } = evaluateTemplate(text, { rules });
          expect(findings.length + undetermined.length === 0 || mayConcern(text, rules)).toBe(true);
          expect(findings.length + undetermined.length === 0 || mayBeTemplate(text)).toBe(true);
        }
    }),
    { numRuns: 300 },
  );
});
