import { parseJson } from '../rule/json.ts';
import { isObject, type JsonObject, own } from '../rule/place.ts';
import type { Finding, RuleSettings, Spot, Undetermined } from '../rule/rule.ts';
import { propertiesOf } from '../rule/rules/security-group/entry.ts';
import { isEgressType, undeterminedAt } from '../rule/rules/security-group-egress-with-all-protocols.ts';
import { evaluateTemplate, type TemplateEvaluation } from '../rule/template/evaluate.ts';
import { makeLocator } from '../rule/template/locator.ts';
import { printable } from '../rule/text.ts';
import type { Evaluated } from './decision.ts';
import { evaluateChange } from './evaluate-change.ts';
import { allNew, type Findings, markExisting } from './existing.ts';
import { PayloadError } from './fetch-text.ts';
import { inText } from './in-text.ts';
import type { ChangedResource, Payload } from './payload.ts';

type Unreadable = NonNullable<TemplateEvaluation['unreadable']>;

/** Where the reader got stuck at a place, its reason may quote the template, so the place is told alone. */
const explain = ({ reason, line, column }: Unreadable): string =>
  line === undefined ? reason : `stuck at line ${line}, column ${column}`;

const isSure = ({ condition }: Finding): boolean => condition === undefined;

/** What holds under a condition only may never come to be: the values that decide it are not sent. */
const openUnlessSure = ({ value: _, destination: __, ...spot }: Finding): Undetermined => {
  const reason = `it depends on the condition ${printable(spot.condition ?? '', 100)}`;
  return { ...spot, reason, message: `${spot.message.replace(/\.$/, '')} if ${printable(spot.condition ?? '', 100)}.` };
};

const evaluatePrevious = (template: string, settings: RuleSettings): Findings => {
  const { findings, unreadable } = evaluateTemplate(template, { ...settings, unset: 'any' });
  return inText(template, unreadable === undefined ? findings.filter(isSure) : []);
};

/**
 * Applies the rule to the template of a STACK request. The values of its parameters are not sent, so a parameter may be
 * anything that the template allows it.
 * @throws {PayloadError} where the template cannot be read
 */
export const evaluateStack = ({ template, previousTemplate }: Payload, settings: RuleSettings): Evaluated => {
  const { findings, undetermined, unreadable } = evaluateTemplate(template, { ...settings, unset: 'any' });
  if (unreadable !== undefined) throw new PayloadError(`the template cannot be read: ${explain(unreadable)}`);
  const sure = findings.filter(isSure);
  const isNew = sure.length === 0 || previousTemplate === undefined;
  return {
    findings: isNew
      ? allNew(sure)
      : markExisting(inText(template, sure), evaluatePrevious(previousTemplate, settings), false),
    undetermined: [...undetermined, ...findings.filter((finding) => !isSure(finding)).map(openUnlessSure)],
  };
};

/** The resolved properties in a context; undefined where it is not of the documented form. */
const propertiesIn = (context: unknown): JsonObject | undefined => {
  const value = typeof context === 'string' ? parseJson(context) : undefined;
  const properties = isObject(value) ? (own(value, 'Properties') ?? own(value, 'properties')) : undefined;
  return isObject(properties) ? properties : undefined;
};

const nothing: Evaluated = { findings: [], undetermined: [] };

const evaluateChanged = (change: ChangedResource, settings: RuleSettings): Evaluated => {
  const { logicalId, type, beforeContext, afterContext } = change;
  if (afterContext === null || !isEgressType(type)) return nothing;
  const properties = propertiesIn(afterContext);
  const resource = { logicalId, type, properties };
  if (properties !== undefined) return evaluateChange(resource, propertiesIn(beforeContext), settings, false);
  const reason = 'the change set tells its properties in an unknown form';
  return { findings: [], undetermined: [undeterminedAt(resource, propertiesOf(resource), reason)] };
};

/**
 * Applies the rule to what a change set touches: its values are resolved, and the template tells only the lines.
 * @throws {PayloadError}
 */
export const evaluateChangeSet = ({ template, changedResources }: Payload, settings: RuleSettings): Evaluated => {
  if (changedResources === undefined) throw new PayloadError('it has no changedResources');
  const results = changedResources.map((change) => evaluateChanged(change, settings));
  const positionOf = makeLocator(template);
  const locate = <T extends Spot>(spot: T): T => ({ ...spot, ...positionOf(spot) });
  return {
    findings: results.flatMap(({ findings }) => findings.map(locate)),
    undetermined: results.flatMap(({ undetermined }) => undetermined.map(locate)),
  };
};
