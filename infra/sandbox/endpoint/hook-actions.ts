import { isObject, type JsonObject, own, parseJson } from '../../../rule/index.ts';
import { type HookKey, hookKeys, hooks } from '../../hook/index.ts';
import type { HookRecord } from '../call-hook.ts';
import { configurationOf, findStack, hookArnIn, registerHook } from './account.ts';
import { type Action, type Context, pageOf } from './action.ts';
import { ensureProduct } from './deployment.ts';
import type { QueryInput, QueryOutput } from './query.ts';
import { invalid, ServiceError } from './service-error.ts';
import { optional, required } from './stack-input.ts';

/** Hooks, their configuration and their results. */
export const hookActions: Readonly<Record<string, Action>> = {
  ListHookResults: (input, context) => {
    const [type, id] = [optional(input, 'TargetType'), optional(input, 'TargetId')];
    const listed = context.sandbox.account.results
      .filter((one) => isOf(one, type, id))
      .filter((one) => isWanted(one, input, context))
      .toReversed();
    if (listed.length === 0 && id !== undefined)
      throw new ServiceError('HookResultNotFoundException', `No hook results found for ${type} ${id}`, 404);
    const { page, NextToken } = pageOf(listed, input);
    return { TargetType: type, TargetId: id, HookResults: page.map((one) => describeResult(one, context)), NextToken };
  },

  GetHookResult: (input, context) => {
    const id = required(input, 'HookResultId');
    const found = context.sandbox.account.results.find((one) => one.id === id);
    if (found === undefined) throw new ServiceError('HookResultNotFoundException', `Hook result ${id} not found`, 404);
    const { target, annotations } = found;
    return {
      ...describeResult(found, context),
      OriginalTypeName: 'AWS::Hooks::LambdaHook',
      Target: {
        ...{ TargetType: target.kind, TargetTypeName: target.typeName ?? target.kind },
        ...{ TargetId: target.id, Action: target.action },
      },
      Annotations: annotations.map(describeAnnotation),
    };
  },

  /** What hooks and validation found, of a change set or a stack. */
  DescribeEvents: (input, context) => {
    const { sandbox, home } = context;
    const [set, name] = [optional(input, 'ChangeSetName'), optional(input, 'StackName')];
    const record = name === undefined ? undefined : findStack(sandbox.account, name, home);
    const failed = sandbox.account.results.filter(
      ({ status, target }) =>
        status !== 'HOOK_COMPLETE_SUCCEEDED' &&
        (set === undefined
          ? record !== undefined && [target.id, target.stackId].includes(record.id)
          : target.id === set),
    );
    const { page, NextToken } = pageOf(failed.toReversed(), input);
    return { OperationEvents: page.map(describeFailure), NextToken };
  },

  ListTypes: (_input, context) => ({
    TypeSummaries: hookKeys
      .filter((key) => isRegistered(key, context))
      .map((key) => ({
        ...{ Type: 'HOOK', TypeName: hooks[key], TypeArn: hookArnIn(context.home, key), DefaultVersionId: VERSION },
        ...{ OriginalTypeName: 'AWS::Hooks::LambdaHook', IsActivated: true },
      })),
  }),

  DescribeType: (input, context) => {
    const key = keyOf(input, context);
    return {
      ...{ Arn: `${hookArnIn(context.home, key)}/${VERSION}`, Type: 'HOOK', TypeName: hooks[key] },
      ...{ DefaultVersionId: VERSION, IsDefaultVersion: true, Visibility: 'PRIVATE', IsActivated: true },
      ...{ OriginalTypeName: 'AWS::Hooks::LambdaHook', TimeCreated: context.sandbox.account.started },
    };
  },

  BatchDescribeTypeConfigurations: (input, context) => {
    const asked = [input['TypeConfigurationIdentifiers'] ?? []].flat().map((one) => (isObject(one) ? one : {}));
    const found: QueryOutput[] = [];
    const errors: QueryOutput[] = [];
    for (const identifier of asked as readonly QueryInput[]) {
      const key = findKey(identifier, context);
      const configuration = key && configurationOf(context.sandbox.account, key, context.home.region);
      if (key === undefined || configuration === undefined)
        errors.push({
          ErrorCode: 'TypeConfigurationNotFoundException',
          ErrorMessage: `${String(identifier['TypeName'])} can not be found`,
          TypeConfigurationIdentifier: { Type: 'HOOK', TypeName: String(identifier['TypeName']) },
        });
      else found.push(describeConfiguration(key, configuration, context));
    }
    return { Errors: errors, TypeConfigurations: found };
  },

  SetTypeConfiguration: (input, context) => {
    const key = keyOf(input, context);
    const document = parseJson(required(input, 'Configuration'));
    const outer = isObject(document) ? own(document, 'CloudFormationConfiguration') : undefined;
    const configuration = isObject(outer) ? own(outer, 'HookConfiguration') : undefined;
    if (!isObject(configuration))
      throw new ServiceError(
        'CFNRegistryException',
        'Configuration is no CloudFormationConfiguration with a HookConfiguration.',
      );
    registerHook(context.sandbox.account, key, context.home.region, configuration);
    return { ConfigurationArn: `${hookArnIn(context.home, key)}/default` };
  },
};

