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
  /** Where it stands among the others: the lowest comes first. */
  readonly rank: number;
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

/** Puts a decision into statements: new findings first, tolerated ones last; at the gate, a rule that failed before them all. */
export function statementsOf(decision: Decision): readonly Statement[] {
  const { findings, undetermined, notes, faults } = decision;
  const isGate = decision.stance === 'gate';
  if (findings.length + undetermined.length + notes.length + faults.length === 0) return [];
  return [
    ...faults.map((fault) => stateFault(fault, isGate)),
    ...findings.map(stateFinding),
    ...undetermined.map((spot) => stateOpen(spot, isGate)),
    ...notes.map(stateNote),
  ].sort((a, b) => a.rank - b.rank);
}

const LATER = 'Decided when the resource is provisioned.';

const stateFault = (fault: RuleFault, isGate: boolean): Statement => {
  const { name } = faultOf(fault.error);
  const what = `Egress Guard's rule ${fault.ruleId} failed (${name}) and decided nothing about ${fault.logicalId}`;
  return {
    rank: isGate ? 0 : 6,
    rule: ruleOf(fault),
    text: `${what}; the log of the hook has the details.`,
    advice: isGate ? undefined : LATER,
    isSigned: false,
    status: isGate ? 'FAILED' : 'SKIPPED',
    isTolerated: false,
  };
};

const stateFinding = (finding: JudgedFinding): Statement => {
  const { verdict, isExisting } = finding;
  const isBlocked = verdict === 'BLOCKED';
  const isExempted = verdict === 'EXEMPTED';
  const rankOfPassing = isExempted ? 5 : 4;
  return {
    rank: isBlocked ? 1 + Number(isExisting) : rankOfPassing,
    rule: ruleOf(finding),
    text: [placed(finding), ...verdictSentences(finding)].join(' '),
    advice: finding.remediation,
    isSigned: true,
    status: isBlocked ? 'FAILED' : 'SKIPPED',
    isTolerated: !isBlocked,
    isExempted,
  };
};

const placed = ({ message, line }: Location): string => (line === undefined ? message : `Line ${line}: ${message}`);

/** The early warning asks nobody to change what the gate may find to be right. */
const stateOpen = (spot: Undetermined, isGate: boolean): Statement => ({
  rank: 3,
  rule: ruleOf(spot),
  text: placed(spot),
  advice: isGate ? spot.remediation : LATER,
  isSigned: true,
  status: isGate ? 'FAILED' : 'SKIPPED',
  isTolerated: false,
});

const stateNote = (note: Note): Statement => ({
  rank: 7,
  rule: ruleOf(note),
  text: placed(note),
  isSigned: false,
  status: 'SKIPPED',
  isTolerated: true,
});
