import { isEgressType, undeterminedAt } from '../rule/egress-all-protocols.ts';
import { propertiesOf } from '../rule/egress-entry.ts';
import { evaluateResource } from '../rule/evaluate-resource.ts';
import { parseJson } from '../rule/json.ts';
import { isObject, type JsonObject, own } from '../rule/place.ts';
import type { Evaluation, Finding, RuleSettings, Spot, Undetermined } from '../rule/rule.ts';
import { evaluateTemplate, type TemplateEvaluation } from '../rule/template/evaluate.ts';
import { makeLocator } from '../rule/template/locator.ts';
import { printable } from '../rule/text.ts';
import { PayloadError } from './fetch-text.ts';
import type { ChangedResource, Payload } from './payload.ts';

type Unreadable = NonNullable<TemplateEvaluation['unreadable']>;

/** Where the reader got stuck at a place, its reason may quote the template, so the place is told alone. */
const explain = ({ reason, line, column }: Unreadable): string =>
  line === undefined ? reason : `stuck at line ${line}, column ${column}`;

/** What holds under a condition only may never come to be: the values that decide it are not sent. */
const openUnlessSure = ({ value: _, destination: __, ...spot }: Finding): Undetermined => {
  const reason = `it depends on the condition ${printable(spot.condition ?? '', 100)}`;
  return { ...spot, reason, message: `${spot.message.replace(/\.$/, '')} if ${printable(spot.condition ?? '', 100)}.` };
};

/**
 * Applies the rule to the template of a STACK request. The values of its parameters are not sent, so a parameter may be
 * anything that the template allows it.
 * @throws {PayloadError} where the template cannot be read
 */
export const evaluateStack = ({ template }: Payload, settings: RuleSettings): Evaluation => {
  const { findings, undetermined, unreadable } = evaluateTemplate(template, { ...settings, unset: 'any' });
  if (unreadable !== undefined) throw new PayloadError(`the template cannot be read: ${explain(unreadable)}`);
  const isSure = ({ condition }: Finding): boolean => condition === undefined;
  return {
    findings: findings.filter(isSure),
    undetermined: [...undetermined, ...findings.filter((finding) => !isSure(finding)).map(openUnlessSure)],
  };
};

/** The resolved properties in a context; undefined where it is not of the documented form. */
const propertiesIn = (context: unknown): JsonObject | undefined => {
  const value = typeof context === 'string' ? parseJson(context) : undefined;
  const properties = isObject(value) ? (own(value, 'Properties') ?? own(value, 'properties')) : undefined;
  return isObject(properties) ? properties : undefined;
};

const nothing: Evaluation = { findings: [], undetermined: [] };

const evaluateChange = ({ logicalId, type, afterContext }: ChangedResource, settings: RuleSettings): Evaluation => {
  if (afterContext === null || !isEgressType(type)) return nothing;
  const properties = propertiesIn(afterContext);
  const resource = { logicalId, type, properties };
  if (properties !== undefined) return evaluateResource(resource, settings);
  const reason = 'the change set tells its properties in an unknown form';
  return { findings: [], undetermined: [undeterminedAt(resource, propertiesOf(resource), reason)] };
};

/**
 * Applies the rule to what a change set touches: its values are resolved, and the template tells only the lines.
 * @throws {PayloadError}
 */
export const evaluateChangeSet = ({ template, changedResources }: Payload, settings: RuleSettings): Evaluation => {
  if (changedResources === undefined) throw new PayloadError('it has no changedResources');
  const results = changedResources.map((change) => evaluateChange(change, settings));
  const positionOf = makeLocator(template);
  const locate = <T extends Spot>(spot: T): T => ({ ...spot, ...positionOf(spot) });
  return {
    findings: results.flatMap(({ findings }) => findings.map(locate)),
    undetermined: results.flatMap(({ undetermined }) => undetermined.map(locate)),
  };
};
