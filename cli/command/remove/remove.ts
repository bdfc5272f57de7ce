import { setTimeout as sleep } from 'node:timers/promises';
import { printable } from '../../../rule/index.ts';
import { type AwsSession, withAws } from '../../aws/index.ts';
import { type ExitCode, exitCodes, type Terminal, withInterrupt } from '../../terminal/index.ts';
import { awsCommand, explainLostSight, type StackSession } from '../deploy/index.ts';
import { readRemoveOptions } from './options.ts';
import { type RemoveReport, removeJson, removeText } from './report.ts';
import { runRemove } from './run.ts';

/** Runs the command. @throws {UsageError} */
export async function remove(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = readRemoveOptions(args);
  const { isJson, stackName } = options;
  const say = isJson ? terminal.err : terminal.out;
  const run = (session: AwsSession): Promise<ExitCode> =>
    withInterrupt(async (signal) => {
      const pause = (milliseconds: number): Promise<void> => sleep(milliseconds, undefined, { signal });
      const full: StackSession = { ...session, values: options, terminal, say, pause, signal };
      const report = await runRemove(full, options).catch((error: unknown): RemoveReport => {
        if (signal.aborted) return interrupted(full, stackName);
        const problem = explainLostSight(full, stackName, error);
        if (problem !== undefined) return { outcome: 'UNKNOWN', kept: [], problem };
        throw error;
      });
      terminal.out(isJson ? removeJson(session.account, stackName, report) : removeText(stackName, report));
      if (report.problem === undefined) return codes[report.outcome];
      terminal.err(`egress-guard: ${printable(report.problem, 3000)}\n`);
      return report.outcome === 'INTERRUPTED' ? exitCodes.interrupted : exitCodes.failed;
    });
  return withAws(options, terminal, run);
}

const codes: Readonly<Record<RemoveReport['outcome'], ExitCode>> = {
  REMOVED: exitCodes.done,
  NOTHING: exitCodes.done,
  DECLINED: exitCodes.failed,
  FAILED: exitCodes.failed,
  UNKNOWN: exitCodes.failed,
  INTERRUPTED: exitCodes.interrupted,
};

/** What runs on the stack goes on; what comes after it was not begun. */
const interrupted = (session: StackSession, name: string): RemoveReport => {
  const follow = awsCommand(session, 'describe-stack-events', name);
  const problem = `interrupted; what runs on the stack ${name} goes on, and nothing comes after it. To follow it: ${follow}`;
  return { outcome: 'INTERRUPTED', kept: [], problem };
};
