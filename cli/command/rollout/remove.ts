import { removeRollout } from '../../../infra/rollout/index.ts';
import type { ExitCode, Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import type { RolloutArguments } from './options.ts';
import { tellReport } from './report.ts';
import { withStackSet } from './session.ts';
import { readPace, readUnitsOrAll } from './values.ts';

/** Removes the stacks of some units, or everything. @throws {UsageError} */
export async function remove(given: RolloutArguments, terminal: Terminal): Promise<ExitCode> {
  const { values, rest } = given;
  if (rest.length > 0) throw new UsageError(`rollout remove takes no ${JSON.stringify(rest[0])}.`);
  const units = readUnitsOrAll('remove', values);
  const pace = readPace(values);
  const notes = ['Security groups are checked no more there. The log groups stay, with what they hold.'];
  return withStackSet(
    given,
    terminal,
    async (session) => {
      const report = await removeRollout(session, units, pace);
      const { managementAccount = 'of the organization' } = report;
      const next = `\nThe management account ${managementAccount} keeps its stack, if it has one: egress-guard remove there.\n`;
      return tellReport(report, given, session, terminal, next);
    },
    () => notes,
  );
}
