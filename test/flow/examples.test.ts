import { describe, expect, test } from 'vitest';
import { DEFAULT_FORMAT, type LogFormat, makeSumming, readFormat, suggestEntries } from '../../flow/index.ts';
import { takeLine } from '../support/take-line.ts';

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html */
const examples = {
  ssh: '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK',
  rdp: '2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK',
  none: '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA',
  skipped: '2 123456789010 eni-11111111aaaaaaaaa - - - - - - - 1431280876 1431280934 - SKIPDATA',
  ping: '2 123456789010 eni-1235b8ca123456789 203.0.113.12 172.31.16.139 0 0 1 4 336 1432917027 1432917142 ACCEPT OK',
  pong: '2 123456789010 eni-1235b8ca123456789 172.31.16.139 203.0.113.12 0 0 1 4 336 1432917094 1432917142 REJECT OK',
  ipv6: '2 123456789010 eni-1235b8ca123456789 2001:db8:1234:a100:8d6e:3477:df66:f105 2001:db8:1234:a102:3304:8879:34cf:4071 34892 22 6 54 8855 1477913708 1477913820 ACCEPT OK',
};

const suggest = (lines: readonly string[], own: readonly string[]) => {
  const summing = makeSumming(DEFAULT_FORMAT, { interfaces: undefined, from: 0, to: 2 ** 40 });
  for (const line of lines) expect(takeLine(summing, line)).toBe(true);
  return suggestEntries({
    sums: summing.sums(),
    resolvers: new Set(),
    addresses: new Map([['eni-1235b8ca123456789', new Set(own)]]),
    surroundings: { groupsOf: () => [], prefixListOf: () => undefined },
    limits: { maxEntries: 20, maxUnseen: 0.5 },
  });
};

test("AWS's own examples of records: what the interface began, and what was refused to it", () => {
  const { ssh, rdp, none, skipped, ping, pong, ipv6 } = examples;
  const own = ['172.31.16.139', '172.31.9.69', '2001:db8:1234:a100:8d6e:3477:df66:f105'];
  const { entries, rejected, noData, skipData } = suggest([ssh, rdp, none, skipped, ping, pong, ipv6], own);
  expect(entries.map(({ protocol, ports, destination }) => [protocol, ports?.from, destination.value])).toEqual([
    ['tcp', 22, '172.31.16.21/32'],
    ['tcp', 22, '2001:db8:1234:a102:3304:8879:34cf:4071/128'],
  ]);
  expect(entries.map(({ records, bytes, first, last }) => [records, bytes, first, last])).toEqual([
    [1, 4249, 1418530010, 1418530070],
    [1, 8855, 1477913708, 1477913820],
  ]);
  expect(rejected.map(({ address, port }) => [address, port])).toEqual([
    ['172.31.9.12', 3389],
    ['203.0.113.12', undefined],
  ]);
  expect([noData, skipData]).toEqual([1, 1]);
});

test('the same seen from the other end: nothing that it began', () => {
  expect(
    suggest([examples.ssh, examples.ipv6], ['172.31.16.21', '2001:db8:1234:a102:3304:8879:34cf:4071']).entries,
  ).toEqual([]);
});

/**
 * The addresses of the examples "Traffic through a NAT gateway" and "Traffic through a transit gateway", with ports and flags
 * that go with them; an instance that forwards is logged in the same way, and has groups.
 */
describe('traffic through an interface between two ends', () => {
  const FORMAT = readFormat(
    'interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport protocol packets bytes start end action tcp-flags flow-direction',
  );

  const [NAT, CLIENT, HOST] = ['10.0.0.220', '10.0.1.5', '203.0.113.5'];

  /** Addresses as the record has them, then as the packets have them. */
  const records: readonly (readonly string[])[] = [
    [CLIENT, NAT, CLIENT, HOST, '39812', '80', '2', 'ingress'],
    [NAT, HOST, NAT, HOST, '1040', '80', '2', 'egress'],
    [HOST, NAT, HOST, NAT, '80', '1040', '18', 'ingress'],
    [NAT, CLIENT, HOST, CLIENT, '80', '39812', '18', 'egress'],
  ];

  const entriesIn = (format: LogFormat) => {
    const summing = makeSumming(format, { interfaces: undefined, from: 0, to: 2 ** 40 });
    for (const [from, to, pktFrom, pktTo, fromPort, toPort, flags, direction] of records) {
      const values = [
        'eni-1',
        from,
        to,
        pktFrom,
        pktTo,
        fromPort,
        toPort,
        6,
        3,
        300,
        1,
        60,
        'ACCEPT',
        flags,
        direction,
      ];
      const fields = format.map((field) => String(values[FORMAT.indexOf(field)]));
      expect(takeLine(summing, fields.join(' '))).toBe(true);
    }
    return suggestEntries({
      sums: summing.sums(),
      resolvers: new Set(),
      addresses: new Map([['eni-1', new Set([NAT])]]),
      surroundings: { groupsOf: () => [], prefixListOf: () => undefined },
      limits: { maxEntries: 20, maxUnseen: 0.5 },
    }).entries;
  };

  test.each([
    ['with pkt-srcaddr and pkt-dstaddr', FORMAT],
    ['without them', FORMAT.filter((field) => !field.startsWith('pkt-'))],
    ['without flags and direction', FORMAT.filter((field) => field !== 'tcp-flags' && field !== 'flow-direction')],
  ])('needs what it sends on, and not what it answers: %s', (_name, format) => {
    expect(entriesIn(format).map(({ ports, destination }) => [ports?.from, destination.value])).toEqual([
      [80, `${HOST}/32`],
    ]);
  });
});

test('an address that no list of the interface names counts where the direction is told', () => {
  const summing = makeSumming([...DEFAULT_FORMAT, 'flow-direction'], { interfaces: undefined, from: 0, to: 2 ** 40 });
  const [pod, own, host] = ['2001:db8:1:2:3::7', '2001:db8:1:2::5', '2001:db8:9::9'];
  for (const line of [
    `2 1 eni-1235b8ca123456789 ${pod} ${host} 40000 443 6 3 300 1 60 ACCEPT OK egress`,
    `2 1 eni-1235b8ca123456789 ${host} ${pod} 443 40000 6 3 300 1 60 ACCEPT OK ingress`,
  ])
    expect(takeLine(summing, line)).toBe(true);
  const { entries } = suggestEntries({
    sums: summing.sums(),
    resolvers: new Set(),
    addresses: new Map([['eni-1235b8ca123456789', new Set([own])]]),
    surroundings: { groupsOf: () => [], prefixListOf: () => undefined },
    limits: { maxEntries: 20, maxUnseen: 0.5 },
  });
  expect(entries.map(({ ports, destination }) => [ports?.from, destination.value])).toEqual([[443, `${host}/128`]]);
});
