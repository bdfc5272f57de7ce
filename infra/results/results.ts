import { type DetailedResults, readDetails } from '../aws/hook-result-details.ts';
import { type Asking, type HookResults, listHookResults, type ResultsQuery } from '../aws/hook-results.ts';

/** Results with what can be read of each, the newest first. */
export type Results = DetailedResults & Pick<HookResults, 'isPartial'>;

/** The results that are asked for. */
export async function readResults(asking: Asking, query: ResultsQuery): Promise<Results> {
  const { results, isPartial } = await listHookResults(asking, query);
  return { ...(await readDetails(asking, results)), isPartial };
}
