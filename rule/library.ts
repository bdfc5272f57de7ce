export { evaluateResource } from './evaluate.ts';
export type { Exemption, ExemptionMatch } from './exemption/index.ts';
export {
  type ExemptionFacts,
  type ExemptionsDocument,
  type ExemptionsProblem,
  type FoundExemption,
  findExemption,
  parseExemptions,
} from './exemption/index.ts';
export type {
  Destination,
  Evaluation,
  Finding,
  Location,
  Note,
  Resource,
  Rule,
  RuleFault,
  RuleGuide,
  RuleMeta,
  RuleSettings,
  Undetermined,
  ValueSource,
} from './rule.ts';
export { rules } from './rules/index.ts';
export { type EvaluateSettings, evaluateTemplate, type TemplateEvaluation } from './template/index.ts';
export { version } from './version.ts';