const VERSION = '00000001';

/** Whether a result is of a target; a stack has those of its resources, too. */
const isOf = ({ target }: HookRecord, type: string | undefined, id: string | undefined): boolean => {
  if (type !== undefined && type !== target.kind && !(type === 'STACK' && target.kind === 'RESOURCE')) return false;
  return id === undefined || target.id === id || (type === 'STACK' && target.stackId === id);
};

const isWanted = ({ key, status }: HookRecord, input: QueryInput, { home }: Context): boolean => {
  const [arn, wanted] = [optional(input, 'TypeArn'), optional(input, 'Status')];
  return (arn === undefined || arn === hookArnIn(home, key)) && (wanted === undefined || wanted === status);
};

const describeResult = (
  { id, key, status, reason, invokedAt, target, mode }: HookRecord,
  { home }: Context,
): QueryOutput => ({
  ...{ HookResultId: id, InvocationPoint: 'PRE_PROVISION', FailureMode: mode, TypeName: hooks[key] },
  ...{ TypeVersionId: VERSION, TypeConfigurationVersionId: '1', TypeArn: hookArnIn(home, key), Status: status },
  ...{ HookStatusReason: reason, InvokedAt: invokedAt, TargetType: target.kind, TargetId: target.id },
  ...{ HookExecutionTarget: target.stackId },
});

const describeAnnotation = (annotation: JsonObject): QueryOutput => {
  const text = (key: string): string | undefined => {
    const value = own(annotation, key);
    return value === undefined ? undefined : String(value);
  };
  return {
    ...{ AnnotationName: text('annotationName'), Status: text('status'), StatusMessage: text('statusMessage') },
    ...{ RemediationMessage: text('remediationMessage'), RemediationLink: text('remediationLink') },
    ...{ SeverityLevel: text('severityLevel') },
  };
};

const describeFailure = ({ id, key, status, reason, invokedAt, target, mode }: HookRecord): QueryOutput => ({
  ...{ EventId: id, StackId: target.stackId ?? target.id, EventType: 'HOOK_INVOCATION_ERROR', Timestamp: invokedAt },
  ...{ LogicalResourceId: target.kind === 'RESOURCE' ? target.id : undefined, ResourceType: target.typeName },
  ...{ HookType: hooks[key], HookStatus: status, HookStatusReason: reason, HookInvocationPoint: 'PRE_PROVISION' },
  ...{ HookFailureMode: mode },
});

const describeConfiguration = (key: HookKey, configuration: JsonObject, { home }: Context): QueryOutput => ({
  ...{ Arn: `${hookArnIn(home, key)}/default`, Alias: 'default', TypeArn: hookArnIn(home, key), TypeName: hooks[key] },
  Configuration: JSON.stringify({ CloudFormationConfiguration: { HookConfiguration: configuration } }),
  IsDefaultConfiguration: true,
});

const isRegistered = (key: HookKey, { sandbox, home }: Context): boolean => {
  ensureProduct(sandbox, home);
  return configurationOf(sandbox.account, key, home.region) !== undefined;
};

const findKey = (input: QueryInput, context: Context): HookKey | undefined => {
  const [name, arn] = [optional(input, 'TypeName'), optional(input, 'TypeArn') ?? optional(input, 'Arn')];
  const key = hookKeys.find((one) => hooks[one] === name || (arn ?? '').startsWith(hookArnIn(context.home, one)));
  return key !== undefined && isRegistered(key, context) ? key : undefined;
};

const keyOf = (input: QueryInput, context: Context): HookKey => {
  const key = findKey(input, context);
  if (key !== undefined) return key;
  const type = optional(input, 'Type') ?? 'HOOK';
  if (type !== 'HOOK') throw invalid(`The sandbox knows types of the kind HOOK, not ${type}.`);
  throw new ServiceError(
    'TypeNotFoundException',
    `The type '${String(input['TypeName'] ?? input['Arn'])}' cannot be found.`,
    404,
  );
};
