import type { Account, Stack } from '../../../infra/aws/index.ts';
import type { DeployReport, Registered } from '../../../infra/deploy/index.ts';
import { differencesOf, type HookStatus, isOffAsSaid } from '../../../infra/status/index.ts';
import { layTable, type Row, type Terminal } from '../../terminal/index.ts';
import { differencesText } from '../status/index.ts';

/** How the hooks are registered after a deployment, and what the stack tells. */
export function stackText({ outputs }: Stack, registered: Registered, paint: Terminal['paint']): string {
  const sorted = Object.entries(outputs).sort(([one], [other]) => (one < other ? -1 : 1));
  const told = layTable(
    ['OUTPUT', 'VALUE'],
    sorted.map((cells) => ({ cells })),
    paint,
  );
  return [hooksText(registered, paint), sorted.length === 0 ? '' : told].filter((part) => part !== '').join('\n');
}

/** What to do after a deployment. */
export function nextText(registered: Registered): string {
  const on = 'egress-guard deploy --parameters HookStatus=ENABLED';
  return `
Next:
${isOff(registered) ? `  ${on}   switch them on: now they are never called\n` : ''}  egress-guard status          how the hooks stand, and what they did in the last hour
  egress-guard audit           what of the stacks that are there would be blocked
  egress-guard mode warn|off   the emergency switch: lets pass with a warning, or is not called at all
`;
}

/** The same for programs. */
export function deployJson(account: Account, stackName: string, report: DeployReport): string {
  const { stack, registered, outcome, changes, failure, problem } = report;
  const told = stack && { stackId: stack.id, status: stack.status, outputs: stack.outputs };
  const document = { account: account.id, region: account.region, stackName, outcome, ...told, ...hooksOf(registered) };
  return `${JSON.stringify({ ...document, changes, failure, problem }, null, 2)}\n`;
}

const hooksText = (registered: Registered, paint: Terminal['paint']): string => {
  if ('unread' in registered) return '';
  const table = layTable(['HOOK', 'STATUS', 'ON A FAILURE'], registered.hooks.map(rowOfHook), paint);
  return `${table}${differencesText(registered.hooks.flatMap(differencesOf), paint)}`;
};

const states: Readonly<Record<HookStatus['state'], string>> = {
  REGISTERED: '',
  NOT_REGISTERED: 'not registered',
  UNREADABLE: 'not readable',
};

const modes: Readonly<Record<string, string>> = { FAIL: 'FAIL: blocks', WARN: 'WARN: lets pass with a warning' };

const rowOfHook = ({ hook, state, settings }: HookStatus): Row => {
  const { status, failureMode } = settings ?? { status: states[state], failureMode: '' };
  const cells = [hook, status, modes[failureMode] ?? failureMode];
  return status === 'ENABLED' ? { cells } : { cells, paint: 'yellow' };
};

/** What is off otherwise than the stack says, no deployment of the same switches on. */
const isOff = (registered: Registered): boolean => 'hooks' in registered && registered.hooks.some(isOffAsSaid);

const hooksOf = (registered: Registered | undefined) =>
  registered !== undefined && 'hooks' in registered
    ? {
        hooks: registered.hooks.map(({ hook, state, settings }) => ({
          hook,
          status: settings?.status ?? state,
          failureMode: settings?.failureMode ?? null,
        })),
        differences: registered.hooks.flatMap(differencesOf),
      }
    : {};
