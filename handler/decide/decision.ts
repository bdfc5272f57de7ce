import type { Exemption, Note, RuleFault, Undetermined } from '../../rule/index.ts';
import type { ErrorKind } from '../decision-error.ts';
import type { ComparedFinding } from './known-before.ts';

/** Which of the two hooks decides: the gate refuses what it cannot tell, the early warning leaves that to the gate. */
export type Stance = 'gate' | 'warning';

/** An exemption that matches a finding, as of now. */
export interface AppliedExemption extends Exemption {
  /** Whole days until its last one, which is 0; negative: it expired. */
  readonly daysLeft: number;
  /** It ends within two weeks. */
  readonly isExpiring: boolean;
}

/** A finding, and what becomes of it. */
export interface JudgedFinding extends ComparedFinding {
  /** `EXEMPTED` and `EXISTING` do not stand in the way; `EXISTING` only where the settings let such pass. */
  readonly verdict: 'BLOCKED' | 'EXEMPTED' | 'EXISTING';
  /** The exemption that covers it; of a blocked one, the one that covered it until it expired. */
  readonly exemption?: AppliedExemption | undefined;
}

/** What the rules say of an operation, with what stood there before. */
export interface Evaluated {
  readonly findings: readonly ComparedFinding[];
  readonly undetermined: readonly Undetermined[];
  readonly notes: readonly Note[];
  /** The rules that threw. */
  readonly faults: readonly RuleFault[];
}

/** The exemptions document of the moment: why it exempts nothing where it cannot be used, and its version in S3. */
export interface ExemptionsState {
  readonly problem?: string | undefined;
  readonly versionId?: string | undefined;
}

/** An operation with its findings judged. */
export interface Judged extends Omit<Evaluated, 'findings'> {
  readonly findings: readonly JudgedFinding[];
  /** Where exemptions were asked for. */
  readonly exemptions?: ExemptionsState;
}

/** The answer, before it is put into words. */
export interface Decision extends Judged {
  readonly stance: Stance;
  readonly outcome: Outcome;
  readonly allowed: boolean;
  /** The sentence for an operation without findings, by the rules that were asked. */
  readonly compliance: string;
  /** Why nothing was decided: what was skipped, or what failed. */
  readonly reason?: string;
  readonly error?: ErrorKind | undefined;
}

export const nothing = { findings: [], undetermined: [], notes: [], faults: [] } as const satisfies Evaluated;

export function allow(compliance: string): Decision {
  return {
    ...nothing,
    stance: 'gate',
    outcome: 'ALLOWED',
    allowed: true,
    compliance,
  };
}

export function skip(reason: string): Decision {
  return { ...allow(''), outcome: 'SKIPPED', reason };
}

/** Fails closed at the gate, open in the early warning. */
export function fail(error: ErrorKind, reason: string, stance: Stance): Decision {
  return {
    ...allow(''),
    stance,
    outcome: 'ERROR',
    allowed: stance === 'warning',
    reason,
    error,
  };
}

export function decide(judged: Judged, stance: Stance, compliance: string): Decision {
  const outcome = outcomeOf(judged, stance);
  return {
    ...judged,
    stance,
    outcome,
    allowed: isAllowed(outcome, stance),
    compliance,
    error: judged.faults.length > 0 ? 'FAULT' : undefined,
  };
}

/** How an operation came out; the `outcome` of its log line. */
type Outcome = 'ALLOWED' | 'BLOCKED' | 'EXEMPTED' | 'EXISTING' | 'UNDETERMINED' | 'SKIPPED' | 'ERROR';

/** A rule that threw leaves everything open: the gate then decides nothing, whatever the other rules found. */
const outcomeOf = ({ findings, undetermined, faults }: Judged, stance: Stance): Outcome => {
  const verdicts = new Set(findings.map(({ verdict }) => verdict));
  if (faults.length > 0 && (stance === 'gate' || !verdicts.has('BLOCKED'))) return 'ERROR';
  if (verdicts.has('BLOCKED')) return 'BLOCKED';
  if (undetermined.length > 0) return 'UNDETERMINED';
  if (verdicts.has('EXISTING')) return 'EXISTING';
  return verdicts.has('EXEMPTED') ? 'EXEMPTED' : 'ALLOWED';
};

const isAllowed = (outcome: Outcome, stance: Stance): boolean =>
  outcome !== 'BLOCKED' && (stance === 'warning' || (outcome !== 'UNDETERMINED' && outcome !== 'ERROR'));
