import type { Evaluation } from '../rule/rule.ts';

/** How an operation came out; the `outcome` of its log line. */
export type Outcome = 'ALLOWED' | 'BLOCKED' | 'UNDETERMINED' | 'SKIPPED' | 'ERROR';

/** Which of the two hooks decides: the gate refuses what it cannot tell, the early warning leaves that to the gate. */
export type Stance = 'gate' | 'warning';

/** What is to be answered, before it is put into words. */
export interface Decision extends Evaluation {
  readonly stance: Stance;
  readonly outcome: Outcome;
  readonly allowed: boolean;
  /** Why there is nothing to list: what was skipped, or what failed. */
  readonly reason?: string;
}

const nothing: Evaluation = { findings: [], undetermined: [] };

export const allow = (): Decision => ({ ...nothing, stance: 'gate', outcome: 'ALLOWED', allowed: true });

export const skip = (reason: string): Decision => ({ ...allow(), outcome: 'SKIPPED', reason });

/** Fails closed at the gate, open in the early warning. */
export const fail = (reason: string, stance: Stance): Decision => ({
  ...nothing,
  stance,
  outcome: 'ERROR',
  allowed: stance === 'warning',
  reason,
});

export const decide = (evaluation: Evaluation, stance: Stance): Decision => {
  if (evaluation.findings.length > 0) return { ...evaluation, stance, outcome: 'BLOCKED', allowed: false };
  if (evaluation.undetermined.length === 0) return { ...evaluation, stance, outcome: 'ALLOWED', allowed: true };
  return { ...evaluation, stance, outcome: 'UNDETERMINED', allowed: stance === 'warning' };
};
