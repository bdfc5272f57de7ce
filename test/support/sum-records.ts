import type { FlowSum } from '../../flow/index.ts';
import type { FlowQuery } from '../../infra/suggest/flow-sum.ts';
import type { FlowRecord } from './flow-records.ts';

/** What the services are to make of records that have these fields: said once more, record by record, in other words. */
export const sumRecords = (
  records: readonly FlowRecord[],
  fields: readonly string[],
  { interfaces, from, to }: FlowQuery,
): readonly FlowSum[] => {
  const sums = new Map<string, FlowSum>();
  for (const record of records) {
    if (!interfaces.includes(record['interface-id'] ?? '')) continue;
    if (Number(record['start']) < from || Number(record['start']) > to) continue;
    const one = sumOf(record, fields);
    const { records: _records, packets: _packets, bytes: _bytes, first: _first, last: _last, ...key } = one;
    const name = JSON.stringify(key);
    const known = sums.get(name);
    sums.set(name, known === undefined ? one : add(known, one));
  }
  return [...sums.values()];
};

/** In an order that does not depend on who summed up. */
export const inOrder = (sums: readonly FlowSum[]): readonly string[] =>
  sums.map((sum) => JSON.stringify(Object.fromEntries(Object.entries(sum).sort()))).sort();

const EPHEMERAL = 32_768;

const sumOf = (record: FlowRecord, fields: readonly string[]): FlowSum => {
  const text = (field: string): string => {
    const found = fields.includes(field) ? record[field] : undefined;
    return found === undefined || found === '-' ? '' : found;
  };
  const number = (field: string): number | undefined => (text(field) === '' ? undefined : Number(text(field)));
  const total = (field: string): number => Number(text(field));
  const isSyn = isSynOf(number('protocol'), number('tcp-flags'));
  return {
    interfaceId: text('interface-id'),
    logStatus: (text('log-status') || 'OK') as FlowSum['logStatus'],
    action: text('action') as FlowSum['action'],
    protocol: number('protocol'),
    source: text('srcaddr'),
    destination: text('dstaddr'),
    ...portsOf(
      number('srcport'),
      number('dstport'),
      isSyn === true,
      isAnswerOf(number('protocol'), number('tcp-flags')),
    ),
    direction: (text('flow-direction') || undefined) as FlowSum['direction'],
    isSyn,
    ...{ records: 1, packets: total('packets'), bytes: total('bytes'), first: total('start'), last: total('end') },
  };
};

/** SYN without ACK, whatever else came in the same interval. */
const isSynOf = (protocol: number | undefined, flags: number | undefined): boolean | undefined =>
  flags === undefined ? undefined : protocol === 6 && [2, 3, 6, 7].includes(flags);

/** SYN and ACK, whatever else came in the same interval. */
const isAnswerOf = (protocol: number | undefined, flags: number | undefined): boolean =>
  protocol === 6 && [18, 19, 22, 23].includes(flags ?? 0);

/** The end that began has a port that says nothing; else the end with the high port, where the other has a low one. */
const portsOf = (source: number | undefined, destination: number | undefined, isSyn: boolean, isAnswer: boolean) => {
  if (source === undefined || destination === undefined) return { sourcePort: source, destinationPort: destination };
  if (isSyn) return { sourcePort: 0, destinationPort: destination };
  if (isAnswer) return { sourcePort: source, destinationPort: 0 };
  const [isClient, isServer] = [source >= EPHEMERAL, destination >= EPHEMERAL];
  return {
    sourcePort: isClient && !isServer ? 0 : source,
    destinationPort: isServer && !isClient ? 0 : destination,
  };
};

const add = (one: FlowSum, other: FlowSum): FlowSum => ({
  ...one,
  records: one.records + other.records,
  packets: one.packets + other.packets,
  bytes: one.bytes + other.bytes,
  first: Math.min(one.first, other.first),
  last: Math.max(one.last, other.last),
});
