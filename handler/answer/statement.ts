import {
  type Location,
  type Note,
  type RuleFault,
  type RuleMeta,
  ruleOf,
  type Undetermined,
} from '../../rule/index.ts';
import type { Decision, JudgedFinding } from '../decide/index.ts';
import { faultOf } from '../fault.ts';
import { verdictSentences } from './verdict-sentences.ts';

/** One thing that an answer has to say, in words. */
export interface Statement {
  readonly rule: RuleMeta;
  /** What is wrong and where, and what else is known of it. */
  readonly text: string;
  /** What to do; absent where there is nothing to be done. */
  readonly advice?: string | undefined;
  /** Whether the rule names itself: it does where it decided. */
  readonly isSigned: boolean;
  /** `FAILED` stands in the way. */
  readonly status: 'FAILED' | 'SKIPPED';
  /** Whether a refusal leaves it out, since it is not the reason. */
  readonly isTolerated: boolean;
  /** An exemption covers it, or the settings let it pass. */
  readonly isExempted?: boolean;
}

/** Puts a decision into statements: new findings first, tolerated ones last. */
export function statementsOf(decision: Decision): readonly Statement[] {
  const { findings: found, undetermined, notes } = decision;
  if (found.length + undetermined.length + notes.length + decision.faults.length === 0) return [];
  const findings = [...found].sort((a, b) => rankOf(a) - rankOf(b));
  const [standing, passing] = [findings.filter(isBlocked), findings.filter((finding) => !isBlocked(finding))];
  const faults = decision.faults.map((fault) => stateFault(fault, decision));
  return [
    ...(decision.stance === 'gate' ? faults : []),
    ...standing.map((finding) => stateFinding(finding)),
    ...undetermined.map((spot) => stateOpen(spot, decision)),
    ...passing.map((finding) => stateFinding(finding)),
    ...(decision.stance === 'gate' ? [] : faults),
    ...notes.map(stateNote),
  ];
}

const rankOf = ({ verdict, isExisting }: JudgedFinding): number => {
  if (verdict === 'BLOCKED') return isExisting ? 1 : 0;
  return verdict === 'EXISTING' ? 2 : 3;
};

const isBlocked = ({ verdict }: JudgedFinding): boolean => verdict === 'BLOCKED';

const LATER = 'Decided when the resource is provisioned.';

const stateFault = (fault: RuleFault, { stance }: Decision): Statement => {
  const { name } = faultOf(fault.error);
  const what = `Egress Guard's rule ${fault.ruleId} failed (${name}) and decided nothing about ${fault.logicalId}`;
  return {
    rule: ruleOf(fault),
    text: `${what}; the log of the hook has the details.`,
    advice: stance === 'warning' ? LATER : undefined,
    isSigned: false,
    status: stance === 'warning' ? 'SKIPPED' : 'FAILED',
    isTolerated: false,
  };
};

const stateFinding = (finding: JudgedFinding): Statement => ({
  rule: ruleOf(finding),
  text: [placed(finding), ...verdictSentences(finding)].join(' '),
  advice: finding.remediation,
  isSigned: true,
  status: isBlocked(finding) ? 'FAILED' : 'SKIPPED',
  isTolerated: !isBlocked(finding),
  isExempted: finding.verdict === 'EXEMPTED',
});

const placed = ({ message, line }: Location): string => (line === undefined ? message : `Line ${line}: ${message}`);

/** The early warning asks nobody to change what the gate may find to be right. */
const stateOpen = (spot: Undetermined, { stance }: Decision): Statement => ({
  rule: ruleOf(spot),
  text: placed(spot),
  advice: stance === 'warning' ? LATER : spot.remediation,
  isSigned: true,
  status: stance === 'warning' ? 'SKIPPED' : 'FAILED',
  isTolerated: false,
});

const stateNote = (note: Note): Statement => ({
  rule: ruleOf(note),
  text: placed(note),
  isSigned: false,
  status: 'SKIPPED',
  isTolerated: true,
});
