import type { Random } from './random.ts';

/** A flow log record: each field by the name that AWS gives it, as it is written. */
export type FlowRecord = Readonly<Record<string, string>>;

/** A day, in seconds since 1970, and how many there are. */
export const DAY = 86_400;
export const FIRST_DAY = Date.parse('2026-10-28T00:00:00Z') / 1000;
export const DAYS = 30;

export const INTERFACES = ['eni-0a1b2c3d4e5f60718', 'eni-1235b8ca123456789', 'eni-0fedcba9876543210'] as const;

const addresses = ['10.0.1.5', '10.0.2.7', '52.95.36.10', '2001:db8::17', '169.254.169.253', '203.0.113.80'] as const;

/** 32767 and 32768 are the last port of a server and the first of a client. */
const ports = ['0', '22', '53', '443', '5432', '32767', '32768', '49152', '50051', '65535'] as const;

const protocols = ['1', '6', '6', '6', '17'] as const;

/** SYN, SYN-ACK, FIN, RST and what aggregation intervals make of them; of old records, none. */
const tcpFlags = ['0', '1', '2', '3', '4', '6', '7', '18', '19', '22'] as const;

/** Makes records that look like those of real traffic only in their values: sums are right for any. */
export const makeFlowRecords = (random: Random, count: number): readonly FlowRecord[] =>
  Array.from({ length: count }, (): FlowRecord => {
    const start = FIRST_DAY + random.below(DAYS * DAY);
    const interfaceId = random.pick(INTERFACES);
    const common = {
      ...{ version: '5', 'account-id': '123456789012', 'vpc-id': 'vpc-0a1b', 'interface-id': interfaceId },
      ...{ start: String(start), end: String(start + random.below(600)) },
    };
    const status = random.below(10) > 0 ? 'OK' : random.pick(['NODATA', 'SKIPDATA']);
    if (status !== 'OK') return { ...empty, ...common, 'log-status': status };
    const protocol = random.pick(protocols);
    return {
      ...common,
      srcaddr: random.pick(addresses),
      dstaddr: random.pick(addresses),
      srcport: protocol === '1' ? '0' : random.pick(ports),
      dstport: protocol === '1' ? '0' : random.pick(ports),
      protocol,
      packets: String(1 + random.below(1000)),
      bytes: String(40 + random.below(2 ** 31)),
      action: random.pick(['ACCEPT', 'ACCEPT', 'REJECT']),
      'log-status': 'OK',
      'tcp-flags': protocol === '6' ? random.pick(tcpFlags) : '0',
      'flow-direction': random.pick(['ingress', 'egress']),
    };
  });

/** What a record without traffic has. */
const empty: FlowRecord = Object.fromEntries(
  [
    ...['srcaddr', 'dstaddr', 'srcport', 'dstport', 'protocol', 'packets', 'bytes', 'action', 'tcp-flags'],
    'flow-direction',
  ].map((field) => [field, '-']),
);
