import type { Account } from '../../infra/aws/account.ts';
import { hooks } from '../../infra/aws/hook.ts';
import type { ResourceChange } from '../../infra/aws/resource-change.ts';
import type { Stack } from '../../infra/aws/stack.ts';
import { layTable, type Row } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import type { Ending } from './events.ts';

/** What became of a deployment, and why it is no better. */
export interface DeployReport {
  readonly outcome: 'DEPLOYED' | 'UNCHANGED' | 'DRY_RUN' | 'DECLINED' | 'FAILED' | 'INTERRUPTED';
  readonly changes: readonly ResourceChange[];
  readonly stack?: Stack | undefined;
  readonly failure?: Ending['failure'];
  readonly problem?: string;
}

const order: readonly ResourceChange['action'][] = [
  'replaced',
  'perhaps replaced',
  'removed',
  'released',
  'unclear',
  'changed',
  'imported',
  'added',
];

const rowOf = ({ action, logicalId, type, properties }: ResourceChange): Row => {
  const cells = [action, logicalId, type, properties.join(', ')];
  if (action === 'replaced' || action === 'perhaps replaced') return { cells, paint: ['bold', 'red'] };
  return action === 'removed' ? { cells, paint: 'red' } : { cells };
};

/** What a change set would do, the gravest first, and the numbers. */
export const changesText = (changes: readonly ResourceChange[], paint: Terminal['paint']): string => {
  const sorted = order.flatMap((action) => changes.filter((change) => change.action === action));
  const counts = order.toReversed().map((action) => [changes.filter((one) => one.action === action).length, action]);
  const numbers = counts.filter(([count]) => count !== 0).map((pair) => pair.join(' '));
  if (sorted.length === 0) return 'No resource changes: only parameters, outputs or the text of the template.\n';
  const table = layTable(['CHANGE', 'RESOURCE', 'TYPE', 'WHAT'], sorted.map(rowOf), paint);
  return `${table}\n${numbers.join(', ')}\n`;
};

const hooksOf = ({ parameters }: Stack) =>
  [
    { hook: hooks.resource, failureMode: parameters['ResourceFailureMode'] ?? '' },
    { hook: hooks.template, failureMode: parameters['TemplateFailureMode'] ?? '' },
  ].map((one) => ({ ...one, status: parameters['HookStatus'] ?? '' }));

const modes: Readonly<Record<string, string>> = { FAIL: 'FAIL: blocks', WARN: 'WARN: lets pass with a warning' };

/** How the hooks stand after a deployment, and what the stack tells. */
export const stackText = (stack: Stack, paint: Terminal['paint']): string => {
  const rows = hooksOf(stack).map(({ hook, status, failureMode }): Row => {
    const cells = [hook, status, modes[failureMode] ?? failureMode];
    return status === 'ENABLED' ? { cells } : { cells, paint: 'yellow' };
  });
  const outputs = Object.entries(stack.outputs).sort(([one], [other]) => (one < other ? -1 : 1));
  const told = outputs.map((cells) => ({ cells }));
  const table = layTable(['HOOK', 'STATUS', 'ON A FAILURE'], rows, paint);
  return told.length === 0 ? table : `${table}\n${layTable(['OUTPUT', 'VALUE'], told, paint)}`;
};

/** What to do after a deployment. */
export const nextText = (stack: Stack): string => {
  const isOff = stack.parameters['HookStatus'] === 'DISABLED';
  const on = 'egress-guard deploy --parameters HookStatus=ENABLED';
  return `
Next:
${isOff ? `  ${on}   switch them on: now they are never called\n` : ''}  egress-guard status          how the hooks stand, and what they did in the last hour
  egress-guard audit           what of the stacks that are there would be blocked
  egress-guard mode warn|off   the emergency switch: lets pass with a warning, or is not called at all
`;
};

/** The same for programs. */
export const deployJson = (account: Account, stackName: string, report: DeployReport): string => {
  const { stack, outcome, changes, failure, problem } = report;
  const told = stack && { stackId: stack.id, status: stack.status, hooks: hooksOf(stack), outputs: stack.outputs };
  const document = { account: account.id, region: account.region, stackName, outcome, ...told };
  return `${JSON.stringify({ ...document, changes, failure, problem }, null, 2)}\n`;
};
