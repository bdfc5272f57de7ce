import {
  type DetailedResults,
  type HookApi,
  type HookResults,
  listHookResults,
  type ResultsQuery,
  readDetails,
} from '../aws/index.ts';
/** Results with what can be read of each, the newest first. */
export type Results = DetailedResults & Pick<HookResults, 'isPartial'>;

/** The results that are asked for. */
export async function readResults(asking: HookApi, query: ResultsQuery): Promise<Results> {
  const { results, isPartial } = await listHookResults(asking, query);
  return { ...(await readDetails(asking, results)), isPartial };
}
