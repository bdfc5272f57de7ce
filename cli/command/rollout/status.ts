import { isUnderWay, type Operation } from '../../../infra/aws/index.ts';
import {
  type InstanceStatus,
  managementAccountFor,
  type RolloutSession,
  type RolloutStatus,
  readRolloutStatus,
} from '../../../infra/rollout/index.ts';
import { printable } from '../../../rule/index.ts';
import { type ExitCode, exitCodes, layTable, type Row, type Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { countText } from './count-text.ts';
import type { RolloutArguments } from './options.ts';
import { withStackSet } from './session.ts';

/** Tells how a rollout stands. @throws {UsageError} */
export function showStatus(given: RolloutArguments, terminal: Terminal): Promise<ExitCode> {
  const { rest, format } = given;
  if (rest.length > 0) throw new UsageError(`rollout status takes no ${JSON.stringify(rest[0])}.`);
  return withStackSet(given, terminal, async (session) => {
    const status = await readRolloutStatus(session.address, (read, all) => session.tell({ kind: 'READ', read, all }));
    const managementAccount = managementAccountFor(session, status.stackSet);
    terminal.out(
      format === 'json'
        ? jsonOf(status, session, managementAccount)
        : textOf(status, managementAccount, terminal.paint),
    );
    return exitCodes.done;
  });
}

const jsonOf = (status: RolloutStatus, session: RolloutSession, managementAccount: string | undefined): string => {
  const { stackSet, targets, mode, operations, instances } = status;
  const { template: _template, ...rest } = stackSet;
  const document = {
    region: session.account.region,
    managementAccount,
    stackSet: { ...rest, parameters: Object.fromEntries(stackSet.parameters), mode },
    targets: [...targets].map(([organizationalUnit, regions]) => ({ organizationalUnit, regions: [...regions] })),
    operations,
    instances: instances.map((instance) => ({ ...instance, overrides: Object.fromEntries(instance.overrides) })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};

const HEADER = ['ACCOUNT', 'REGION', 'UNIT', 'STATUS', 'LAST OPERATION', 'DRIFT', 'MODE', 'REASON'];

const textOf = (status: RolloutStatus, managementAccount: string | undefined, paint: Terminal['paint']): string => {
  const { stackSet, instances } = status;
  const table = instances.length === 0 ? '' : `${layTable(HEADER, instances.map(toRow), paint)}\n`;
  return `Stack set ${printable(stackSet.name)}\n${headOf(status, managementAccount)}\n${table}${summaryOf(status)}`;
};

const toRow = (instance: InstanceStatus): Row => {
  const { account, region, organizationalUnit = '', status, detailedStatus = '', drift = '', reason = '' } = instance;
  // A star: values of its own, which an update of the stack set leaves as they are.
  const mode = `${instance.mode}${instance.overrides.size > 0 ? ' *' : ''}`;
  const paint = colourOf(instance);
  const cells = [account, region, organizationalUnit, status, detailedStatus, drift, mode, reason];
  return { cells, ...(paint !== undefined && { paint }) };
};

const colourOf = ({ status, detailedStatus = '' }: InstanceStatus): Row['paint'] => {
  if (status === 'CURRENT') return undefined;
  return /^(PENDING|RUNNING|SKIPPED_SUSPENDED_ACCOUNT)$/.test(detailedStatus) ? 'yellow' : 'red';
};

const headOf = (status: RolloutStatus, managementAccount: string | undefined): string => {
  const { stackSet, targets, mode, operations } = status;
  const lines: readonly (readonly [string, string])[] = [
    ['parameters', [...stackSet.parameters].map(([name, value]) => `${name}=${value}`).join(', ')],
    ['automatic deployment', autoText(stackSet.isAutoDeployed, mode)],
    ...[...targets].map(([unit, regions]) => ['rolled out to', `${unit} in ${[...regions].join(', ')}`] as const),
    ['management account', `${managementAccount ?? '?'}, which StackSets skip: egress-guard status there`],
    ...operations.map((operation) => ['operation', operationText(operation)] as const),
  ];
  return lines.map(([name, text]) => `  ${name.padEnd(22)}${printable(text, 1000)}\n`).join('');
};

const autoText = (isAutoDeployed: boolean | undefined, mode: string): string => {
  if (isAutoDeployed === undefined) return 'unknown (AWS returned nothing)';
  return isAutoDeployed ? `on: accounts that join get the mode ${mode}` : 'off: accounts that join get nothing';
};

const operationText = (operation: Operation): string => {
  const { id, action, status, reason, started } = operation;
  const since = started === undefined ? '' : `, begun ${started.toISOString()}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  return printable(`${action} ${id} ${isUnderWay(operation) ? 'is' : 'ended as'} ${status}${since}${why}`, 500);
};

const summaryOf = ({ instances }: RolloutStatus): string => {
  const accounts = new Set(instances.map(({ account }) => account)).size;
  const own = instances.some(({ overrides }) => overrides.size > 0) ? '; *: values of its own' : '';
  const modes = countText(instances.map(({ mode }) => mode));
  const statuses = countText(instances.map(({ status }) => status));
  return instances.length === 0
    ? 'No stacks yet.\n'
    : `${instances.length} stacks in ${accounts} accounts: ${statuses}; mode: ${modes}${own}.\n`;
};
