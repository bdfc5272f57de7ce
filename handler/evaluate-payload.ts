import { isEgressType } from '../rule/egress-all-protocols.ts';
import { evaluateResource } from '../rule/evaluate-resource.ts';
import { isObject, own } from '../rule/place.ts';
import type { Evaluation, RuleSettings, Spot } from '../rule/rule.ts';
import { evaluateTemplate } from '../rule/template/evaluate.ts';
import { makeLocator } from '../rule/template/locator.ts';
import { PayloadError } from './fetch-text.ts';
import type { ChangedResource, Payload } from './payload.ts';

/**
 * Applies the rule to the template of a STACK request. The values of its parameters are not sent, so a parameter may be
 * anything that the template allows it.
 * @throws {PayloadError} where the template cannot be read
 */
export const evaluateStack = ({ template }: Payload, settings: RuleSettings): Evaluation => {
  const { findings, undetermined, unreadable } = evaluateTemplate(template, { ...settings, unset: 'any' });
  if (unreadable !== undefined) throw new PayloadError(`the template cannot be read: ${unreadable.reason}`);
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
  return own(value, 'Properties') ?? own(value, 'properties');
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
  const results = changedResources.map((change) => evaluateChange(change, settings));
  const positionOf = makeLocator(template);
  const locate = <T extends Spot>(spot: T): T => ({ ...spot, ...positionOf(spot) });
  return {
    findings: results.flatMap(({ findings }) => findings.map(locate)),
    undetermined: results.flatMap(({ undetermined }) => undetermined.map(locate)),
  };
};
