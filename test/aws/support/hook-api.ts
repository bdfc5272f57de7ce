import { ServiceError } from '../../../infra/sandbox/endpoint/service-error.ts';
import { describeConfigurations, describeType, setConfiguration } from './hook-registry-answers.ts';
import { getResult, listResults } from './hook-result-answers.ts';
import type { Fault, HookApi } from './hook-state.ts';
import { type Shape, sendError, toXml } from './hook-xml.ts';
import type { Answer, Call, StandIn } from './stand-in.ts';

const handlers = {
  BatchDescribeTypeConfigurations: describeConfigurations,
  SetTypeConfiguration: setConfiguration,
  DescribeType: describeType,
  ListHookResults: listResults,
  GetHookResult: getResult,
} as const satisfies Readonly<Record<string, (api: HookApi, call: Call) => Shape>>;

/** Results of a hook are listed with another permission than those of a target. */
const permissionFor = ({ action, parameters }: Call): string =>
  `cloudformation:${action === 'ListHookResults' && !parameters.has('TargetType') ? 'ListAllHookResults' : action}`;

const checkAllowed = ({ allowed }: HookApi, call: Call): void => {
  const permission = permissionFor(call);
  if (allowed === undefined || allowed.has(permission)) return;
  const message = `User: arn:aws:iam::123456789012:user/somebody is not authorized to perform: ${permission} because no identity-based policy allows the ${permission} action`;
  throw new ServiceError('AccessDenied', message, 403);
};

const takeFault = ({ faults }: HookApi, { action }: Call): Fault | undefined => {
  const index = faults.findIndex((fault) => fault.action === action);
  return index < 0 ? undefined : faults.splice(index, 1)[0];
};

const answerWith =
  (api: HookApi, handle: (api: HookApi, call: Call) => Shape): Answer =>
  (call, response) => {
    try {
      const fault = takeFault(api, call);
      if (fault?.code !== undefined) throw new ServiceError(fault.code, fault.message ?? '');
      if (fault !== undefined) return void response.destroy();
      checkAllowed(api, call);
      return toXml(handle(api, call));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      sendError(response, error);
      return undefined;
    }
  };

/** What answers one of the actions. */
export const answerHook = (api: HookApi, action: keyof typeof handlers): Answer => answerWith(api, handlers[action]);

/** Lets a stand-in answer what moto lacks, with the shapes of the SDK's model: the APIs of hooks and of their results. */
export const answerHookApis = (standIn: StandIn): HookApi => {
  const api: HookApi = { configurations: new Map(), results: [], missing: 'throws', pageSize: 100, faults: [] };
  for (const [action, handle] of Object.entries(handlers)) standIn.answer(action, answerWith(api, handle));
  return api;
};
