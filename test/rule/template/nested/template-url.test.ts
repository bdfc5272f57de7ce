import { expect, test } from 'vitest';
import { judgeText, type Told } from '../../../support/template.ts';

const stack = (url: string, type = 'Stack'): string =>
  `Resources: {Nested: {Type: AWS::CloudFormation::${type}, Properties: {TemplateURL: ${url}}}}`;

const cases: Record<string, readonly [text: string, told: Told]> = {
  'a path': [stack('./network.yaml'), { templateUrls: ['./network.yaml'] }],
  'an address': [
    stack('https://bucket.s3.amazonaws.com/t.json'),
    { templateUrls: ['https://bucket.s3.amazonaws.com/t.json'] },
  ],
  'a stack set': [stack('a.yaml', 'StackSet'), { templateUrls: ['a.yaml'] }],
  'a function that resolves': [stack('!Sub a.yaml'), { templateUrls: ['a.yaml'] }],
  'a function that does not': [stack('!ImportValue a.yaml'), { templateUrls: [undefined] }],
  'a condition': [stack('!If [C, a.yaml, b.yaml]'), { templateUrls: ['a.yaml', 'b.yaml'] }],
  'a SAM application': [
    'Resources: {Nested: {Type: AWS::Serverless::Application, Properties: {Location: a.yaml}}}',
    { templateUrls: ['a.yaml'] },
  ],
  'a SAM application from elsewhere': [
    'Resources: {Nested: {Type: AWS::Serverless::Application, Properties: {Location: {ApplicationId: arn}}}}',
    { templateUrls: [undefined] },
  ],
  'a number': [stack('1'), { templateUrls: [undefined] }],
  'another type': [stack('a.yaml', 'Macro'), {}],
  'several documents': [`${stack('a.yaml')}\n---\n${stack('b.yaml')}`, { templateUrls: ['a.yaml', 'b.yaml'] }],
};

test.each(Object.entries(cases))('the template urls of %s', (_name, [text, told]) => {
  expect(judgeText(text)).toEqual(told);
});

test('a nested stack that cannot be has no template url', () => {
  const text = `Conditions: {Never: !Equals [a, b]}\n${stack('a.yaml').replace('Type:', 'Condition: Never, Type:')}`;
  expect(judgeText(text)).toEqual({});
});
