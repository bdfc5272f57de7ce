import { type OverriddenInstance, withOverrides } from '../../../infra/aws/index.ts';
import { type Mode, modeOf } from '../../../infra/hook/index.ts';
import {
  type CurrentRollout,
  planModeOfAll,
  planModeOfUnits,
  requireCurrentRollout,
  requireUnits,
} from '../../../infra/rollout/index.ts';
import type { ExitCode, Terminal } from '../../terminal/index.ts';
import type { RolloutArguments } from './options.ts';
import { showRead } from './progress.ts';
import { commandFor, type RolloutSession, withStackSet } from './session.ts';
import { undertake } from './steps.ts';
import { readMode, readPace, readUnitsOrAll } from './values.ts';

/** Sets the mode of the hooks in some units, or everywhere. @throws {UsageError} */
export async function setRolloutMode(given: RolloutArguments, terminal: Terminal): Promise<ExitCode> {
  const { values, rest } = given;
  const mode = readMode(rest);
  const units = readUnitsOrAll(`mode ${mode}`, values);
  const pace = readPace(values);
  return withStackSet(values, terminal, async (session: RolloutSession) => {
    const standing = await requireCurrentRollout(session.address);
    const instances = await withOverrides(session.address, standing.instances, showRead(terminal));
    const undertaking = {
      stackSet: standing.stackSet,
      steps: planFor(standing, instances, units, mode),
      pace,
      notes: notesFor(standing, units),
      next: (managementAccount = 'of the organization') =>
        `\nThe management account ${managementAccount} has a stack of its own: egress-guard mode ${mode} there.\nHow it stands: ${commandFor(values, session.account.region, 'status')}\n`,
    };
    return undertake(undertaking, given, session, terminal);
  });
}

const planFor = (
  standing: CurrentRollout,
  instances: readonly OverriddenInstance[],
  units: readonly string[] | undefined,
  mode: Mode,
) => {
  if (units === undefined) return planModeOfAll(standing, instances, mode);
  requireUnits(standing, units);
  return planModeOfUnits(standing, instances, units, mode);
};

/** AWS applies values of a unit to the accounts that are in it now, and to no later ones. */
const notesFor = ({ stackSet, targets }: CurrentRollout, units: readonly string[] | undefined): string[] => {
  if (units === undefined) return [];
  const others = [...targets.keys()].filter((unit) => !units.includes(unit));
  return [
    ...(others.length === 0 ? [] : [`Stacks of other units keep their mode: ${others.join(', ')}.`]),
    `Accounts that join these units later get the mode of the stack set: ${modeOf(stackSet.parameters)}. --all sets that.`,
  ];
};
