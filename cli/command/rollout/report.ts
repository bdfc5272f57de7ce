import { isLeftAlone, type RolloutReport, type RolloutSession } from '../../../infra/rollout/index.ts';
import { printable } from '../../../rule/index.ts';
import { type ExitCode, exitCodes, type Terminal } from '../../terminal/index.ts';
import type { RolloutArguments } from './options.ts';
import { layOutcome } from './outcome.ts';
import { commandFor } from './session.ts';

/** Tells what became of a rollout; `next` is what a person does once all is done. */
export function tellReport(
  report: RolloutReport,
  { format, values }: RolloutArguments,
  session: RolloutSession,
  terminal: Terminal,
  next: string,
): ExitCode {
  const { outcome, problem, done } = report;
  if (outcome === 'DECLINED') {
    terminal.err('Nothing was changed.\n');
    return exitCodes.failed;
  }
  const statusCommand = commandFor(values, session.account.region, 'status');
  if (format === 'json') {
    terminal.out(`${JSON.stringify(documentOf(report, session), null, 2)}\n`);
  } else {
    terminal.out(layOutcome(report, statusCommand, terminal.paint));
    if (outcome === 'DONE') terminal.out(next);
  }
  if (problem !== undefined) {
    if (done.some(isLeftAlone))
      terminal.err(`What has been started goes on without this command. Follow it with: ${statusCommand}\n`);
    terminal.err(`egress-guard: ${printable(problem, MAX_PROBLEM)}\n`);
  }
  return codes[outcome];
}

const MAX_PROBLEM = 2000;

const codes = { DONE: exitCodes.done, FAILED: exitCodes.failed, INTERRUPTED: exitCodes.interrupted } as const;

const documentOf = (
  { outcome, steps, done, managementAccount, problem }: RolloutReport,
  { address, account }: RolloutSession,
) => ({
  stackSetName: address.id.StackSetName,
  region: account.region,
  managementAccount,
  problem,
  isComplete: outcome === 'DONE',
  steps: steps.map((step, index) => {
    const { operation, results = [] } = done[index] ?? {};
    return { ...step, isBegun: index < done.length, ...(operation !== undefined && { operation }), results };
  }),
});
