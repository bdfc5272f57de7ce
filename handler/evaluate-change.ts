import { evaluateResource } from '../rule/evaluate-resource.ts';
import type { JsonObject } from '../rule/place.ts';
import type { Finding, Resource, RuleSettings } from '../rule/rule.ts';
import type { Evaluated } from './decision.ts';
import { allNew, childOf, type Findings, markExisting } from './existing.ts';

/** The paths of findings in resolved properties lead through a template that is not there. */
const inTemplate = ({ logicalId, properties }: Resource, findings: readonly Finding[]): Findings => {
  const template: unknown = { Resources: { [logicalId]: { Properties: properties } } };
  return { findings, at: (keys) => keys.reduce(childOf, template) };
};

/**
 * Applies the rule to a resource whose properties are resolved, beside those that it has so far, if any. `isFinal`: no
 * value is still to become known.
 */
export const evaluateChange = (
  resource: Resource,
  previous: JsonObject | undefined,
  settings: RuleSettings,
  isFinal: boolean,
): Evaluated => {
  const { findings, undetermined } = evaluateResource(resource, settings);
  if (findings.length === 0 || previous === undefined) return { findings: allNew(findings), undetermined };
  const before = { ...resource, properties: previous };
  const known = inTemplate(before, evaluateResource(before, settings).findings);
  return { findings: markExisting(inTemplate(resource, findings), known, isFinal), undetermined };
};
