import type { HookSettings } from '../../../infra/aws/index.ts';
import type { HookStatus, Outcomes, Status } from '../../../infra/status/index.ts';
import { version as ownVersion, printable } from '../../../rule/index.ts';
import type { Terminal } from '../../terminal/index.ts';

/** How everything stands, for people. */
export function statusPage(status: Status, paint: Paint): string {
  return [stackPart(status, paint), ...status.hooks.map((hook) => hookPart(hook, paint))].join('');
}

type Paint = Terminal['paint'];

const stackPart = ({ stackName, stack, version }: Status, paint: Paint): string => {
  const name = paint('bold', `Stack ${printable(stackName, 128)}`);
  if (stack === undefined) return `${name}: ${paint('red', 'not there')}\n`;
  const other = version === undefined || version === ownVersion ? '' : ` (this command is ${ownVersion})`;
  const facts = [
    printable(stack.status),
    after('changed ', timeText(stack.changedAt)),
    after('Egress Guard ', version && `${printable(version)}${other}`),
  ];
  const parameters = Object.entries(stack.parameters).map(([key, value]) => [printable(key), value || '-'] as const);
  return `${name}: ${facts.filter((fact) => fact !== '').join(', ')}\n${layPairs(parameters)}`;
};

const after = (text: string, value: string | undefined): string => (value ? `${text}${value}` : '');

/** `2027-01-31 12:00:00 UTC` */
const timeText = (iso: string | undefined): string =>
  iso === undefined ? '' : `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

type Pair = readonly [label: string, value: string];

const MAX_VALUE = 1000;

/** Labels in a column, values beside them; what has no value is left out. */
const layPairs = (pairs: readonly Pair[]): string => {
  const shown = pairs.filter(([, value]) => value !== '');
  const width = Math.max(...shown.map(([label]) => label.length));
  return shown.map(([label, value]) => `  ${label.padEnd(width)}  ${printable(value, MAX_VALUE)}\n`).join('');
};

const hookPart = (hook: HookStatus, paint: Paint): string => {
  const registered = after('registered ', timeText(hook.type?.registeredAt));
  const pairs: Pair[] = [
    ...filterPairs(hook),
    ['hook type', [hook.type?.version ?? '', registered].filter((part) => part !== '').join(', ')],
    ['last hour', hook.lastHour === undefined ? '' : outcomesText(hook.lastHour)],
  ];
  return `\n${paint('bold', hook.hook)}: ${standing(hook, paint)}\n${layPairs(pairs)}`;
};

const filterPairs = ({ settings }: HookStatus): Pair[] => {
  if (settings === undefined) return [];
  return [
    ['operations', all(settings.targetOperations, '')],
    ...targetPairs(settings),
    ['only stacks', all(settings.includedStackNames, '')],
    ['only roles', all(settings.includedStackRoles, '')],
    ['excluded stacks', all(settings.excludedStackNames, 'none')],
    ['excluded roles', all(settings.excludedStackRoles, 'none')],
    ['function', settings.lambdaFunction],
  ];
};

const all = (items: readonly string[], none: string): string => (items.length === 0 ? none : items.join(', '));

/** Where not each action goes with each target, the pairs tell which do. */
const targetPairs = ({ actions, targetNames, targets }: HookSettings): Pair[] =>
  targets.length === Math.max(actions.length, 1) * Math.max(targetNames.length, 1)
    ? [
        ['actions', all(actions, 'all')],
        ['targets', all(targetNames, 'all')],
      ]
    : [['targets', targets.join(', ')]];

const outcomesText = ({ counts, isPartial }: Outcomes): string => {
  const { succeeded, failed, error, 'in-progress': running } = counts;
  const parts = [`${succeeded} succeeded`, `${failed} failed`, `${error} with an error`];
  if (running > 0) parts.push(`${running} in progress`);
  return `${parts.join(', ')}${isPartial ? ', and more' : ''}`;
};

const standing = ({ state, settings }: HookStatus, paint: Paint): string => {
  if (state === 'NOT_REGISTERED') return paint('red', 'not registered');
  if (settings === undefined) return paint('red', 'not readable');
  if (settings.status === 'DISABLED') return paint('red', 'DISABLED');
  const mode = printable(settings.failureMode);
  return `${printable(settings.status)}, ${paint(mode === 'FAIL' ? 'green' : 'yellow', mode)}`;
};
