import type { Evaluation, Resource } from '../rule/rule.ts';
import { printable } from '../rule/text.ts';
import type { HookRequest } from './request.ts';

/** How an operation came out; the `outcome` of its log line. */
export type Outcome = 'ALLOWED' | 'BLOCKED' | 'UNDETERMINED' | 'SKIPPED' | 'ERROR';

/** What is to be answered, before it is put into words. */
export interface Decision extends Evaluation {
  readonly outcome: Outcome;
  readonly allowed: boolean;
  /** Why there is nothing to list: what was skipped, or what failed. */
  readonly reason?: string;
}

const nothing: Evaluation = { findings: [], undetermined: [] };

export const skip = (reason: string): Decision => ({ ...nothing, outcome: 'SKIPPED', allowed: true, reason });

export const fail = (reason: string): Decision => ({ ...nothing, outcome: 'ERROR', allowed: false, reason });

const judge = (evaluation: Evaluation): Decision => {
  if (evaluation.findings.length > 0) return { ...evaluation, outcome: 'BLOCKED', allowed: false };
  if (evaluation.undetermined.length > 0) return { ...evaluation, outcome: 'UNDETERMINED', allowed: false };
  return { ...evaluation, outcome: 'ALLOWED', allowed: true };
};

/** Decides a request; `evaluate` is called only where there is something to evaluate. */
export const decide = (request: HookRequest, evaluate: (resource: Resource) => Evaluation): Decision => {
  if (request.kind === 'delete') return { ...nothing, outcome: 'ALLOWED', allowed: true };
  if (request.kind === 'foreign') return skip(`${printable(request.targetName)} is not a type that this hook checks.`);
  return judge(evaluate(request.resource));
};
