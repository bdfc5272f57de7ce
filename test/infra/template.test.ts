import { describe, expect, test } from 'vitest';
import { readConfig } from '../../handler/config.ts';
import { makeStack } from '../../infra/sandbox/stack.ts';
import type { JsonObject } from '../../rule/place.ts';
import { part, propertiesOf, readTemplate, statementsOf } from '../support/deployed.ts';

const STACK = 'egress-guard';
const RESOURCE_HOOK = 'Private::EgressGuard::Resource';
const TEMPLATE_HOOK = 'Private::EgressGuard::Template';

/** For local use: a function that is deployed fetches payloads from S3 alone. */
const LOCAL_SETTINGS = ['EGRESS_GUARD_PAYLOAD_ORIGIN'];

const files = ['template.yaml', 'dist/egress-guard.template.yaml'];

/** The settings that the function says it knows when it meets one that it does not. */
const knownSettings = (): string[] => {
  try {
    readConfig({ EGRESS_GUARD_NO_SUCH_SETTING: '1' });
    return [];
  } catch (error) {
    return (/Known: (.*)\.$/.exec(String(error))?.[1] ?? '').split(', ');
  }
};

/** The hooks as CloudFormation would set them up. */
const hooksOf = (template: JsonObject, parameters: Record<string, string> = {}): JsonObject[] =>
  makeStack({ name: STACK, text: '', template, parameters })
    .resources.filter(({ type }) => type === 'AWS::CloudFormation::LambdaHook')
    .map(({ resolved }) => part(resolved));

const excludedBy = (hook: JsonObject): unknown => part(hook, 'StackFilters', 'StackNames')['Exclude'];

/** The logical id in `!GetAtt <id>.Arn`. */
const ownerOf = (arn: unknown): string | undefined => /^(\w+)[.,]Arn$/.exec(String(part(arn)['Fn::GetAtt']))?.[1];

