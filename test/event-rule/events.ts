/** An event, and the rules that it is for. */
export interface Case {
  readonly name: string;
  readonly event: object;
  readonly rules: readonly string[];
}

/** What the template's resources are called in the stack that is asked about. */
export type Names = (logicalId: string) => string;

/** Detail as CDK's generated types have it; AWS documents no example. */
const hookEvent = (name: string, status: string): object => ({
  source: 'aws.cloudformation',
  'detail-type': 'CloudFormation Hook Invocation Progress',
  detail: {
    status,
    'status-reason': 'AppSg allows all protocols.',
    'hook-detail': { 'hook-type-name': name, 'failure-mode': 'WARN' },
    'target-detail': { 'target-type': 'RESOURCE', 'target-name': 'AWS::EC2::SecurityGroup' },
  },
});

const RESOURCE = 'Private::EgressGuard::Resource';

const TEMPLATE = 'Private::EgressGuard::Template';

const HOOK_ARN = 'arn:aws:cloudformation:us-east-1:123456789012:type/hook/Private-EgressGuard-Resource';

const hookCases: readonly Case[] = [
  ...['HOOK_COMPLETE_FAILED', 'HOOK_FAILED', 'FAILED', 'WARNED'].flatMap((status) =>
    [RESOURCE, TEMPLATE].map((hook) => ({
      name: `${hook} is ${status}`,
      event: hookEvent(hook, status),
      rules: ['HookEvents'],
    })),
  ),
  ...['HOOK_PENDING', 'HOOK_IN_PROGRESS', 'HOOK_COMPLETE_SUCCEEDED', 'IN_PROGRESS', 'SUCCESS'].map((status) => ({
    name: `${RESOURCE} is ${status}`,
    event: hookEvent(RESOURCE, status),
    rules: [],
  })),
  { name: 'a hook of others fails', event: hookEvent('Private::Other::Hook', 'HOOK_FAILED'), rules: [] },
];

const call = (service: string, eventName: string, requestParameters: object, more: object = {}): object => ({
  source: `aws.${service}`,
  'detail-type': 'AWS API Call via CloudTrail',
  detail: { eventSource: `${service}.amazonaws.com`, eventName, requestParameters, ...more },
});

const objectCall = (eventName: string, key: string): object =>
  call(
    's3',
    eventName,
    { bucketName: 'config', key },
    { resources: [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::config/${key}` }, { type: 'AWS::S3::Bucket' }] },
  );

const named = (event: object, rules: readonly string[]): Case => ({
  name: JSON.stringify(event).slice(0, 300),
  event,
  rules,
});

/** Every event that is tried. */
export function makeCases(nameOf: Names, stackId: string): readonly Case[] {
  const change = ['ChangeEvents'];
  const access = ['AccessEvents'];
  const functions = ['ResourceFunction', 'TemplateFunction'].map(nameOf);
  const arnOf = (name: string): string => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
  return [
    ...hookCases,
    named(call('cloudformation', 'SetTypeConfiguration', { typeName: RESOURCE }), change),
    named(call('cloudformation', 'SetTypeConfiguration', { typeArn: HOOK_ARN }), change),
    named(call('cloudformation', 'SetTypeConfiguration', { typeName: 'Private::Other::Hook' }), []),
    named(call('cloudformation', 'DeactivateType', { arn: HOOK_ARN }), change),
    named(call('cloudformation', 'DeactivateType', { typeName: TEMPLATE, type: 'HOOK' }), change),
    named(call('cloudformation', 'DeregisterType', { arn: HOOK_ARN }), change),
    named(call('cloudformation', 'DescribeType', { typeName: RESOURCE }), []),
    named(call('cloudformation', 'DeleteStack', { stackName: 'egress-guard' }), change),
    named(call('cloudformation', 'DeleteStack', { stackName: stackId }), change),
    named(call('cloudformation', 'DeleteStack', { stackName: 'app' }), []),
    ...functions.flatMap((name) => [
      named(call('lambda', 'UpdateFunctionCode20150331v2', { functionName: name }), change),
      named(call('lambda', 'UpdateFunctionConfiguration20150331v2', { functionName: arnOf(name) }), change),
      named(call('lambda', 'DeleteFunction20150331', { functionName: name }), change),
      named(call('lambda', 'PutFunctionConcurrency20171031', { functionName: name }), change),
      named(call('lambda', 'GetFunction20150331v2', { functionName: name }), []),
    ]),
    named(call('lambda', 'UpdateFunctionCode20150331v2', { functionName: 'other' }), []),
    ...['FunctionRole', 'ExecutionRole'].flatMap((id) => [
      named(call('iam', 'PutRolePolicy', { roleName: nameOf(id) }), access),
      named(call('iam', 'DeleteRolePolicy', { roleName: nameOf(id) }), access),
      named(call('iam', 'UpdateAssumeRolePolicy', { roleName: nameOf(id) }), access),
      named(call('iam', 'GetRole', { roleName: nameOf(id) }), []),
    ]),
    // IAM's events come to one Region, in which the stacks of the others have no rule.
    named(call('iam', 'AttachRolePolicy', { roleName: 'egress-guard-FunctionRole-1A2B3C4D5E6F' }), access),
    named(call('iam', 'PutRolePolicy', { roleName: 'app-Role' }), []),
    named(call('events', 'DeleteRule', { name: nameOf('HookEvents') }), ['HookEvents', ...access]),
    named(call('events', 'RemoveTargets', { rule: nameOf('HookEvents') }), ['HookEvents', ...access]),
    named(call('events', 'DeleteRule', { name: nameOf('ChangeEvents') }), ['HookEvents', ...access]),
    named(call('events', 'DisableRule', { name: nameOf('ChangeEvents') }), ['HookEvents', ...access]),
    named(call('events', 'RemoveTargets', { rule: nameOf('ChangeEvents') }), ['HookEvents', ...access]),
    named(call('events', 'DeleteRule', { name: nameOf('AccessEvents') }), ['HookEvents']),
    named(call('events', 'DeleteRule', { name: 'other' }), []),
    named(call('logs', 'DeleteLogGroup', { logGroupName: nameOf('LogGroup') }), access),
    named(call('logs', 'DeleteLogGroup', { logGroupName: 'other' }), []),
    named(call('monitoring', 'DeleteAlarms', { alarmNames: ['other', nameOf('HookFailed')] }), access),
    named(call('monitoring', 'DeleteAlarms', { alarmNames: ['other'] }), []),
    named(objectCall('PutObject', 'exemptions.json'), ['ExemptionsEvents']),
    named(objectCall('DeleteObject', 'exemptions.json'), ['ExemptionsEvents']),
    named(objectCall('GetObject', 'exemptions.json'), []),
    named(objectCall('PutObject', 'other.json'), []),
  ];
}
