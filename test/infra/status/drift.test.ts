import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { driftOf, type HookSettings, registeredSettings } from '../../../infra/aws/hook-settings.ts';
import { readDeployedTemplate } from '../../../infra/status/deployed-template.ts';
import { version } from '../../../rule/version.ts';

const account = { id: '123456789012', partition: 'aws-cn', region: 'cn-north-1' };

let template = '';

beforeAll(async () => {
  template = await readFile('dist/egress-guard.template.yaml', 'utf8');
});

const read = (parameters: Readonly<Record<string, string>> = {}, outputs = {}, text = template) =>
  readDeployedTemplate(text, { stackName: 'guard', parameters, outputs, account });

describe('what the deployed template says of the hooks', () => {
  test('follows its parameters', () => {
    const parameters = {
      ResourceFailureMode: 'WARN',
      TemplateFailureMode: 'FAIL',
      HookStatus: 'DISABLED',
      ExcludedStackNames: 'network-*,app',
      ExcludedStackRoles: 'arn:aws-cn:iam::123456789012:role/admin',
    };
    const common = {
      status: 'DISABLED',
      actions: ['CREATE', 'UPDATE'],
      filteringCriteria: 'ALL',
      excludedStackNames: ['app', 'guard', 'network-*'],
      excludedStackRoles: ['arn:aws-cn:iam::123456789012:role/admin'],
      includedStackNames: [],
      includedStackRoles: [],
    };
    const outputs = { ResourceFunctionName: 'guard-Resource-1', TemplateFunctionName: 'guard-Template-2' };
    expect(read(parameters, outputs)).toEqual({
      version,
      resources: [],
      hooks: {
        resource: {
          ...common,
          lambdaFunction: 'arn:aws-cn:lambda:cn-north-1:123456789012:function:guard-Resource-1',
          failureMode: 'WARN',
          targetOperations: ['CLOUD_CONTROL', 'RESOURCE'],
          targetNames: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress'],
          targets: [
            'CREATE AWS::EC2::SecurityGroup',
            'CREATE AWS::EC2::SecurityGroupEgress',
            'UPDATE AWS::EC2::SecurityGroup',
            'UPDATE AWS::EC2::SecurityGroupEgress',
          ],
        },
        template: {
          ...common,
          lambdaFunction: 'arn:aws-cn:lambda:cn-north-1:123456789012:function:guard-Template-2',
          failureMode: 'FAIL',
          targetOperations: ['CHANGE_SET', 'STACK'],
          targetNames: [],
          targets: ['CREATE *', 'UPDATE *'],
        },
      },
    });
  });

  test('follows the defaults where it has no parameters', () => {
    expect(read()?.hooks.resource).toMatchObject({
      status: 'ENABLED',
      failureMode: 'FAIL',
      lambdaFunction: '',
      excludedStackNames: ['guard'],
      excludedStackRoles: [],
    });
  });

  test.each([
    ['resource', 'TemplateFunctionName'],
    ['template', 'ResourceFunctionName'],
  ] as const)('does not take the other function for that of the %s hook', (hook, other) => {
    expect(read({}, { [other]: 'guard-Other-1' })?.hooks[hook]?.lambdaFunction).toBe('');
  });

  test('tells where each hook calls the function of the other', () => {
    const outputs = { ResourceFunctionName: 'guard-Resource-1', TemplateFunctionName: 'guard-Template-2' };
    const { resource, template: early } = read({}, outputs)?.hooks ?? {};
    if (resource === undefined || early === undefined) throw new Error('The template lacks a hook.');
    const arn = (name: string): string => `arn:aws-cn:lambda:cn-north-1:123456789012:function:${name}`;
    const [gate, warning] = [arn('guard-Resource-1'), arn('guard-Template-2')];
    expect(driftOf(resource, { ...resource, lambdaFunction: warning })).toMatchObject([
      { setting: 'lambdaFunction', declared: gate, registered: warning },
    ]);
    expect(driftOf(early, { ...early, lambdaFunction: gate })).toMatchObject([
      { setting: 'lambdaFunction', declared: warning, registered: gate },
    ]);
  });

  const hook = 'Type: AWS::CloudFormation::LambdaHook, Properties:';
  const others: Record<string, readonly [text: string, said: unknown]> = {
    'no template': ['{', undefined],
    'an empty text': ['', undefined],
    'a template of something else': ['Resources: { Topic: { Type: AWS::SNS::Topic } }', { hooks: {}, resources: [] }],
    'a hook of somebody else': [
      `Resources: { H: { ${hook} { Alias: Other::Team::Hook } } }`,
      { hooks: {}, resources: [] },
    ],
    'a hook without properties': [
      'Resources: { H: { Type: AWS::CloudFormation::LambdaHook } }',
      { hooks: {}, resources: [] },
    ],
    'metadata of other kinds': [
      'Metadata: { EgressGuard: [], __proto__: { EgressGuard: { Version: x } } }\nResources: {}',
      { hooks: {}, resources: [] },
    ],
    'a version that is no text': [
      'Metadata: { EgressGuard: { Version: 1 } }\nResources: {}',
      { hooks: {}, resources: [] },
    ],
  };

  test.each(Object.entries(others))('is nothing in %s', (_name, [text, said]) => {
    expect(read({}, {}, text)).toEqual(said);
  });
});

