import { isEgressType } from '../rule/egress-all-protocols.ts';
import { evaluateResource } from '../rule/evaluate-resource.ts';
import { isObject, own } from '../rule/place.ts';
import type { Evaluation, RuleSettings, Spot } from '../rule/rule.ts';
import { evaluateTemplate, type TemplateEvaluation } from '../rule/template/evaluate.ts';
import { makeLocator } from '../rule/template/locator.ts';
import { PayloadError } from './fetch-text.ts';
import type { ChangedResource, Payload } from './payload.ts';

type Unreadable = NonNullable<TemplateEvaluation['unreadable']>;

/** Where the reader got stuck at a place, its reason may quote the template, so the place is told alone. */
const explain = ({ reason, line, column }: Unreadable): string =>
  line === undefined ? reason : `stuck at line ${line}, column ${column}`;

/**
 * Applies the rule to the template of a STACK request. The values of its parameters are not sent, so a parameter may be
 * anything that the template allows it.
 * @throws {PayloadError} where the template cannot be read
 */
export const evaluateStack = ({ template }: Payload, settings: RuleSettings): Evaluation => {
  const { findings, undetermined, unreadable } = evaluateTemplate(template, { ...settings, unset: 'any' });
  if (unreadable !== undefined) throw new PayloadError(`the template cannot be read: ${explain(unreadable)}`);
  return { findings, undetermined };
};

const parseContext = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new PayloadError('an afterContext is not JSON');
  }
};

const propertiesOf = (context: string): unknown => {
  const value = parseContext(context);
  if (!isObject(value)) throw new PayloadError('an afterContext is not a JSON object');
  const properties = own(value, 'Properties') ?? own(value, 'properties') ?? undefined;
  if (properties === undefined) throw new PayloadError('an afterContext has no Properties');
  return properties;
};

const evaluateChange = ({ logicalId, type, afterContext }: ChangedResource, settings: RuleSettings): Evaluation =>
  afterContext === null || !isEgressType(type)
    ? { findings: [], undetermined: [] }
    : evaluateResource({ logicalId, type, properties: propertiesOf(afterContext) }, settings);

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
