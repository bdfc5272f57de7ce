import { describe, expect, test } from 'vitest';
import { judgePlaces, type Told } from '../../../support/template.ts';

const INCLUDE = '{Name: AWS::Include, Parameters: {Location: s3://bucket/body.yaml}}';
const open = (logicalId: string, reason: string): Told => ({
  undetermined: [`${logicalId} /Resources/${logicalId}: ${reason}`],
});
const ADDS = 'AWS::Include adds to it what is not known here';
const LATER = 'its type is known only at deployment';
const hole = (name: string): string => `\${${name}}`;

const cases: Record<string, readonly [resources: string, told: Told]> = {
  'beside the type of an egress': [
    `E: {Type: AWS::EC2::SecurityGroupEgress, Fn::Transform: ${INCLUDE}}`,
    open('E', ADDS),
  ],
  'beside the type of a group, by its short tag': [
    `G: {Type: AWS::EC2::SecurityGroup, Fn::Transform: ${INCLUDE}, Properties: {GroupDescription: a}}`,
    open('G', ADDS),
  ],
  'where the type should be': [`X: {Fn::Transform: ${INCLUDE}}`, open('X', ADDS)],
  'by a macro without a name': [
    'X: {Fn::Transform: {Parameters: {}}}',
    open('X', 'Fn::Transform adds to it what is not known here'),
  ],
  'among the resources': [
    `Fn::Transform: ${INCLUDE}`,
    open('Fn::Transform', 'AWS::Include adds resources that are not known here'),
  ],
  'under a condition that never holds': [
    `E: {Condition: Never, Type: AWS::EC2::SecurityGroupEgress, Fn::Transform: ${INCLUDE}}`,
    {},
  ],
  'beside the type of something else': [`B: {Type: AWS::S3::Bucket, Fn::Transform: ${INCLUDE}}`, {}],
  'in a resource that a loop makes': [
    `Fn::ForEach::L: [X, [a], {"E${hole('X')}": {Type: AWS::EC2::SecurityGroupEgress, Fn::Transform: ${INCLUDE}}}]`,
    { undetermined: [`Ea /Resources/Fn::ForEach::L/2/E${hole('X')}: ${ADDS}`] },
  ],
};

describe('a transform is undetermined', () => {
  test.each(Object.entries(cases))('%s', (_name, [resources, told]) => {
    expect(judgePlaces(`Conditions: {Never: !Equals [a, b]}\nResources: {${resources}}\n`)).toEqual(told);
  });
});

describe('a type', () => {
  const types: Record<string, readonly [resources: string, told: Told]> = {
    'from a variable of a loop': [
      'Fn::ForEach::L: [X, [Egress], {E: {Type: !Sub "AWS::EC2::SecurityGroup", Properties: {}}}]',
      { undetermined: ['E /Resources/Fn::ForEach::L/2/E: its type is known only at deployment'] },
    ],
    'in a text with a variable of a loop': [
      `Fn::ForEach::L: [X, [Egress], {E: {Type: "AWS::EC2::SecurityGroup${hole('X')}", Properties: {IpProtocol: -1}}}]`,
      { findings: ['E /Resources/Fn::ForEach::L/2/E/Properties/IpProtocol = -1'] },
    ],
    'that is the variable of a loop': [
      'Fn::ForEach::L: [X, [AWS::EC2::SecurityGroupEgress], {E: {Type: !Ref X, Properties: {IpProtocol: -1}}}]',
      { findings: ['E /Resources/Fn::ForEach::L/2/E/Properties/IpProtocol = -1'] },
    ],
    'of a loop over what is not known': [
      'Fn::ForEach::L: [X, !Ref P, {E: {Type: !Ref X, Properties: {IpProtocol: -1}}}]',
      { undetermined: [`E /Resources/Fn::ForEach::L/2/E: ${LATER}`] },
    ],
    'that another tool puts in is a module': ['M: {Type: !Rain::Module "./m.yaml"}', {}],
  };

  test.each(Object.entries(types))('%s', (_name, [resources, told]) => {
    expect(judgePlaces(`Parameters: {P: {Type: CommaDelimitedList}}\nResources: {${resources}}\n`)).toEqual(told);
  });
});