describe.each(files)('%s', async (path) => {
  const template = await readTemplate(path);
  const functions = propertiesOf(template, 'AWS::Lambda::Function');
  const roles = propertiesOf(template, 'AWS::IAM::Role');
  const policies = Object.values(roles).flatMap(({ Policies }) => (Array.isArray(Policies) ? Policies : []));
  const [functionId = '', lambda = {}] = Object.entries(functions)[0] ?? [];

  test('has one function, which runs on Node 24 and answers before CloudFormation stops waiting', () => {
    expect(Object.keys(functions)).toHaveLength(1);
    expect(lambda).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    expect(lambda['Timeout']).toBeLessThan(30);
  });

  test('sets exactly what the function knows, but what is for local use', () => {
    const known = knownSettings().filter((name) => !LOCAL_SETTINGS.includes(name));
    expect(Object.keys(part(lambda, 'Environment', 'Variables')).sort()).toEqual(known.sort());
  });

  test('has no policy beside a role', () => {
    const types = Object.values(part(template, 'Resources')).map((resource) => String(part(resource)['Type']));
    expect(types.filter((type) => /^AWS::IAM::.*Policy$/.test(type))).toEqual([]);
    expect(Object.values(roles).filter(({ ManagedPolicyArns }) => ManagedPolicyArns !== undefined)).toEqual([]);
  });

  test('grants no wildcard', () => {
    const granted = policies.flatMap((policy) => statementsOf(part(policy)['PolicyDocument']));
    expect(granted).not.toEqual([]);
    for (const { Action, Resource, ...others } of granted) {
      expect(JSON.stringify([Action, Resource])).not.toContain('*');
      expect(others).not.toHaveProperty('NotAction');
      expect(others).not.toHaveProperty('NotResource');
    }
  });

  test('trusts no one but services', () => {
    for (const { AssumeRolePolicyDocument } of Object.values(roles))
      for (const { Principal } of statementsOf(AssumeRolePolicyDocument))
        expect(Principal).toEqual({ Service: expect.stringMatching(/^[a-z.]+\.amazonaws\.com$/) });
  });

  test('lets CloudFormation, in this account only, invoke that function and do nothing else', () => {
    const execution = hooksOf(template).map(({ ExecutionRole }) => ownerOf(ExecutionRole));
    expect(new Set(execution).size).toBe(1);
    const role = part(roles, String(execution[0]));
    expect(statementsOf(role['AssumeRolePolicyDocument'])).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'hooks.cloudformation.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
    expect(role['Policies']).toEqual([
      {
        PolicyName: expect.any(String),
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': `${functionId}.Arn` } },
          ],
        },
      },
    ]);
  });

  test('has the resource hook decide on both resource types, in stacks and through Cloud Control', () => {
    const hook = hooksOf(template).find(({ Alias }) => Alias === RESOURCE_HOOK);
    expect(hook).toMatchObject({
      FailureMode: 'FAIL',
      HookStatus: 'ENABLED',
      TargetOperations: ['RESOURCE', 'CLOUD_CONTROL'],
      TargetFilters: {
        Actions: ['CREATE', 'UPDATE'],
        TargetNames: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress'],
      },
    });
  });

  test('has the template hook warn of stacks and change sets, whatever resources they hold', () => {
    const hook = hooksOf(template).find(({ Alias }) => Alias === TEMPLATE_HOOK);
    expect(hook).toMatchObject({
      FailureMode: 'WARN',
      HookStatus: 'ENABLED',
      TargetOperations: ['STACK', 'CHANGE_SET'],
    });
    expect(part(hook, 'TargetFilters')).not.toHaveProperty('TargetNames');
    expect(part(hook, 'TargetFilters')['Actions']).toEqual(['CREATE', 'UPDATE']);
  });

  test('has every hook call the function itself, which no version or alias can hold back', () => {
    const called = hooksOf(template).map(({ LambdaFunction }) => ownerOf(LambdaFunction));
    expect(new Set(called)).toEqual(new Set([functionId]));
    expect(propertiesOf(template, 'AWS::Lambda::Version')).toEqual({});
    expect(propertiesOf(template, 'AWS::Lambda::Alias')).toEqual({});
  });

  test('has every hook leave its own stack alone, whatever else is excluded', () => {
    for (const hook of hooksOf(template)) expect(excludedBy(hook)).toEqual([STACK]);
    for (const hook of hooksOf(template, { ExcludedStackNames: 'network-*,legacy' }))
      expect(excludedBy(hook)).toEqual([STACK, 'network-*', 'legacy']);
  });

  test('has every hook leave the given roles alone, and no filter on roles without', () => {
    const role = 'arn:aws:iam::123456789012:role/deploy-*';
    for (const hook of hooksOf(template)) expect(part(hook, 'StackFilters')).not.toHaveProperty('StackRoles');
    for (const hook of hooksOf(template, { ExcludedStackRoles: `${role},${role}2` }))
      expect(part(hook, 'StackFilters')['StackRoles']).toEqual({ Exclude: [role, `${role}2`] });
  });

  test('has no transform', () => {
    expect(template).not.toHaveProperty('Transform');
    expect(
      JSON.stringify({ ...template, Metadata: {}, Resources: { ...part(template, 'Resources'), [functionId]: {} } }),
    ).not.toContain('Fn::Transform');
  });

  test('describes, groups and labels every parameter', () => {
    const parameters = part(template, 'Parameters');
    const names = Object.keys(parameters).sort();
    const { ParameterGroups: groups, ParameterLabels: labels } = part(
      template,
      'Metadata',
      'AWS::CloudFormation::Interface',
    );
    const grouped = (Array.isArray(groups) ? groups : []).flatMap((group) => part(group)['Parameters']);
    expect(grouped.sort()).toEqual(names);
    expect(Object.keys(part(labels)).sort()).toEqual(names);
    for (const name of names) {
      expect(part(parameters, name)['Description']).toMatch(/\w/);
      expect(part(labels, name)['default']).toMatch(/\w/);
    }
  });

  test('describes every output', () => {
    const outputs = Object.values(part(template, 'Outputs'));
    expect(outputs).not.toEqual([]);
    for (const output of outputs) expect(part(output)['Description']).toMatch(/\w/);
  });
});
