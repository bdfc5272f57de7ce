import { ruleIdsProblem, splitRuleIds } from '../../rule/index.ts';
import { UsageError } from '../usage-error.ts';

/**
 * Reads the ids of `--rules`; undefined where it is not given, so that the rules apply that are on by themselves.
 * @throws {UsageError} where an id is unknown or named twice
 */
export function readRules(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const ids = splitRuleIds(text);
  const problem = ruleIdsProblem(ids);
  if (problem !== undefined) throw new UsageError(`--rules: ${problem}${/[.?]$/.test(problem) ? '' : '.'}`);
  return ids;
}
