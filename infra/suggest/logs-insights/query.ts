import { ACK, FIRST_EPHEMERAL_PORT, SYN } from '../../../flow/index.ts';
import { expectFields, type FlowField, flowFields } from '../flow-fields.ts';

/** What a query is made for. */
export interface InsightsQuery {
  /** Such as `${version} ${account-id} ...`. */
  readonly format: string;
  /** Ids of network interfaces. */
  readonly interfaces: readonly string[];
  /**
   * Names of the streams that hold their records: Insights keeps an index of `@logStream`, so that it reads, and AWS charges for,
   * no others; undefined: all are read.
   */
  readonly streams?: readonly string[] | undefined;
}

/**
 * The query that sums up flow log records. It parses what a format says: Insights discovers the fields of the default format
 * alone (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html), and under names
 * that say nothing of `tcp-flags` and `flow-direction`. Names are letters and digits, which need no backquotes, and none is a
 * discovered one. There is no function that chooses one of two values, so that is worked out in numbers that are 0 or 1.
 * @throws {RefusalError} where the format lacks a field
 */
export function insightsQuery({ format, interfaces, streams }: InsightsQuery): string {
  const fields = fieldsOf(format);
  expectFields('the format of the flow log', (field) => fields.includes(field));
  const hasFlags = fields.includes('tcp-flags');
  const [syn, answer] = hasFlags ? ['isSyn', 'isAnswer'] : ['0', '0'];
  const aliases = fields.map((field, index) => (isAsked(field) ? names[field] : `other${index}`));
  return [
    ...(streams === undefined ? [] : [`filter @logStream in ${list(streams)}`]),
    `parse @message "${fields.map(() => '*').join(' ')}" as ${aliases.join(', ')}`,
    `filter eni in ${list(interfaces)}`,
    `fields floor(fromPort / ${FIRST_EPHEMERAL_PORT}) as fromHigh, floor(toPort / ${FIRST_EPHEMERAL_PORT}) as toHigh`,
    ...(hasFlags ? [`fields ${bit('tcpFlags', SYN)} as hasSyn, ${bit('tcpFlags', ACK)} as hasAck`] : []),
    ...(hasFlags ? ['fields hasSyn * (1 - hasAck) as isSyn, hasSyn * hasAck as isAnswer'] : []),
    `fields fromPort * (1 - greatest(${syn}, fromHigh * (1 - toHigh) * (1 - ${answer}))) as fromKey, toPort * (1 - greatest(${answer}, toHigh * (1 - fromHigh) * (1 - ${syn}))) as toKey`,
    `stats count(*) as records, sum(packetCount) as packetSum, sum(byteCount) as byteSum, min(startTimeOf) as firstStart, max(endTimeOf) as lastEnd by ${keysFor(fields).join(', ')}`,
  ].join('\n| ');
}

/** What each asked field is called in the query. */
const names: Readonly<Record<FlowField, string>> = {
  'interface-id': 'eni',
  srcaddr: 'fromAddress',
  dstaddr: 'toAddress',
  srcport: 'fromPort',
  dstport: 'toPort',
  protocol: 'ipProtocol',
  packets: 'packetCount',
  bytes: 'byteCount',
  start: 'startTimeOf',
  end: 'endTimeOf',
  action: 'verdict',
  'log-status': 'status',
  'tcp-flags': 'tcpFlags',
  'flow-direction': 'direction',
};

const isAsked = (field: string): field is FlowField => (flowFields as readonly string[]).includes(field);

/** `${srcaddr} ${dstaddr}`, or the same as the first line of a file has it: `srcaddr dstaddr`. */
const fieldsOf = (format: string): readonly string[] =>
  format
    .trim()
    .split(/\s+/)
    .map((field) => field.replace(/^\$\{(.*)\}$/, '$1'));

/** What records have to agree in to be summed up. */
const keysFor = (fields: readonly string[]): readonly string[] => [
  'eni',
  ...(fields.includes('log-status') ? ['status'] : []),
  ...['verdict', 'ipProtocol', 'fromAddress', 'toAddress', 'fromKey', 'toKey'],
  ...(fields.includes('flow-direction') ? ['direction'] : []),
  ...(fields.includes('tcp-flags') ? ['isSyn'] : []),
];

/** 1 where a number has a bit, which is given by its value; Insights has no operation on bits. */
const bit = (name: string, value: number): string => `floor((${name} % ${value * 2}) / ${value})`;

/** Ids and names of streams hold nothing that would have to be escaped; what does is none. */
const list = (texts: readonly string[]): string =>
  `[${texts.map((text) => `"${text.replace(/[^\w.:/-]/g, '')}"`).join(', ')}]`;
