import { describe, expect, test } from 'vitest';
import type { LiveFunction, LiveRole } from '../../../infra/aws/index.ts';
import { functionDifferences, roleDifferences } from '../../../infra/status/live-difference.ts';

const ROLE = 'arn:aws:iam::123456789012:role/egress-guard-FunctionRole-1';

const declaredFunction = {
  logicalId: 'ResourceFunction',
  type: 'AWS::Lambda::Function',
  physicalId: 'egress-guard-ResourceFunction-1',
  properties: {
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: ROLE,
    Environment: { Variables: { EGRESS_GUARD_RULES: 'a', EGRESS_GUARD_HELP_TEXT: '' } },
  },
  codeSha256: 'abc',
};

const liveFunction: LiveFunction = {
  codeSha256: 'abc',
  handler: 'index.handler',
  runtime: 'nodejs24.x',
  role: ROLE,
  variables: { EGRESS_GUARD_HELP_TEXT: '', EGRESS_GUARD_RULES: 'a' },
  layers: [],
  reservedConcurrency: undefined,
};

const ofFunction = (change: Partial<LiveFunction>) =>
  functionDifferences(declaredFunction, { ...liveFunction, ...change }).map((text) => text.replace(/^[^:]+: /, ''));

describe('a function', () => {
  test('as its template says has no differences', () => {
    expect(functionDifferences(declaredFunction, liveFunction)).toEqual([]);
    expect(ofFunction({ reservedConcurrency: 10 })).toEqual([]);
  });

  test('that is gone is told', () => {
    expect(functionDifferences(declaredFunction, undefined)).toEqual([
      'ResourceFunction (egress-guard-ResourceFunction-1) is not there.',
    ]);
  });

  const changes: Record<string, readonly [Partial<LiveFunction>, string]> = {
    code: [{ codeSha256: 'def' }, "its code is not that of the template (SHA-256 def, the template's abc)."],
    'a package without the file': [
      { codeSha256: undefined },
      "its code is not that of the template (SHA-256 of no index.js, the template's abc).",
    ],
    handler: [{ handler: 'other.handler' }, 'its handler is other.handler, the template says index.handler.'],
    runtime: [{ runtime: 'nodejs20.x' }, 'its runtime is nodejs20.x, the template says nodejs24.x.'],
    role: [{ role: 'arn:aws:iam::1:role/x' }, `its role is arn:aws:iam::1:role/x, the template says ${ROLE}.`],
    layers: [{ layers: ['arn:layer'] }, 'it has the layer arn:layer, and the template none.'],
    concurrency: [{ reservedConcurrency: 0 }, 'its reserved concurrency is 0: it is never run.'],
    'the value of a variable': [
      { variables: { ...liveFunction.variables, EGRESS_GUARD_RULES: 'b' } },
      'its variable EGRESS_GUARD_RULES is "b", the template says "a".',
    ],
    'a variable that is gone': [
      { variables: { EGRESS_GUARD_HELP_TEXT: '' } },
      'its variable EGRESS_GUARD_RULES is not set, the template says "a".',
    ],
    'a variable more, whose value is nobody’s business': [
      { variables: { ...liveFunction.variables, NODE_OPTIONS: '--require /opt/secret' } },
      'it has the variable NODE_OPTIONS, and the template does not.',
    ],
  };

  test.each(Object.entries(changes))('tells of %s', (_name, [change, told]) => {
    expect(ofFunction(change)).toEqual([told]);
  });
});

const allow = (Action: unknown, Resource: unknown = '*') => ({ Effect: 'Allow', Action, Resource });

const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });

const trust = document({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' });

const declaredRole = {
  logicalId: 'FunctionRole',
  type: 'AWS::IAM::Role',
  physicalId: 'egress-guard-FunctionRole-1',
  properties: {
    AssumeRolePolicyDocument: trust,
    Policies: [{ PolicyName: 'Function', PolicyDocument: document(allow(['logs:A', 'logs:B'])) }],
  },
};

const liveRole: LiveRole = {
  trust,
  policies: { Function: document(allow(['logs:A', 'logs:B'])) },
  attached: [],
  boundary: undefined,
};

const ofRole = (change: Partial<LiveRole>) =>
  roleDifferences(declaredRole, { ...liveRole, ...change }).map((text) => text.replace(/^[^:]+: /, ''));

describe('a role', () => {
  test.each<[string, Partial<LiveRole>]>([
    ['as its template says', {}],
    ['whose lists are in another order', { policies: { Function: document(allow(['logs:B', 'logs:A'])) } }],
    [
      'whose one statement is no list',
      { policies: { Function: { Version: '2012-10-17', Statement: allow(['logs:A', 'logs:B'], ['*']) } } },
    ],
  ])('%s has no differences', (_name, change) => {
    expect(ofRole(change)).toEqual([]);
  });

  const changes: Record<string, readonly [Partial<LiveRole>, string]> = {
    'who may take it on': [
      { trust: document({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }) },
      'who may take it on is not what the template says.',
    ],
    'an action more': [
      { policies: { Function: document(allow(['logs:A', 'logs:B', 's3:GetObject'])) } },
      'its policy Function is not what the template says.',
    ],
    'a condition less': [
      { policies: { Function: document({ ...allow(['logs:A', 'logs:B']), Condition: {} }) } },
      'its policy Function is not what the template says.',
    ],
    'a policy that is gone': [{ policies: {} }, 'its policy Function is gone.'],
    'a policy more': [
      { policies: { ...liveRole.policies, Extra: document(allow('*')) } },
      'it has a policy Extra, and the template does not.',
    ],
    'a policy that is attached': [
      { attached: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
      'it has the policy arn:aws:iam::aws:policy/AdministratorAccess attached, and the template none.',
    ],
  };

  test.each(Object.entries(changes))('tells of %s', (_name, [change, told]) => {
    expect(ofRole(change)).toEqual([told]);
  });

  test('tells of its permissions boundary', () => {
    const bounded = {
      ...declaredRole,
      properties: { ...declaredRole.properties, PermissionsBoundary: 'arn:boundary' },
    };
    expect(roleDifferences(bounded, liveRole)).toEqual([
      'FunctionRole (egress-guard-FunctionRole-1): its permissions boundary is none, the template says arn:boundary.',
    ]);
    expect(roleDifferences(bounded, { ...liveRole, boundary: 'arn:boundary' })).toEqual([]);
    expect(ofRole({ boundary: 'arn:other' })).toEqual([
      'its permissions boundary is arn:other, the template says none.',
    ]);
  });

  test('that is gone is told', () => {
    expect(roleDifferences(declaredRole, undefined)).toEqual([
      'FunctionRole (egress-guard-FunctionRole-1) is not there.',
    ]);
  });
});
