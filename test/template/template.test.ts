import { describe, expect, test } from 'vitest';
import { settings } from '../../handler/config.ts';
import { ruleTypes } from '../../rule/select-rules.ts';
import type { JsonObject } from '../../rule/value/place.ts';
import { handedOn, part, propertiesOf, readTemplate, statementsOf } from '../support/deployed.ts';
import { type Parameters, renderTemplate, resourcesOf, STACK } from '../support/rendered-template.ts';
import { everything } from '../support/rendered-template-log.ts';

const RESOURCE_HOOK = 'Private::EgressGuard::Resource';
const TEMPLATE_HOOK = 'Private::EgressGuard::Template';

const files = ['template.yaml', 'dist/egress-guard.template.yaml'];

/** The variables of a function, each with the parameter that sets it; the others are for local use. */
const variables = Object.values(settings).flatMap(({ parameter, variable }) =>
  parameter === undefined ? [] : [[variable, handedOn(parameter)]],
);

/** The hooks as CloudFormation would set them up. */
const hooksOf = (template: JsonObject, parameters: Parameters = {}): JsonObject[] =>
  Object.values(resourcesOf(renderTemplate(template, parameters), 'AWS::CloudFormation::LambdaHook'));

/** All that the roles of a rendered template allow. */
const grantsOf = (template: JsonObject, parameters: Parameters): JsonObject[] =>
  Object.values(resourcesOf(renderTemplate(template, parameters), 'AWS::IAM::Role')).flatMap(({ Policies: policies }) =>
    (Array.isArray(policies) ? policies : []).flatMap((policy) => statementsOf(part(policy)['PolicyDocument'])),
  );

const hookOf = (template: JsonObject, alias: string): JsonObject | undefined =>
  hooksOf(template).find(({ Alias }) => Alias === alias);

/** Each hook, and the logical id of the function that it calls. */
const calls = [
  [RESOURCE_HOOK, 'ResourceFunction'],
  [TEMPLATE_HOOK, 'TemplateFunction'],
] as const;

const functionIds = calls.map(([, id]) => id);

const excludedBy = (hook: JsonObject): unknown => part(hook, 'StackFilters', 'StackNames')['Exclude'];

/** The logical id of the resource of a rendered ARN. */
const ownerOf = (arn: unknown): string | undefined => /-(\w+)-[0-9A-F]{12}$/.exec(String(arn))?.[1];

const allow = (Action: unknown, Resource: unknown) => ({ Effect: 'Allow', Action, Resource });

/** The condition that a bucket is of an account. */
const ofAccount = (id: string) => ({ StringEquals: { 'aws:ResourceAccount': id } });

