import { expect, test } from 'vitest';
import { evaluateTemplate } from '../../../../rule/template/evaluate.ts';

const topic = 'Resources: { T: { Type: AWS::SNS::Topic } }';
const outer = `Parameters: { A: { Type: String } }
Resources:
  S:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateBody: 'Parameters: { Inner: { Type: String } }\n\n  Resources: { E: { Type: AWS::EC2::SecurityGroupEgress } }' }
`;

test.each([
  [`Parameters: { A: { Type: String }, B: { Type: Number } }\n${topic}`, ['A', 'B']],
  [`{"Parameters": {"A": {"Type": "String"}}, "Resources": {}}`, ['A']],
  [`Parameters: { A: {} }\n${topic}\n---\nParameters: { B: {} }\n${topic}`, ['A', 'B']],
  [outer, ['A']],
  [topic, []],
  [`Parameters: [A]\n${topic}`, []],
  ['Parameters: { A: {} }', []],
  ['{', []],
])('the parameters that a template declares are told: %j', (text, names) => {
  expect(evaluateTemplate(text).parameters).toEqual(names);
});
