import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { RuleSettings } from '../../rule/index.ts';
import { aFewAtATime } from '../a-few-at-a-time.ts';
import { evaluateStack, type StackEvaluation } from './evaluate-stack.ts';
import { readTemplate } from './read-template.ts';
import type { DeployedStack } from './stack.ts';

/** What became of a stack. */
export type Outcome =
  | { readonly kind: 'evaluated'; readonly evaluation: StackEvaluation }
  | { readonly kind: 'unread'; readonly reason: string }
  | { readonly kind: 'gone' };

export interface AuditedStack {
  readonly stack: DeployedStack;
  readonly outcome: Outcome;
}

/** Keeps what was found, so that a run that ended early can go on. */
export interface AuditMemory {
  readonly recall: (stack: DeployedStack) => StackEvaluation | undefined;
  readonly keep: (stack: DeployedStack, evaluation: StackEvaluation) => void;
}

export interface AuditRun {
  readonly cloudFormation: CloudFormationClient;
  readonly settings: RuleSettings;
  readonly memory: AuditMemory;
  readonly onDone: (audited: AuditedStack) => void;
  /** Stops the run; what is done by then is told. */
  readonly signal: AbortSignal;
}

/**
 * Applies the rule to what is deployed, a few stacks at a time; one that cannot be read stops no other.
 * @throws what AWS answers whatever the stack, such as that the credentials have expired
 */
export async function auditStacks(stacks: readonly DeployedStack[], run: AuditRun): Promise<AuditedStack[]> {
  const audit = async (stack: DeployedStack, signal: AbortSignal): Promise<AuditedStack> => {
    const audited = await auditStack(stack, { ...run, signal });
    run.onDone(audited);
    return audited;
  };
  return aFewAtATime(stacks, AT_A_TIME, audit, run.signal);
}

/** Requests at a time: more of them are only throttled sooner. */
const AT_A_TIME = 6;

const auditStack = async (stack: DeployedStack, run: AuditRun): Promise<AuditedStack> => {
  const known = run.memory.recall(stack);
  const outcome: Outcome = known === undefined ? await readStack(stack, run) : { kind: 'evaluated', evaluation: known };
  return { stack, outcome };
};

const readStack = async (stack: DeployedStack, run: AuditRun): Promise<Outcome> => {
  const reading = await readTemplate(run.cloudFormation, stack.id, run.signal);
  if (reading.kind !== 'read') return reading;
  const evaluation = evaluateStack(stack, reading, run.settings);
  run.memory.keep(stack, evaluation);
  return { kind: 'evaluated', evaluation };
};
