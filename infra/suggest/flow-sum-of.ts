import type { FlowSum } from '../../flow/index.ts';

/** What a service tells of a sum, in the order in which it is read. */
const sumColumns = [
  'interface_id',
  'log_status',
  'action',
  'protocol',
  'source',
  'destination',
  'source_port',
  'destination_port',
  'direction',
  'is_syn',
  'records',
  'packets',
  'bytes',
  'first_start',
  'last_end',
] as const;

/** Reads a sum of its texts, in the order of the columns. What there is not, is empty or, as in flow logs, `-`. */
export function flowSumOf(texts: readonly string[]): FlowSum {
  const text = (column: (typeof sumColumns)[number]): string => {
    const found = texts[sumColumns.indexOf(column)] ?? '';
    return found === '-' ? '' : found;
  };
  const number = (column: (typeof sumColumns)[number]): number | undefined => numberOf(text(column));
  return {
    interfaceId: text('interface_id'),
    logStatus: oneOf(['NODATA', 'SKIPDATA'], text('log_status')) ?? 'OK',
    action: oneOf(['ACCEPT', 'REJECT'], text('action')) ?? '',
    protocol: number('protocol'),
    source: text('source'),
    destination: text('destination'),
    sourcePort: number('source_port'),
    destinationPort: number('destination_port'),
    direction: oneOf(['ingress', 'egress'], text('direction')),
    isSyn: truthOf(text('is_syn')),
    records: number('records') ?? 0,
    packets: number('packets') ?? 0,
    bytes: number('bytes') ?? 0,
    first: number('first_start') ?? 0,
    last: number('last_end') ?? 0,
  };
}

const oneOf = <Name extends string>(names: readonly Name[], text: string): Name | undefined =>
  names.find((name) => name === text);

/** Athena says `true`, and Insights, which has no truth in a sum, 1 or 1.0. */
const truthOf = (text: string): boolean | undefined =>
  text === '' ? undefined : text === 'true' || Number(text) === 1;

const numberOf = (text: string): number | undefined => {
  const number = Number(text);
  return text === '' || Number.isNaN(number) ? undefined : number;
};