describe('drift', () => {
  const declared: HookSettings = {
    status: 'ENABLED',
    failureMode: 'FAIL',
    lambdaFunction: '',
    targetOperations: ['RESOURCE'],
    actions: ['CREATE', 'UPDATE'],
    targetNames: ['A', 'B'],
    targets: ['CREATE A', 'CREATE B', 'UPDATE A', 'UPDATE B'],
    filteringCriteria: 'ALL',
    excludedStackNames: ['egress-guard'],
    excludedStackRoles: [],
    includedStackNames: [],
    includedStackRoles: [],
  };

  const configuration = {
    HookInvocationStatus: 'ENABLED',
    FailureMode: 'FAIL',
    Properties: { LambdaFunction: 'arn:whatever' },
    TargetOperations: ['RESOURCE'],
    TargetFilters: { Actions: ['UPDATE', 'CREATE'], TargetNames: ['B', 'A'], InvocationPoints: ['PRE_PROVISION'] },
    StackFilters: { FilteringCriteria: 'ALL', StackNames: { Exclude: ['egress-guard', 'egress-guard'] } },
  };

  const pair = (TargetName: string, Action: string) => ({ TargetName, Action, InvocationPoint: 'PRE_PROVISION' });
  const three = [pair('B', 'CREATE'), pair('A', 'UPDATE'), pair('A', 'CREATE')];
  const pairs = [...three, pair('B', 'UPDATE')];

  const cases: Record<string, readonly [changes: object, drift: readonly (readonly [string, string, string])[]]> = {
    'none: the order, repetitions and the function, which the stack does not tell': [{}, []],
    'none: targets as pairs': [{ TargetFilters: { Targets: pairs } }, []],
    'a pair less, with every action and every target still there': [
      { TargetFilters: { Targets: three } },
      [['targets', 'CREATE A, CREATE B, UPDATE A, UPDATE B', 'CREATE A, CREATE B, UPDATE A']],
    ],
    'a target less in pairs, which is told once': [
      { TargetFilters: { Targets: [pair('A', 'CREATE'), pair('A', 'UPDATE')] } },
      [['targetNames', 'A, B', 'A']],
    ],
    'a pair without an action': [
      { TargetFilters: { Targets: [...pairs, { TargetName: 'A' }] } },
      [['targets', 'CREATE A, CREATE B, UPDATE A, UPDATE B', '* A, CREATE A, CREATE B, UPDATE A, UPDATE B']],
    ],
    'one text instead of a list': [{ TargetOperations: 'RESOURCE' }, []],
    'the mode': [{ FailureMode: 'WARN' }, [['failureMode', 'FAIL', 'WARN']]],
    'no mode': [{ FailureMode: undefined }, [['failureMode', 'FAIL', '']]],
    'a mode that is no text': [{ FailureMode: ['FAIL'] }, [['failureMode', 'FAIL', '']]],
    'no operations': [{ TargetOperations: [] }, [['targetOperations', 'RESOURCE', '']]],
    'an operation more': [
      { TargetOperations: ['STACK', 'RESOURCE', 7] },
      [['targetOperations', 'RESOURCE', 'RESOURCE, STACK']],
    ],
    'no filters of targets': [
      { TargetFilters: undefined },
      [
        ['actions', 'CREATE, UPDATE', ''],
        ['targetNames', 'A, B', ''],
      ],
    ],
    'a role that is excluded': [
      {
        StackFilters: {
          FilteringCriteria: 'ALL',
          StackNames: { Exclude: ['egress-guard'] },
          StackRoles: { Exclude: ['arn:x'] },
        },
      },
      [['excludedStackRoles', '', 'arn:x']],
    ],
  };

  test.each(Object.entries(cases))('%s', (_name, [changes, drift]) => {
    const registered = registeredSettings({ ...configuration, ...changes });
    expect(driftOf(declared, registered).map((one) => [one.setting, one.declared, one.registered])).toEqual(drift);
  });
});
