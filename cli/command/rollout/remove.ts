import {
  planRemovalOfAll,
  planRemovalOfUnits,
  requireCurrentRollout,
  requireUnits,
} from '../../../infra/rollout/index.ts';
import type { ExitCode, Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import type { RolloutArguments } from './options.ts';
import { withStackSet } from './session.ts';
import { undertake } from './steps.ts';
import { readPace, readUnitsOrAll } from './values.ts';

/** Removes the stacks of some units, or everything. @throws {UsageError} */
export async function removeRollout(given: RolloutArguments, terminal: Terminal): Promise<ExitCode> {
  const { values, rest } = given;
  if (rest.length > 0) throw new UsageError(`rollout remove takes no ${JSON.stringify(rest[0])}.`);
  const units = readUnitsOrAll('remove', values);
  const pace = readPace(values);
  return withStackSet(values, terminal, async (session) => {
    const standing = await requireCurrentRollout(session.address);
    if (units !== undefined) requireUnits(standing, units);
    const undertaking = {
      stackSet: standing.stackSet,
      steps: units === undefined ? planRemovalOfAll(standing) : planRemovalOfUnits(standing, units),
      pace,
      notes: ['Security groups are checked no more there. The log groups stay, with what they hold.'],
      next: (managementAccount = 'of the organization') =>
        `\nThe management account ${managementAccount} keeps its stack, if it has one: egress-guard remove there.\n`,
    };
    return undertake(undertaking, given, session, terminal);
  });
}
