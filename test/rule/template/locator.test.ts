import { expect, test } from 'vitest';
import { evaluateResource } from '../../../rule/index.ts';
import { makeLocator } from '../../../rule/template/locator.ts';

const resolved = { SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] };

/** Where the locator puts the only entry of the resolved group `Sg`. */
const locate = (template: string): unknown => {
  const { findings } = evaluateResource({ logicalId: 'Sg', type: 'AWS::EC2::SecurityGroup', properties: resolved });
  return findings.map(makeLocator(template));
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
