import { describe, expect, test } from 'vitest';
import { renderTemplate, resourcesOf } from './rendered-template.ts';

const queue = (properties: object, attributes: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties,
  ...attributes,
});

const template = {
  Parameters: {
    Name: { Type: 'String', Default: '', AllowedPattern: '^$|^[a-z]+$', MaxLength: '20' },
    Mode: { Type: 'String', Default: 'A', AllowedValues: ['A', 'B'] },
  },
  Conditions: {
    IsNamed: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Name' }, ''] }] },
    IsB: { 'Fn::Equals': [{ Ref: 'Mode' }, 'B'] },
  },
  Resources: {
    First: queue({
      QueueName: { 'Fn::If': ['IsNamed', { 'Fn::Sub': '${Name}-${AWS::Region}' }, { Ref: 'AWS::NoValue' }] },
      Tags: [{ 'Fn::If': ['IsB', { Key: 'mode', Value: 'b' }, { Ref: 'AWS::NoValue' }] }],
    }),
    Second: queue({
      First: { Ref: 'First' },
      Arn: { 'Fn::GetAtt': 'First.Arn' },
      Text: { 'Fn::Sub': ['${First} ${First.Arn} ${!Literal} ${Third}', { Third: { 'Fn::If': ['IsB', 'b', 'a'] } }] },
      Parts: { 'Fn::Join': ['', { 'Fn::Split': ['s3://', 'arn:${X}s3://b/k'] }] },
    }),
    Third: queue({ Name: { Ref: 'Name' } }, { Condition: 'IsNamed' }),
  },
  Outputs: {
    Url: { Value: { 'Fn::Sub': 'https://${First}' } },
    Third: { Condition: 'IsNamed', Value: { Ref: 'Third' } },
  },
};

const FIRST = expect.stringMatching(/^egress-guard-First-[0-9A-F]{12}$/);

describe('renderTemplate', () => {
  test('leaves out what is not created', () => {
    const { resources, types, outputs } = renderTemplate(template);
    expect(resources['First']).toEqual({ Tags: [] });
    expect(Object.keys(resources)).toEqual(['First', 'Second']);
    expect(types).toEqual({ First: 'AWS::SQS::Queue', Second: 'AWS::SQS::Queue' });
    expect(outputs).toEqual({ Url: expect.stringMatching(/^https:\/\/egress-guard-First-/) });
  });

  test('resolves what is', () => {
    const { resources, outputs } = renderTemplate(template, { Name: 'orders', Mode: 'B' });
    expect(resources).toEqual({
      First: { QueueName: 'orders-us-east-1', Tags: [{ Key: 'mode', Value: 'b' }] },
      Second: {
        First: FIRST,
        Arn: expect.stringMatching(/^arn:.*-First-[0-9A-F]{12}$/),
        Text: expect.stringMatching(/^egress-guard-First-\w+ arn:\S+ \$\{Literal\} b$/),
        Parts: 'arn:${X}b/k',
      },
      Third: { Name: 'orders' },
    });
    expect(outputs['Third']).toMatch(/^egress-guard-Third-/);
  });

  test('prefers a variable of Fn::Sub to a resource of its name', () => {
    const { resources } = renderTemplate(template, { Name: 'orders' });
    expect(resources['Second']?.['Text']).toMatch(/ a$/);
  });

  test('finds resources by their type', () => {
    expect(Object.keys(resourcesOf(renderTemplate(template), 'AWS::SQS::Queue'))).toEqual(['First', 'Second']);
    expect(resourcesOf(renderTemplate(template), 'AWS::SNS::Topic')).toEqual({});
  });

  const refused: Record<string, [parameters: Record<string, string>, message: string]> = {
    'a value that its pattern does not allow': [{ Name: 'Orders' }, "Parameter 'Name' must match its pattern"],
    'a value that is too long': [{ Name: 'o'.repeat(21) }, "Parameter 'Name' must be shorter"],
    'a value that is not listed': [{ Mode: 'C' }, "Parameter 'Mode' must be one of AllowedValues"],
    'a parameter that there is not': [{ Other: 'x' }, 'Parameters: [Other] do not exist in the template'],
  };

  test.each(Object.entries(refused))('refuses %s', (_name, [parameters, message]) => {
    expect(() => renderTemplate(template, parameters)).toThrow(message);
  });

  test('refuses a reference to what is not created', () => {
    const Resources = { ...template.Resources, Fourth: queue({ Name: { Ref: 'Third' } }) };
    expect(() => renderTemplate({ ...template, Resources })).toThrow('Third is referred to, and is not created.');
    expect(() => renderTemplate({ ...template, Resources }, { Name: 'orders' })).not.toThrow();
  });

  test.each([{ Ref: 'Nothing' }, { 'Fn::ImportValue': 'x' }, { 'Fn::GetAtt': 'Nothing.Arn' }])(
    'refuses %j',
    (value) => {
      const Resources = { First: queue({ Name: [value] }) };
      expect(() => renderTemplate({ ...template, Resources, Outputs: {} })).toThrow(
        /^First\/Name\/0: .* is not resolved\.$/,
      );
    },
  );
});
