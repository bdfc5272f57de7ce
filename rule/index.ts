export { evaluateResource } from './evaluate.ts';
export type { Exemption, ExemptionMatch } from './exemption/exemption.ts';
export { type ExemptionFacts, type FoundExemption, findExemption } from './exemption/match.ts';
export { type ExemptionsDocument, type ExemptionsProblem, parseExemptions } from './exemption/parse.ts';
export type {
  Destination,
  Evaluation,
  Finding,
  Note,
  Resource,
  Rule,
  RuleFault,
  RuleGuide,
  RuleMeta,
  RuleSettings,
  Spot,
  Undetermined,
  ValueSource,
} from './rule.ts';
export { rules } from './rules/index.ts';
export { type EvaluateSettings, evaluateTemplate, type TemplateEvaluation } from './template/evaluate.ts';
export { version } from './version.ts';
