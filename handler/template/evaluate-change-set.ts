import {
  casesWithoutEgress,
  type Evaluation,
  evaluateWith,
  isObject,
  isRuleType,
  type JsonObject,
  type Location,
  leaveOpen,
  makeBudget,
  openTemplate,
  own,
  parseJson,
  propertiesOf,
  type Resource,
  type RuleContext,
  type RuleSettings,
  resolveNothing,
} from '../../rule/index.ts';
import { type Evaluated, evaluateChange, nothing } from '../decide/index.ts';
import { PayloadError } from './fetch-text.ts';
import type { ChangedResource, Payload } from './payload.ts';

/**
 * Applies the rules to what a change set touches: its values are resolved. The template tells the lines, and what stands
 * beside a resource.
 * @throws {PayloadError}
 */
export function evaluateChangeSet({ template, changedResources }: Payload, settings: RuleSettings): Evaluated {
  if (changedResources === undefined) throw new PayloadError('it has no changedResources');
  const written = openTemplate(template, makeBudget(template.length));
  const withoutEgress: RuleContext['withoutEgress'] = (group, cases) =>
    casesWithoutEgress(group, cases, written.resources(), resolveNothing);
  const evaluate = (resource: Resource): Evaluation =>
    evaluateWith(resource, { resolve: resolveNothing, isResolved: true, settings, withoutEgress });
  const results = changedResources.map((change) => evaluateChanged(change, evaluate, settings));
  const locate = <T extends Location>(spot: T): T => ({ ...spot, ...written.positionOf(spot) });
  return {
    findings: results.flatMap(({ findings }) => findings.map(locate)),
    undetermined: results.flatMap(({ undetermined }) => undetermined.map(locate)),
    notes: results.flatMap(({ notes }) => notes.map(locate)),
    faults: results.flatMap(({ faults }) => faults),
  };
}

const UNKNOWN_FORM = {
  reason: 'the change set tells its properties in an unknown form',
  remediation: 'Nothing is to be done: the resource hook sees them when the resource is provisioned.',
};

const evaluateChanged = (
  { logicalId, type, beforeContext, afterContext }: ChangedResource,
  evaluate: (resource: Resource) => Evaluation,
  settings: RuleSettings,
): Evaluated => {
  if (afterContext === null || !isRuleType(type)) return nothing;
  const properties = propertiesIn(afterContext);
  const resource = { logicalId, type, properties };
  if (properties !== undefined) return evaluateChange(resource, propertiesIn(beforeContext), evaluate, false);
  return { ...nothing, undetermined: leaveOpen(resource, propertiesOf(resource), UNKNOWN_FORM, settings) };
};

/** The resolved properties in a context; undefined where it is not of the documented form. */
const propertiesIn = (context: unknown): JsonObject | undefined => {
  const value = typeof context === 'string' ? parseJson(context) : undefined;
  const properties = isObject(value) ? (own(value, 'Properties') ?? own(value, 'properties')) : undefined;
  return isObject(properties) ? properties : undefined;
};
