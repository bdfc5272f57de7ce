import { modeOf } from '../../../infra/hook/index.ts';
import { type CurrentRollout, setRolloutMode } from '../../../infra/rollout/index.ts';
import type { ExitCode, Terminal } from '../../terminal/index.ts';
import type { RolloutArguments } from './options.ts';
import { tellReport } from './report.ts';
import { commandFor, withStackSet } from './session.ts';
import { readMode, readPace, readUnitsOrAll } from './values.ts';

/** Sets the mode of the hooks in some units, or everywhere. @throws {UsageError} */
export async function setMode(given: RolloutArguments, terminal: Terminal): Promise<ExitCode> {
  const { values, rest } = given;
  const mode = readMode(rest);
  const units = readUnitsOrAll(`mode ${mode}`, values);
  const pace = readPace(values);
  return withStackSet(
    given,
    terminal,
    async (session) => {
      const report = await setRolloutMode(session, mode, units, pace);
      const { managementAccount = 'of the organization' } = report;
      const status = commandFor(values, session.account.region, 'status');
      const next = `\nThe management account ${managementAccount} has a stack of its own: egress-guard mode ${mode} there.\nHow it stands: ${status}\n`;
      return tellReport(report, given, session, terminal, next);
    },
    ({ current }) => (current === undefined || units === undefined ? [] : notesOn(current, units)),
  );
}

/** AWS applies values of a unit to the accounts that are in it now, and to no later ones. */
const notesOn = ({ stackSet, targets }: CurrentRollout, units: readonly string[]): string[] => {
  const others = [...targets.keys()].filter((unit) => !units.includes(unit));
  return [
    ...(others.length === 0 ? [] : [`Stacks of other units keep their mode: ${others.join(', ')}.`]),
    `Accounts that join these units later get the mode of the stack set: ${modeOf(stackSet.parameters)}. --all sets that.`,
  ];
};
