import { expect, test } from 'vitest';
import { evaluateResource } from '../../../rule/library.ts';
import { makeBudget } from '../../../rule/template/budget.ts';
import { openTemplate } from '../../../rule/template/position-of-resolved.ts';

const resolved = { SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] };

/** Where the locator puts the only entry of the resolved group `Sg`. */
const locate = (template: string): unknown => {
  const { findings } = evaluateResource({ logicalId: 'Sg', type: 'AWS::EC2::SecurityGroup', properties: resolved });
  return findings.map(openTemplate(template, makeBudget(0)).positionOf);
};

const group = (egress: string): string => `Resources:
  Sg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupEgress:${egress}
`;

const cases: Record<string, readonly [template: string, position: object | undefined]> = {
  'an entry that is written': [group('\n        - IpProtocol: -1'), { line: 6, column: 11 }],
  'a list that a function may make shorter': [
    group('\n        - !If [Wide, { IpProtocol: tcp }, !Ref AWS::NoValue]\n        - IpProtocol: -1'),
    { line: 5, column: 7 },
  ],
  'a list that a function gives': [group(' !FindInMap [Egress, All, Entries]'), { line: 5, column: 7 }],
  'an alias': [`X: &x\n  - IpProtocol: -1\n${group(' *x')}`, { line: 2, column: 5 }],
  'a resource that a loop makes': ['Resources: { "Fn::ForEach::Groups": [X, [g], {}] }', undefined],
  'a template that cannot be read': ['Resources: [', undefined],
  'no template': ['', undefined],
};

test.each(Object.entries(cases))('tells the place of %s', (_name, [template, position]) => {
  expect(locate(template)).toEqual([position]);
});

const beside = (first = ''): string => `${first}${group(' []')}  Out: { Type: AWS::EC2::SecurityGroupEgress }\n`;

const listed: Record<string, readonly [template: string, logicalIds: readonly string[] | undefined]> = {
  'those that it writes': [beside(), ['Sg', 'Out']],
  'none of another type': ['Resources: { Vpc: { Type: AWS::EC2::VPC } }', []],
  'those beside a transform of AWS': [beside('Transform: AWS::Serverless-2016-10-31\n'), ['Sg', 'Out']],
  'not all, where a macro may add some': [beside('Transform: [AWS::LanguageExtensions, Mine]\n'), undefined],
  'not all, where it includes another text': [beside("Transform: { Name: 'AWS::Include' }\n"), undefined],
  'not all, where its resources are transformed': [`${beside()}  Fn::Transform: { Name: Mine }\n`, undefined],
  'nothing, where it cannot be read': ['Resources: [', undefined],
};

test.each(Object.entries(listed))('tells of the resources of a template %s', (_name, [template, logicalIds]) => {
  const resources = openTemplate(template, makeBudget(0)).resources();
  expect(resources?.map(({ logicalId }) => logicalId)).toEqual(logicalIds);
});
