import { isUnderWay, type OperationResult, SUSPENDED } from '../../../infra/aws/index.ts';
import { type Done, lastResults, type RolloutReport } from '../../../infra/rollout/index.ts';
import { printable } from '../../../rule/index.ts';
import { layTable, type Row, type Terminal } from '../../terminal/index.ts';
import { countText } from './count-text.ts';

/** How the steps went: a table of accounts and Regions, and what is left to do. */
export function layOutcome(
  { outcome, steps, done }: Pick<RolloutReport, 'outcome' | 'steps' | 'done'>,
  followUp: string,
  paint: Terminal['paint'],
): string {
  const results = lastResults(done);
  const table = layTable(['ACCOUNT', 'REGION', 'UNIT', 'RESULT', 'REASON'], results.map(toRow), paint);
  const counts = countText(results.map(({ status }) => status));
  const left = steps.length - done.length;
  const nobody = done.some(({ operation }) => operation?.status === 'SUCCEEDED')
    ? 'AWS found no account to do it in.\n'
    : '';
  return [
    results.length === 0 ? nobody : `${table}${counts}.\n`,
    ...done.map((one) => trouble(one, followUp)),
    left === 0 ? '' : `${left} of ${steps.length} steps were not begun.\n`,
    outcome === 'DONE' ? '' : 'The same command again does what is left to do.\n',
  ].join('');
}

const colours: Readonly<Record<string, Row['paint']>> = {
  SUCCEEDED: 'green',
  FAILED: 'red',
  CANCELLED: 'yellow',
  [SUSPENDED]: 'yellow',
};

const toRow = ({ account, region, organizationalUnit = '', status, reason = '' }: OperationResult): Row => {
  const paint = Object.hasOwn(colours, status) ? colours[status] : undefined;
  return { cells: [account, region, organizationalUnit, status, reason], ...(paint !== undefined && { paint }) };
};

/** Where an operation stands that did not come to its end, or came to a bad one. */
const trouble = ({ operation, fault }: Done, followUp: string): string => {
  // What could not be followed is told as a problem.
  if (operation === undefined || operation.status === 'SUCCEEDED' || fault !== undefined) return '';
  const id = printable(operation.id);
  if (isUnderWay(operation)) return `Operation ${id} goes on without this command. Follow it with: ${followUp}\n`;
  const reason = operation.reason === undefined ? '' : `: ${printable(operation.reason, 300)}`;
  return `Operation ${id} ended as ${printable(operation.status)}${reason}\n`;
};
