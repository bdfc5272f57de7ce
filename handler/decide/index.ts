export {
  type AppliedExemption,
  allow,
  type Decision,
  decide,
  type Evaluated,
  fail,
  type JudgedFinding,
  nothing,
  type Stance,
  skip,
} from './decision.ts';
export { makeReadExemptions, type ReadExemptions } from './exemptions.ts';
export { type JudgingInput, judgeFindings } from './judge-findings.ts';
export { allNew, evaluateChange, markKnownBefore } from './known-before.ts';
