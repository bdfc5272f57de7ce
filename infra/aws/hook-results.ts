import {
  type CloudFormationClient,
  ListHookResultsCommand,
  type ListHookResultsInput,
  type ListHookResultsOutput,
} from '@aws-sdk/client-cloudformation';
import { type HookKey, hookArn, hookKeys } from '../hook/index.ts';
import type { Account } from './account.ts';
import { isAwsError } from './aws-error.ts';
import { type HookResult, type Outcome, outcomes, toHookResult } from './hook-result.ts';
import { pagesOf } from './pages.ts';

/** What results are asked for. */
export interface ResultsQuery {
  /** Default: both hooks. */
  readonly keys?: readonly HookKey[];
  /** Empty: any. */
  readonly outcomes: readonly Outcome[];
  /** Not before this time, ISO 8601. */
  readonly since?: string | undefined;
  readonly target?: ResultsTarget | undefined;
  /** So many of the newest; default: all. */
  readonly limit?: number | undefined;
}

/** AWS looks up the results of a change set or a Cloud Control request; those of a stack are found among all. */
export interface ResultsTarget {
  readonly type: 'CHANGE_SET' | 'CLOUD_CONTROL' | 'STACK';
  readonly id: string;
}

export interface HookResults {
  /** The newest first. */
  readonly results: readonly HookResult[];
  /** There are so many that not all were looked at. */
  readonly isPartial: boolean;
}

/** What it takes to ask. */
export interface HookApi {
  readonly client: CloudFormationClient;
  readonly account: Pick<Account, 'id' | 'partition' | 'region'>;
  readonly signal?: AbortSignal | undefined;
}

/** Lists the results of our hooks. */
export async function listHookResults(asking: HookApi, query: ResultsQuery): Promise<HookResults> {
  const lists = await Promise.all(inputsOf(asking, query).map((input) => list(asking, input, query)));
  const results = lists.flatMap((one) => one.results).sort(newestFirst);
  return { results: results.slice(0, query.limit), isPartial: lists.some((one) => one.isPartial) };
}

/** What AWS is asked: about the target, or about each hook and each outcome. */
const inputsOf = (
  { account }: HookApi,
  { keys = hookKeys, target, outcomes: wanted }: ResultsQuery,
): ListHookResultsInput[] => {
  if (target !== undefined && target.type !== 'STACK') return [{ TargetType: target.type, TargetId: target.id }];
  const statuses = wanted.length === 0 ? [undefined] : wanted.map((outcome) => outcomes[outcome]);
  return keys.flatMap((key) => statuses.map((Status) => ({ TypeArn: hookArn(account, key), Status })));
};

const MAX_PAGES = 50;

const list = async (asking: HookApi, input: ListHookResultsInput, query: ResultsQuery): Promise<HookResults> => {
  const results: HookResult[] = [];
  let read = 0;
  const pages = pagesOf({
    action: 'ListHookResults',
    read: (NextToken) => listPage(asking, { ...input, NextToken }),
    next: ({ NextToken }) => NextToken,
  });
  for await (const { HookResults = [], NextToken } of pages) {
    const page = HookResults.flatMap(toHookResult);
    results.push(...page.filter((result) => isWanted(query, result)));
    const isEnough =
      results.length >= (query.limit ?? Number.POSITIVE_INFINITY) || page.every((result) => isTooOld(query, result));
    if (isEnough && isNewestFirst(page)) break;
    read += 1;
    if (read === MAX_PAGES) return { results, isPartial: Boolean(NextToken) };
  }
  return { results, isPartial: false };
};

const listPage = async (
  { client, signal }: HookApi,
  input: ListHookResultsInput,
): Promise<Pick<ListHookResultsOutput, 'HookResults' | 'NextToken'>> => {
  try {
    return await client.send(new ListHookResultsCommand(input), signal && { abortSignal: signal });
  } catch (error) {
    // A hook that is not registered has no results either.
    if (isAwsError(error, 'noHookResult', 'noHook')) return {};
    throw error;
  }
};

const isWanted = (query: ResultsQuery, result: HookResult): boolean =>
  !isTooOld(query, result) &&
  concerns(query.target, result) &&
  (query.outcomes.length === 0 || query.outcomes.includes(result.outcome));

const isTooOld = ({ since }: ResultsQuery, result: HookResult): boolean =>
  since !== undefined && result.invokedAt !== undefined && result.invokedAt < since;

const concerns = (target: ResultsTarget | undefined, result: HookResult): boolean =>
  target?.type !== 'STACK' || [result.targetId, result.executionTarget].includes(target.id);

/** AWS does not say in which order it lists; it is not relied on where a page shows another. */
const isNewestFirst = (page: readonly HookResult[]): boolean =>
  page.length > 0 && invokedAt(page.at(-1)) !== '' && invokedAt(page[0]) >= invokedAt(page.at(-1));

const invokedAt = (result: HookResult | undefined): string => result?.invokedAt ?? '';

const newestFirst = (a: HookResult, b: HookResult): number => invokedAt(b).localeCompare(invokedAt(a));
