export { applyExemptions, type ExemptedBy, type JudgedFinding } from './apply.ts';
export type { Exemption, ExemptionMatch } from './exemption.ts';
export { dayOf, daysLeft, EXPIRING_DAYS, type ExemptionState, stateOf } from './expiry.ts';
export type { Fault } from './find-faults.ts';
export { jsonError } from './json-error.ts';
export {
  type ExemptionFacts,
  exemptionsIn,
  type FoundExemption,
  findAmong,
  findExemption,
  matchesPattern,
} from './match.ts';
export { type ExemptionsDocument, type ExemptionsProblem, parseExemptions } from './parse.ts';
export { unknownKeys } from './problem.ts';
export { MAX_EXEMPTIONS_BYTES, readExemptions } from './read.ts';
