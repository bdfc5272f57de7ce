import { type RemoveReport, removeStackOfHooks } from '../../../infra/remove/index.ts';
import { printable } from '../../../rule/index.ts';
import { withStackSession } from '../../aws/index.ts';
import { type ExitCode, exitCodes, type Terminal } from '../../terminal/index.ts';
import { readRemoveOptions } from './options.ts';
import { removeJson, removeText } from './report.ts';

/** Runs the command. @throws {UsageError} */
export async function remove(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = readRemoveOptions(args);
  const { isJson, stackName } = options;
  return withStackSession(options, options, terminal, async (session) => {
    const report = await removeStackOfHooks(session, { stackName, isPurged: options.purge });
    terminal.out(isJson ? removeJson(session.account, stackName, report) : removeText(stackName, report));
    if (report.problem === undefined) return codes[report.outcome];
    terminal.err(`egress-guard: ${printable(report.problem, 3000)}\n`);
    return report.outcome === 'INTERRUPTED' ? exitCodes.interrupted : exitCodes.failed;
  });
}

const codes: Readonly<Record<RemoveReport['outcome'], ExitCode>> = {
  REMOVED: exitCodes.done,
  NOTHING: exitCodes.done,
  DECLINED: exitCodes.failed,
  FAILED: exitCodes.failed,
  UNKNOWN: exitCodes.failed,
  INTERRUPTED: exitCodes.interrupted,
};
