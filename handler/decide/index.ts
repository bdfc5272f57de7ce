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
export { evaluateChange } from './evaluate-change.ts';
export { makeReadExemptions, type ReadExemptions } from './exemptions.ts';
export { judgeFindings } from './judge-findings.ts';
export { allNew, leaveFindingOpen, markKnownBefore } from './known-before.ts';
