import type { Exemption } from '../rule/exemption/exemption.ts';
import type { Undetermined } from '../rule/rule.ts';
import type { StandingFinding } from './existing.ts';

/** How an operation came out; the `outcome` of its log line. */
export type Outcome = 'ALLOWED' | 'BLOCKED' | 'EXEMPTED' | 'EXISTING' | 'UNDETERMINED' | 'SKIPPED' | 'ERROR';

/** What kept the function from deciding: the event, its own settings, the payload of a template, or a fault of ours. */
export type ErrorKind = 'EVENT' | 'CONFIG' | 'PAYLOAD' | 'FAULT';

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
export interface JudgedFinding extends StandingFinding {
  /** `EXEMPTED` and `EXISTING` do not stand in the way; `EXISTING` only where the settings let such pass. */
  readonly verdict: 'BLOCKED' | 'EXEMPTED' | 'EXISTING';
  /** The exemption that covers it; of a blocked one, the one that covered it until it expired. */
  readonly exemption?: AppliedExemption;
}

/** What the rule says of an operation, with what stood there before. */
export interface Evaluated {
  readonly findings: readonly StandingFinding[];
  readonly undetermined: readonly Undetermined[];
}

/** The exemptions document of the moment: why it exempts nothing where it cannot be used, and its version in S3. */
export interface ExemptionsState {
  readonly problem?: string;
  readonly versionId?: string;
}

/** What is to be answered, before it is put into words. */
export interface Decision {
  readonly findings: readonly JudgedFinding[];
  readonly undetermined: readonly Undetermined[];
  readonly stance: Stance;
  readonly outcome: Outcome;
  readonly allowed: boolean;
  /** Why there is nothing to list: what was skipped, or what failed. */
  readonly reason?: string;
  readonly error?: ErrorKind;
  /** Where exemptions were asked for. */
  readonly exemptions?: ExemptionsState;
}

const nothing = { findings: [], undetermined: [] };

export const allow = (): Decision => ({ ...nothing, stance: 'gate', outcome: 'ALLOWED', allowed: true });

export const skip = (reason: string): Decision => ({ ...allow(), outcome: 'SKIPPED', reason });

/** Fails closed at the gate, open in the early warning. */
export const fail = (error: ErrorKind, reason: string, stance: Stance): Decision => ({
  ...nothing,
  stance,
  outcome: 'ERROR',
  allowed: stance === 'warning',
  reason,
  error,
});

const outcomeOf = ({ findings, undetermined }: Pick<Decision, 'findings' | 'undetermined'>): Outcome => {
  const verdicts = new Set(findings.map(({ verdict }) => verdict));
  if (verdicts.has('BLOCKED')) return 'BLOCKED';
  if (undetermined.length > 0) return 'UNDETERMINED';
  if (verdicts.has('EXISTING')) return 'EXISTING';
  return verdicts.has('EXEMPTED') ? 'EXEMPTED' : 'ALLOWED';
};

export const decide = (
  judged: Pick<Decision, 'findings' | 'undetermined' | 'exemptions'>,
  stance: Stance,
): Decision => {
  const outcome = outcomeOf(judged);
  const allowed = outcome !== 'BLOCKED' && (outcome !== 'UNDETERMINED' || stance === 'warning');
  return { ...judged, stance, outcome, allowed };
};
