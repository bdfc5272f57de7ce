import type { ResourceChange } from '../../infra/aws/index.ts';
import { layTable, type Row, type Terminal } from '../terminal/index.ts';

/** What a change set would do, the gravest first, and the numbers. */
export function changesText(changes: readonly ResourceChange[], paint: Terminal['paint']): string {
  const sorted = order.flatMap((action) => changes.filter((change) => change.action === action));
  const counts = order.toReversed().map((action) => [changes.filter((one) => one.action === action).length, action]);
  const numbers = counts.filter(([count]) => count !== 0).map((pair) => pair.join(' '));
  if (sorted.length === 0) return 'No resource changes: only parameters, outputs or the text of the template.\n';
  const table = layTable(['CHANGE', 'RESOURCE', 'TYPE', 'WHAT'], sorted.map(rowOf), paint);
  return `${table}\n${numbers.join(', ')}\n`;
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
