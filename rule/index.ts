import { egressAllProtocols } from './egress-all-protocols.ts';
import type { RuleMeta } from './rule.ts';

export { evaluateResource } from './evaluate-resource.ts';
export type { Evaluation, Finding, Resource, RuleMeta, RuleSettings, Spot, Undetermined } from './rule.ts';

/** Every rule there is, as data. */
export const rules: readonly RuleMeta[] = [egressAllProtocols];
