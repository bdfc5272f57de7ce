import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeStackSetOperationCommand,
  ListStackSetOperationResultsCommand,
  ListStackSetOperationsCommand,
  type StackSetOperationResultSummary,
} from '@aws-sdk/client-cloudformation';
import { listAll } from './pages.ts';
import type { StackSetAddress } from './stack-set.ts';

/** How an operation went in one account and Region. */
export interface OperationResult {
  readonly account: string;
  readonly region: string;
  readonly organizationalUnit?: string;
  readonly status: string;
  readonly reason?: string;
}

/** An operation as it stands. */
export interface Operation {
  readonly id: string;
  readonly action: string;
  readonly status: string;
  readonly reason?: string;
  readonly started?: Date;
}

/** Whether an operation goes on. */
export function isUnderWay({ status }: Operation): boolean {
  return /^(QUEUED|RUNNING|STOPPING)$/.test(status);
}

/** How an operation went so far, in every account and Region. */
export async function listResults(
  { client, id }: StackSetAddress,
  OperationId: string,
): Promise<readonly OperationResult[]> {
  const input = { ...id, OperationId };
  const summaries = await listAll(
    {
      action: 'ListStackSetOperationResults',
      read: (NextToken) => client.send(new ListStackSetOperationResultsCommand({ ...input, NextToken })),
      next: ({ NextToken }) => NextToken,
    },
    ({ Summaries }) => Summaries,
  );
  return summaries.map(toResult);
}

/** The latest operations, the last one first. */
export async function listOperations({ client, id }: StackSetAddress): Promise<readonly Operation[]> {
  const { Summaries = [] } = await client.send(new ListStackSetOperationsCommand({ ...id, MaxResults: 20 }));
  return Summaries.map(toOperation).sort((a, b) => Number(b.started ?? 0) - Number(a.started ?? 0));
}

/** Follows an operation until it ends, or until nobody wants to know: then it is still under way. */
export async function followOperation(
  address: StackSetAddress,
  OperationId: string,
  onStatus: (operation: Operation) => Promise<void>,
  signal: AbortSignal,
): Promise<Operation> {
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
    const command = new DescribeStackSetOperationCommand({ ...address.id, OperationId });
    const { StackSetOperation = {} } = await address.client.send(command);
    const operation = toOperation({ OperationId, ...StackSetOperation });
    if (!isUnderWay(operation) || signal.aborted) return operation;
    await onStatus(operation);
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}

const toResult = (summary: StackSetOperationResultSummary): OperationResult => ({
  account: summary.Account ?? '',
  region: summary.Region ?? '',
  ...(summary.OrganizationalUnitId !== undefined && { organizationalUnit: summary.OrganizationalUnitId }),
  status: isOfSuspended(summary) ? SUSPENDED : (summary.Status ?? ''),
  ...(summary.StatusReason !== undefined && { reason: summary.StatusReason }),
});

/** AWS's word, in the details of a stack instance, for one in an account that is suspended. */
export const SUSPENDED = 'SKIPPED_SUSPENDED_ACCOUNT';

/** The results of an operation tell it in words only: https://github.com/ansible-collections/community.aws/issues/2358 */
const isOfSuspended = ({ Status, StatusReason = '' }: StackSetOperationResultSummary): boolean =>
  Status !== 'SUCCEEDED' && /\baccount\b.*\bis suspended\b/i.test(StatusReason);

interface OperationOutput {
  readonly OperationId?: string | undefined;
  readonly Action?: string | undefined;
  readonly Status?: string | undefined;
  readonly StatusReason?: string | undefined;
  readonly CreationTimestamp?: Date | undefined;
}

const toOperation = (output: OperationOutput): Operation => ({
  id: output.OperationId ?? '',
  action: output.Action ?? '',
  status: output.Status ?? '',
  ...(output.StatusReason !== undefined && { reason: output.StatusReason }),
  ...(output.CreationTimestamp !== undefined && { started: output.CreationTimestamp }),
});

const FIRST_PAUSE = 1000;

const LONGEST_PAUSE = 10_000;
