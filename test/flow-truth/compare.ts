import { type LogFormat, makeSumming, readFormat } from '../../flow/index.ts';
import { trafficOf } from '../../flow/traffic.ts';
import type { Random } from '../support/random.ts';
import { takeLine } from '../support/take-line.ts';
import { makeWorld, type Need, needOf, type TrueRecord } from './world.ts';

/** How much of what interfaces need is found, and how much of what is found they need. */
export interface Accuracy {
  readonly needs: number;
  readonly found: number;
  readonly right: number;
  /** What is found although nobody needs it, and what is needed and not found: some of each. */
  readonly wrong: readonly Need[];
  readonly missed: readonly Need[];
}

/** The formats that flow logs have, by what can be told from them. */
export const formats: Readonly<Record<string, LogFormat>> = {
  'version 2, the default': readFormat(
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
  ),
  'with tcp-flags': readFormat(
    'interface-id tcp-flags srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
  ),
  'with tcp-flags and flow-direction': readFormat(
    'flow-direction tcp-flags log-status action end start bytes packets protocol dstport srcport dstaddr srcaddr interface-id',
  ),
  'with flow-direction alone': readFormat(
    'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status flow-direction',
  ),
};

/** Has the traffic of so many interfaces read in a format, and compares with what they need. */
export function measureAccuracy(format: LogFormat, random: Random, interfaces: number): Accuracy {
  const wrong: Need[] = [];
  const missed: Need[] = [];
  let [needs, found, right] = [0, 0, 0];
  for (let index = 0; index < interfaces; index += 1) {
    const world = makeWorld(random);
    const told = readBack(format, world.records);
    needs += world.needs.size;
    found += told.size;
    right += [...told].filter((need) => world.needs.has(need)).length;
    wrong.push(...[...told].filter((need) => !world.needs.has(need)));
    missed.push(...[...world.needs].filter((need) => !told.has(need)));
  }
  return { needs, found, right, wrong, missed };
}

const readBack = (format: LogFormat, records: readonly TrueRecord[]): ReadonlySet<Need> => {
  const summing = makeSumming(format, { interfaces: undefined, from: 0, to: 2 ** 40 });
  for (const record of records) takeLine(summing, format.map((field) => fieldOf(field, record)).join(' '));
  const accepted = trafficOf(summing.sums()).traffic.filter(({ isRejected }) => !isRejected);
  return new Set(accepted.map(({ protocol, port, address }) => needOf(protocol, port, address)));
};

const fieldOf = (field: string, record: TrueRecord): string => {
  const values: Readonly<Record<string, string | number>> = {
    'interface-id': 'eni-1235b8ca123456789',
    srcaddr: record.source,
    dstaddr: record.destination,
    srcport: record.sourcePort,
    dstport: record.destinationPort,
    protocol: record.protocol,
    packets: 4,
    bytes: 400,
    start: record.start,
    end: record.start + 59,
    action: record.isRejected ? 'REJECT' : 'ACCEPT',
    'log-status': 'OK',
    'tcp-flags': record.flags,
    'flow-direction': record.isEgress ? 'egress' : 'ingress',
  };
  return String(values[field] ?? '-');
};
