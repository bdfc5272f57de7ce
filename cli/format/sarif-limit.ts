import { countOf } from '../terminal/index.ts';

/** The results that a run may have, and a notification of the others where there are any. */
export function limitResults(results: readonly object[]): {
  results: readonly object[];
  notifications: readonly object[];
} {
  const left = results.length - MAX_RESULTS;
  if (left <= 0) return { results, notifications: [] };
  const text = `${countOf(left, 'more result')} left out: a run may have ${MAX_RESULTS}. --format json has all.`;
  return { results: results.slice(0, MAX_RESULTS), notifications: [{ level: 'warning', message: { text } }] };
}

/** What GitHub code scanning takes of a run: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const MAX_RESULTS = 25_000;
