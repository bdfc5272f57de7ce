import { describe, expect, test } from 'vitest';
import { physicalIdOf } from '../../../infra/sandbox/identity.ts';
import { stringify } from '../../../infra/sandbox/properties.ts';
import { firstOf, securityGroup, stackOf, variable } from '../../support/stacks.ts';

const sections = {
  Parameters: {
    Protocol: { Type: 'String', Default: 'tcp' },
    Ports: { Type: 'CommaDelimitedList', Default: '80, 443' },
    Stage: { Type: 'String', Default: 'test' },
  },
  Mappings: { Ports: { test: { Https: 8443 }, prod: { Https: 443 } } },
  Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
};

/** What the property `P` of a security group beside another one, `Other`, comes to. */
const resolve = (value: unknown, parameters: Record<string, unknown> = {}): unknown =>
  stackOf({ Sg: securityGroup({ P: value }), Other: securityGroup() }, sections, parameters).resources.find(
    ({ logicalId }) => logicalId === 'Sg',
  )?.resolved;

const other = physicalIdOf('AWS::EC2::SecurityGroup', 'demo', 'Other');

const known: Record<string, [written: unknown, resolved: unknown]> = {
  'a number': [-1, -1],
  'a text': ['-1', '-1'],
  'a truth value': [false, false],
  "a parameter's default": [{ Ref: 'Protocol' }, 'tcp'],
  'a parameter that is a list': [{ Ref: 'Ports' }, ['80', '443']],
  'a pseudo parameter': [{ Ref: 'AWS::AccountId' }, '123456789012'],
  'the id of another resource': [{ Ref: 'Other' }, other],
  'an attribute of another resource, as a list': [{ 'Fn::GetAtt': ['Other', 'GroupId'] }, other],
  'an attribute of another resource, as a text': [{ 'Fn::GetAtt': 'Other.GroupId' }, other],
  'a condition that does not hold': [{ 'Fn::If': ['IsProd', 'tcp', -1] }, -1],
  'a value of a mapping': [{ 'Fn::FindInMap': ['Ports', { Ref: 'Stage' }, 'Https'] }, 8443],
  'a text with a variable': [{ 'Fn::Sub': `${variable('Protocol')}-${variable('AWS::Region')}` }, 'tcp-us-east-1'],
  'texts that are joined': [{ 'Fn::Join': ['', ['-', 1]] }, '-1'],
  'an item of a text that is split': [{ 'Fn::Select': [1, { 'Fn::Split': [',', 'tcp,udp'] }] }, 'udp'],
  'functions deep inside': [[{ IpProtocol: { Ref: 'Protocol' } }], [{ IpProtocol: 'tcp' }]],
  'a list with an item that is no value': [
    [1, { Ref: 'AWS::NoValue' }, 2],
    [1, 2],
  ],
  'a list with an item that a condition leaves out': [[{ 'Fn::If': ['IsProd', 1, { Ref: 'AWS::NoValue' }] }, 2], [2]],
  'keys that a loop makes': [
    { 'Fn::ForEach::Loop': ['Name', ['A', 'B'], { [`Key${variable('Name')}`]: { Ref: 'Name' } }] },
    { KeyA: 'A', KeyB: 'B' },
  ],
};

const unknown: Record<string, unknown> = {
  'an attribute that nobody knows before': { 'Fn::GetAtt': ['Other', 'Arn'] },
  'a name that nothing declares': { Ref: 'Missing' },
  'a value of another stack': { 'Fn::ImportValue': 'shared' },
  'a macro': { 'Fn::Transform': { Name: 'Make', Parameters: {} } },
  'a dynamic reference': '{{resolve:ssm-secure:protocol}}',
  'a mapping that lacks the key': { 'Fn::FindInMap': ['Ports', 'stage', 'Https'] },
};

const nothing: Record<string, unknown> = {
  'AWS::NoValue': { Ref: 'AWS::NoValue' },
  null: null,
  'a condition that leaves it out': { 'Fn::If': ['IsProd', 1, { Ref: 'AWS::NoValue' }] },
};

describe('the properties of a resource', () => {
  test.each(Object.entries(known))('resolve %s', (_name, [written, resolved]) => {
    expect(resolve(written)).toEqual({ P: resolved });
  });

  test.each(Object.entries(unknown))('keep %s as it is written', (_name, value) => {
    expect(resolve({ P: value })).toEqual({ P: { P: value } });
  });

  test.each(Object.entries(nothing))('are without a key for %s', (_name, value) => {
    expect(resolve(value)).toEqual({});
  });

  test('follow the parameters that are given, in conditions too', () => {
    const value = [{ Ref: 'Protocol' }, { 'Fn::If': ['IsProd', 'yes', 'no'] }];
    expect(resolve(value, { Protocol: 'udp', Stage: 'prod' })).toEqual({ P: ['udp', 'yes'] });
  });

  test('are empty where there are none', () => {
    expect(firstOf(stackOf({ Sg: { Type: 'AWS::EC2::SecurityGroup' } })).resolved).toEqual({});
  });
});

describe('stringify', () => {
  test('makes every number and truth value a text, at any depth, and leaves the rest', () => {
    expect(stringify({ a: -1, b: [true, { c: 0.5 }], d: 'x', e: null, f: {} })).toEqual({
      a: '-1',
      b: ['true', { c: '0.5' }],
      d: 'x',
      e: null,
      f: {},
    });
  });
});
