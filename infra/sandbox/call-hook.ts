import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, own, parseJson } from '../../rule/index.ts';
import type { HookKey } from '../hook/index.ts';
import type { makeRequest } from './envelope.ts';
import { type HookResult, isInProgress, judgeEnding } from './hook-result.ts';
import type { HookSetup } from './hook-setup.ts';
import { type Ending, runFunction } from './run-function.ts';
import type { FailureMode } from './stack-event.ts';

/** An invocation of a hook, as `GetHookResult` tells it. */
export interface HookRecord extends HookResult {
  readonly key: HookKey;
  readonly mode: FailureMode;
  readonly invokedAt: Date;
  readonly target: HookTarget;
}

/** What a hook was asked about. */
export interface HookTarget {
  readonly kind: 'RESOURCE' | 'STACK' | 'CHANGE_SET' | 'CLOUD_CONTROL';
  /** The type of a resource. */
  readonly typeName?: string;
  /** The ARN of the stack or change set; of a resource its logical id; of a Cloud Control request its token. */
  readonly id: string;
  /** The stack in which a resource is. */
  readonly stackId?: string;
  readonly action: string;
}

/** Calls the function of a hook as CloudFormation does: again where it gives no result in time, three times at most. */
export async function callHook(
  key: HookKey,
  request: ReturnType<typeof makeRequest>,
  target: HookTarget,
  setup: HookSetup,
): Promise<HookResult> {
  const invokedAt = new Date();
  const ending = await call(key, request, setup);
  const result = { ...judgeEnding(ending, request.clientRequestToken), id: setup.nextId() };
  const mode = key === 'resource' ? setup.resourceMode : setup.templateMode;
  setup.onResult?.({ ...result, key, mode, invokedAt, target });
  return result;
}

/** https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html */
const MAX_INVOCATIONS = 3;

const call = async (
  key: HookKey,
  request: ReturnType<typeof makeRequest>,
  setup: HookSetup,
  invocation = 1,
  callbackContext: unknown = null,
): Promise<Ending> => {
  const event = { ...request, requestContext: { invocation, callbackContext } };
  const run = (): Promise<Ending> => runFunction({ ...setup, bundle: setup.bundles[key] }, event);
  const ending = await (setup.queue === undefined ? run() : setup.queue(run));
  const again = isInProgress(ending) || ('fault' in ending && ending.isLate === true);
  if (!again || invocation === MAX_INVOCATIONS) return ending;
  const answer = 'answer' in ending ? parseJson(ending.answer) : undefined;
  const told = isObject(answer) ? answer : {};
  await sleep(Math.min(Number(own(told, 'callbackDelaySeconds') ?? 0) || 0, MAX_DELAY_S) * 1000);
  return call(key, request, setup, invocation + 1, own(told, 'callbackContext') ?? null);
};

/** Seconds that the sandbox waits before it calls again, whatever the function asks for. */
const MAX_DELAY_S = 10;