describe.each(files)('%s', async (path) => {
  const template = await readTemplate(path);
  const functions = propertiesOf(template, 'AWS::Lambda::Function');
  const roles = propertiesOf(template, 'AWS::IAM::Role');

  test('has one function for each hook', () => {
    expect(Object.keys(functions)).toEqual(functionIds);
  });

  describe.each(functionIds)('has %s,', (id) => {
    const lambda = functions[id] ?? {};

    test('which runs on Node 24 and answers before CloudFormation stops waiting', () => {
      expect(lambda).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
      expect(lambda['Timeout']).toBeGreaterThanOrEqual(20);
      expect(lambda['Timeout']).toBeLessThan(30);
    });

    test('whose code stands in the template', () => {
      expect(lambda['Code']).toEqual({
        ZipFile: path === 'template.yaml' ? '' : expect.stringMatching(/^"use strict";.{50000}/s),
      });
      expect(lambda).not.toHaveProperty('Layers');
    });

    test('which has the memory that its work takes', () => {
      expect(lambda['MemorySize']).toBe(id === 'ResourceFunction' ? 512 : 1024);
    });

    test('to which each parameter that is a setting is handed in its variable, and no other', () => {
      expect(variables).toHaveLength(9);
      expect(part(lambda, 'Environment', 'Variables')).toEqual(Object.fromEntries(variables));
    });

    test('which runs as the one role, and writes the one log, as JSON', () => {
      expect(lambda['Role']).toEqual({ 'Fn::GetAtt': 'FunctionRole.Arn' });
      expect(lambda['LoggingConfig']).toEqual({ LogFormat: 'JSON', LogGroup: { Ref: 'LogGroup' } });
    });
  });

  test('has no policy beside a role', () => {
    const types = Object.values(part(template, 'Resources')).map((resource) => String(part(resource)['Type']));
    expect(types.filter((type) => /^AWS::IAM::.*Policy$/.test(type))).toEqual([]);
    expect(Object.values(roles).filter(({ ManagedPolicyArns }) => ManagedPolicyArns !== undefined)).toEqual([]);
  });

  test.each<[string, Parameters]>([
    ['without buckets', {}],
    ['with everything', everything],
  ])('grants, %s, no wildcard but for what lies in the archive', (_name, parameters) => {
    const granted = grantsOf(template, parameters);
    expect(granted.length).toBeGreaterThan(1);
    for (const { Action, Resource, Condition, ...others } of granted) {
      expect(JSON.stringify(Action)).not.toMatch(/[*?]/);
      if (Action !== 's3:PutObject') expect(JSON.stringify(Resource)).not.toMatch(/[*?]/);
      expect(Condition).toEqual(String(Action).startsWith('s3:') ? ofAccount('123456789012') : undefined);
      expect(others).toEqual({ Effect: 'Allow' });
    }
  });

  test('lets the functions write their log, and nothing else, where no bucket is given', () => {
    const { outputs } = renderTemplate(template);
    const [first] = grantsOf(template, {});
    expect(first).toEqual(
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], expect.stringContaining(String(outputs['LogGroupName']))),
    );
    expect(grantsOf(template, {})).toHaveLength(2);
  });

  const bucketGrants = {
    ExemptionsUri: {
      ...allow('s3:GetObject', 'arn:aws:s3:::config/exemptions.json'),
      Condition: ofAccount('123456789012'),
    },
    ArchiveBucket: {
      ...allow('s3:PutObject', 'arn:aws:s3:::archive/123456789012/us-east-1/*'),
      Condition: ofAccount('123456789012'),
    },
  };

  test('lets the functions read that one document and write to the archive below its account and Region', () => {
    const [log, execution] = grantsOf(template, {});
    const events = allow('events:PutEvents', everything['EventBusArn']);
    expect(grantsOf(template, everything)).toEqual([log, ...Object.values(bucketGrants), execution, events]);
  });

  test.each(Object.entries(bucketGrants))('lets the functions do, with %s alone, that alone', (parameter, grant) => {
    const [log, execution] = grantsOf(template, {});
    const given = { [parameter]: String(everything[parameter]) };
    expect(grantsOf(template, given)).toEqual([log, grant, execution]);
  });

  test('trusts no one but services', () => {
    for (const { AssumeRolePolicyDocument } of Object.values(roles))
      for (const { Principal } of statementsOf(AssumeRolePolicyDocument))
        expect(Principal).toEqual({ Service: expect.stringMatching(/^[a-z.]+\.amazonaws\.com$/) });
  });

  test('lets CloudFormation, in this account only, invoke these two functions and do nothing else', () => {
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
            allow(
              'lambda:InvokeFunction',
              functionIds.map((id) => ({ 'Fn::GetAtt': `${id}.Arn` })),
            ),
          ],
        },
      },
    ]);
  });

  test('has the resource hook decide on both resource types, in stacks and through Cloud Control', () => {
    const hook = hookOf(template, RESOURCE_HOOK);
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

  test('has the resource hook called for every type that a rule looks at', () => {
    const { TargetNames: names } = part(hookOf(template, RESOURCE_HOOK), 'TargetFilters');
    expect([names].flat().sort()).toEqual([...ruleTypes].sort());
  });

  test('has the template hook warn of stacks and change sets, whatever resources they hold', () => {
    const hook = hookOf(template, TEMPLATE_HOOK);
    expect(hook).toMatchObject({
      FailureMode: 'WARN',
      HookStatus: 'ENABLED',
      TargetOperations: ['STACK', 'CHANGE_SET'],
    });
    expect(part(hook, 'TargetFilters')).not.toHaveProperty('TargetNames');
    expect(part(hook, 'TargetFilters')['Actions']).toEqual(['CREATE', 'UPDATE']);
  });

  test('has each hook call its function itself, which no version or alias can hold back', () => {
    expect(hooksOf(template).map(({ Alias, LambdaFunction }) => [Alias, ownerOf(LambdaFunction)])).toEqual(calls);
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
    const others = Object.entries(part(template, 'Resources')).filter(([id]) => !functionIds.some((one) => one === id));
    expect(others.length).toBeGreaterThan(10);
    expect(JSON.stringify({ ...template, Metadata: {}, Resources: others })).not.toContain('Fn::Transform');
    for (const { Code: _, ...lambda } of Object.values(functions))
      expect(JSON.stringify(lambda)).not.toContain('Fn::Transform');
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
