import { describe, expect, test } from 'vitest';
import { physicalIdOf, stackIdOf, stackNameOf, usualHome } from '../../../infra/sandbox/identity.ts';
import { DeployError } from '../../../infra/sandbox/stack.ts';
import { securityGroup, stackOf } from '../../support/stacks.ts';

const names: Record<string, string> = {
  'app.yaml': 'app',
  'my_app.v2.json': 'my-app-v2',
  '10-network.yaml': 'network',
  '-': 'stack',
  'été.yaml': 't',
  '.yaml': 'stack',
};

const ids: Record<string, RegExp> = {
  'AWS::EC2::SecurityGroup': /^sg-[0-9a-f]{17}$/,
  'AWS::EC2::SecurityGroupEgress': /^sgr-[0-9a-f]{17}$/,
  'AWS::EC2::VPC': /^vpc-[0-9a-f]{17}$/,
  'AWS::S3::Bucket': /^demo-Thing-[0-9A-F]{12}$/,
};

const declared = { Parameters: { A: { Type: 'String' }, B: { Type: 'String', Default: '' }, C: { Type: 'String' } } };

describe('makeStack', () => {
  test('leaves out a resource whose condition does not hold', () => {
    const { resources } = stackOf(
      { No: securityGroup({}, { Condition: 'Never' }), Yes: securityGroup() },
      { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } },
    );
    expect(resources.map(({ logicalId }) => logicalId)).toEqual(['Yes']);
  });

  test('names every parameter that lacks a value', () => {
    expect(() => stackOf({ Sg: securityGroup() }, declared)).toThrow(
      new DeployError('Parameters: [A, C] must have values'),
    );
  });

  test('names every parameter that nothing declares', () => {
    expect(() => stackOf({ Sg: securityGroup() }, {}, { D: '1', toString: '2' })).toThrow(
      new DeployError('Parameters: [D, toString] do not exist in the template'),
    );
  });

  test('takes a list of which every item is allowed, and no other', () => {
    const list = { Parameters: { L: { Type: 'CommaDelimitedList', AllowedValues: ['a', 'b'] } } };
    expect(stackOf({ Sg: securityGroup() }, list, { L: 'b, a,a' }).resources).toHaveLength(1);
    expect(() => stackOf({ Sg: securityGroup() }, list, { L: 'a,c' })).toThrow(
      new DeployError("Parameter 'L' must be one of AllowedValues"),
    );
  });

  test('refuses a template without resources', () => {
    expect(() => stackOf({})).toThrow(
      new DeployError('Template format error: At least one Resources member must be defined.'),
    );
  });
});

describe('identity', () => {
  test.each(Object.entries(names))('names the stack of %s %s', (fileName, name) => {
    expect(stackNameOf(fileName)).toBe(name);
  });

  test.each(Object.entries(ids))('makes up an id of %s', (type, id) => {
    expect(physicalIdOf(type, 'demo', 'Thing')).toMatch(id);
    expect(physicalIdOf(type, 'demo', 'Thing')).not.toBe(physicalIdOf(type, 'demo', 'Another'));
  });

  test('gives a stack the ARN that CloudFormation would', () => {
    expect(stackIdOf('demo', usualHome)).toMatch(
      /^arn:aws:cloudformation:us-east-1:123456789012:stack\/demo\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
  });
});
