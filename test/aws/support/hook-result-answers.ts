import { ServiceError } from '../../../infra/sandbox/endpoint/service-error.ts';
import { arnOf, type HookApi, type KeptResult, own, unknown } from './hook-state.ts';
import type { Shape } from './hook-xml.ts';
import type { Call } from './stand-in.ts';

const summaryOf = (result: KeptResult, isByTarget: boolean): Shape => ({
  HookResultId: result.id,
  InvocationPoint: 'PRE_PROVISION',
  FailureMode: result.failureMode,
  TypeName: result.hook,
  TypeVersionId: '00000001',
  Status: result.status,
  HookStatusReason: result.reason,
  InvokedAt: isByTarget ? undefined : result.invokedAt,
  TargetType: result.targetType,
  TargetId: result.targetId,
  TypeArn: arnOf(result.hook),
  HookExecutionTarget: isByTarget ? undefined : result.executionTarget,
});

/** By target, or by hook and perhaps status, and nothing else, as AWS has it. */
const select = ({ results }: HookApi, call: Call): readonly KeptResult[] => {
  const [type, id] = [own(call, 'TargetType'), own(call, 'TargetId')];
  if (type === '') {
    const status = own(call, 'Status');
    const ofHook = results.filter(({ hook }) => arnOf(hook) === own(call, 'TypeArn'));
    return ofHook.filter((result) => status === '' || result.status === status);
  }
  if (type !== 'CHANGE_SET' && type !== 'CLOUD_CONTROL')
    throw new ServiceError('ValidationError', `TargetType ${type} is not supported`);
  if (call.parameters.has('Status') || call.parameters.has('TypeArn'))
    throw new ServiceError('ValidationError', 'Status and TypeArn cannot be combined with a target');
  const found = results.filter(({ targetType, targetId }) => targetType === type && targetId === id);
  if (found.length === 0) throw unknown('HookResultNotFound', id);
  return found;
};

export const listResults = (api: HookApi, call: Call): Shape => {
  const isByTarget = call.parameters.has('TargetType');
  const start = Number(own(call, 'NextToken') || 0);
  const end = start + api.pageSize;
  const selected = select(api, call);
  const HookResults = selected.slice(start, end).map((result) => summaryOf(result, isByTarget));
  return { HookResults, NextToken: end < selected.length ? String(end) : undefined };
};

export const getResult = ({ results }: HookApi, call: Call): Shape => {
  const id = own(call, 'HookResultId');
  const result = results.find((one) => one.id === id);
  if (result === undefined) throw unknown('HookResultNotFound', id);
  const summary = summaryOf(result, false);
  const details = {
    OriginalTypeName: 'AWS::Hooks::LambdaHook',
    Target: result.target,
    Annotations: result.annotations,
  };
  return { ...(typeof summary === 'object' ? summary : {}), ...details };
};
