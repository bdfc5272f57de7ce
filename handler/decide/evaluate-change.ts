import type { Evaluation, JsonObject, Resource } from '../../rule/index.ts';
import type { Evaluated } from './decision.ts';
import { allNew, markKnownBefore } from './known-before.ts';

/**
 * Applies the rules to a resource whose properties are resolved, beside those that it has so far, if any. `isFinal`: no
 * value is still to become known.
 */
export function evaluateChange(
  resource: Resource,
  previous: JsonObject | undefined,
  evaluate: (resource: Resource) => Evaluation,
  isFinal: boolean,
): Evaluated {
  const evaluation = evaluate(resource);
  const { findings } = evaluation;
  if (findings.length === 0 || previous === undefined) return { ...evaluation, findings: allNew(findings) };
  const before = evaluate({ ...resource, properties: previous });
  return { ...evaluation, findings: markKnownBefore(findings, before.findings, isFinal) };
}
