import { describe, expect, test } from 'vitest';
import { makeUpParameters } from '../../../infra/sandbox/made-up-parameters.ts';

const make = (
  Parameters: object,
  sections: object = {},
  given: Readonly<Record<string, unknown>> = {},
  settings = {},
) => {
  const template = { Parameters, Resources: {}, ...sections };
  return makeUpParameters(JSON.stringify(template), template, given, settings);
};

const group = (properties: object, attributes: object = {}) => ({
  Resources: { Sg: { Type: 'AWS::EC2::SecurityGroup', Properties: properties, ...attributes } },
});

const text = { Type: 'String' };

const allowed: Record<string, readonly [declaration: object, value: string | RegExp]> = {
  'an id of the type': [{ Type: 'AWS::EC2::VPC::Id' }, /^vpc-[0-9a-f]{17}$/],
  'one id of a list': [{ Type: 'List<AWS::EC2::Subnet::Id>' }, /^subnet-[0-9a-f]{17}$/],
  'the name of what is stored': [{ Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>' }, '/sandbox/parameter'],
  'the first that is allowed': [{ ...text, AllowedValues: ['prod', 'dev'] }, 'prod'],
  'a number that is allowed': [{ Type: 'Number', AllowedValues: [8, 16] }, '8'],
  'a number within its bounds': [{ Type: 'Number', MinValue: 1024, MaxValue: 2048 }, '1024'],
  'a text that is long enough': [{ ...text, MinLength: 12 }, /^.{12,}$/],
  'a text that is short enough': [{ ...text, MaxLength: 3 }, /^.{1,3}$/],
  'a text of a pattern': [{ ...text, AllowedPattern: '^[a-z0-9-]+\\.[a-z]{2,}$' }, 'example.com'],
  'a block of a pattern': [
    { ...text, AllowedPattern: '(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})' },
    '10.0.0.0/16',
  ],
  'a text of nothing else said': [text, 'sandbox'],
};

describe('a parameter without a value gets', () => {
  test.each(Object.entries(allowed))('%s', (_name, [declaration, value]) => {
    const { values, needed } = make({ Some: declaration });
    expect({ values, needed }).toEqual({
      values: { Some: typeof value === 'string' ? value : expect.stringMatching(value) },
      needed: [],
    });
  });

  test('none where it has one', () => {
    expect(make({ A: { ...text, Default: '' }, B: text }, {}, { B: 'b' })).toEqual({ values: {}, needed: [] });
  });
});

const egress = (entry: object) => group({ GroupDescription: 'x', SecurityGroupEgress: [entry] });

const needed: Record<string, object> = {
  'a protocol is': egress({ IpProtocol: { Ref: 'Some' }, CidrIp: '0.0.0.0/0' }),
  'a part of a protocol is': egress({ IpProtocol: { 'Fn::Sub': '-$' + '{Some}' }, CidrIp: '0.0.0.0/0' }),
  'the destination of an open entry is': egress({ IpProtocol: '-1', CidrIp: { Ref: 'Some' } }),
  'the condition of an open entry compares': {
    Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Some' }, 'prod'] } },
    ...group({ SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] }, { Condition: 'IsProd' }),
  },
  'a branch of an entry turns on': {
    Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Some' }, 'prod'] } },
    ...egress({ IpProtocol: { 'Fn::If': ['IsProd', 'tcp', '-1'] }, CidrIp: '0.0.0.0/0' }),
  },
};

describe('a value is needed where', () => {
  test.each(Object.entries(needed))('%s the parameter', (_name, sections) => {
    expect(make({ Some: text, Vpc: { Type: 'AWS::EC2::VPC::Id' } }, sections)).toEqual({
      values: { Vpc: expect.stringMatching(/^vpc-/) },
      needed: ['Some'],
    });
  });

  test('no value is known that the template allows', () => {
    expect(make({ Some: { ...text, AllowedPattern: 'x{7}y{3}' } })).toEqual({ values: {}, needed: ['Some'] });
  });
});

describe('a value is made up where the parameter', () => {
  test.each(
    Object.entries({
      'is the VPC of a group': group({ GroupDescription: 'x', VpcId: { Ref: 'Some' } }),
      'is the destination of an entry that names its ports': egress({
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        CidrIp: { Ref: 'Some' },
      }),
      'is of another resource': {
        Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'Some' } } } },
      },
    }),
  )('%s', (_name, sections) => {
    expect(make({ Some: text }, sections)).toEqual({ values: { Some: 'sandbox' }, needed: [] });
  });
});
