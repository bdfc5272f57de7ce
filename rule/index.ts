import { egressAllProtocols } from './egress-all-protocols.ts';
import type { RuleMeta } from './rule.ts';
import { securityGroupWithoutEgress } from './without-egress.ts';

export { evaluateResource } from './evaluate-resource.ts';
export type { Evaluation, Finding, Resource, RuleMeta, RuleSettings, Spot, Undetermined } from './rule.ts';
export { type EvaluateSettings, evaluateTemplate, type TemplateEvaluation } from './template/evaluate.ts';
export { version } from './version.ts';

/** Every rule there is, as data; the first one always applies, the others where they are asked for. */
export const rules: readonly [RuleMeta, ...RuleMeta[]] = [egressAllProtocols, securityGroupWithoutEgress];
