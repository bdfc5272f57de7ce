import { describe, expect, test } from 'vitest';
import { DEFAULT_FORMAT, type LogFormat, makeSumming, readFormat, suggestEntries } from '../../flow/index.ts';
import { takeLine } from '../support/take-line.ts';

const V5 = readFormat(
  '${version} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${tcp-flags} ${packets} ${bytes} ${start} ${end} ${action} ${log-status} ${flow-direction}',
);

const ENI = 'eni-1235b8ca123456789';

interface Flow {
  readonly to?: string;
  readonly from?: string;
  readonly ports?: readonly [source: number, destination: number];
  readonly protocol?: number;
  readonly flags?: number;
  readonly action?: string;
  readonly direction?: string;
  readonly start?: number;
}

const OWN = '10.0.0.5';

const lineOf = (format: LogFormat, flow: Flow): readonly string[] => {
  const { from = OWN, to = OWN, ports = [40000, 443], protocol = 6, flags = 0, action = 'ACCEPT', start = 1000 } = flow;
  const values: Readonly<Record<string, unknown>> = {
    version: 5,
    'account-id': '123456789012',
    'interface-id': ENI,
    srcaddr: from,
    dstaddr: to,
    srcport: ports[0],
    dstport: ports[1],
    protocol,
    'tcp-flags': flags,
    packets: 3,
    bytes: 300,
    start,
    end: start + 60,
    action,
    'log-status': 'OK',
    'flow-direction': flow.direction ?? (from === OWN ? 'egress' : 'ingress'),
  };
  return format.map((field) => String(values[field] ?? '-'));
};

const NOWHERE = { groupsOf: () => [], prefixListOf: () => undefined };

const suggest = (flows: readonly Flow[], { format = V5, limits = {}, surroundings = {} } = {}) => {
  const summing = makeSumming(format, { interfaces: undefined, from: 0, to: 2 ** 40 });
  for (const flow of flows) expect(takeLine(summing, lineOf(format, flow).join(' '))).toBe(true);
  return suggestEntries({
    sums: summing.sums(),
    addresses: new Map(),
    resolvers: new Set(),
    surroundings: { ...NOWHERE, ...surroundings },
    limits: { maxEntries: 20, maxUnseen: 0.5, ...limits },
  });
};

/** `tcp 443 10.0.1.1/32`, and `?` behind it where it is likely only. */
const told = (flows: readonly Flow[], options = {}): readonly string[] =>
  suggest(flows, options).entries.map(({ protocol, ports, destination, isSure }) => {
    const range = ports === undefined ? '' : ` ${ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`}`;
    return `${protocol}${range} ${destination.value}${isSure ? '' : '?'}`;
  });

describe('what an interface began', () => {
  test.each([
    ['a SYN', [{ to: '10.0.1.1', flags: 2 }], ['tcp 443 10.0.1.1/32']],
    ['a short connection, SYN and FIN in one', [{ to: '10.0.1.1', flags: 3 }], ['tcp 443 10.0.1.1/32']],
    [
      'a later window of the same connection',
      [
        { to: '10.0.1.1', flags: 2 },
        { to: '10.0.1.1', flags: 0, start: 9000 },
      ],
      ['tcp 443 10.0.1.1/32'],
    ],
    ['a connection that began before the logs', [{ to: '10.0.1.1' }], ['tcp 443 10.0.1.1/32?']],
    ['an answer to who began', [{ to: '10.0.1.1', ports: [443, 50000], flags: 18 }], []],
    ['an answer that goes on', [{ to: '10.0.1.1', ports: [443, 50000] }], []],
    [
      'an answer of a server on a high port',
      [
        { from: '10.0.1.1', ports: [50001, 50051], flags: 2 },
        { to: '10.0.1.1', ports: [50051, 50001], flags: 18 },
        { to: '10.0.1.1', ports: [50051, 50001] },
      ],
      [],
    ],
    [
      'a client of a server on a high port',
      [
        { to: '10.0.1.1', ports: [45001, 50051] },
        { to: '10.0.1.1', ports: [45002, 50051] },
      ],
      ['tcp 50051 10.0.1.1/32?'],
    ],
    ['a query of UDP', [{ to: '10.0.1.2', ports: [40000, 53], protocol: 17 }], ['udp 53 10.0.1.2/32?']],
    ['the same port at both ends', [{ to: '10.0.1.2', ports: [123, 123], protocol: 17 }], ['udp 123 10.0.1.2/32?']],
    ['ICMP', [{ to: '10.0.1.2', ports: [0, 0], protocol: 1 }], ['icmp -1 10.0.1.2/32?']],
    ['GRE', [{ to: '10.0.1.2', ports: [0, 0], protocol: 47 }], ['47 10.0.1.2/32?']],
    ['IPv6', [{ from: '2001:db8::5', to: '2001:db8::9', flags: 2, direction: 'egress' }], ['tcp 443 2001:db8::9/128']],
    ['what others began', [{ from: '10.0.1.1', ports: [40000, 22], flags: 2 }], []],
    ['what was refused', [{ to: '10.0.1.1', flags: 2, action: 'REJECT' }], []],
    ['instance metadata', [{ to: '169.254.169.254', ports: [40000, 80], flags: 2 }], []],
  ] as const)('%s', (_name, flows, expected) => {
    expect(told(flows)).toEqual(expected);
  });

  test('is told by ports alone in the default format, and is never sure', () => {
    const flows = [
      { to: '10.0.1.1' },
      { to: '10.0.1.2', ports: [40001, 5432] as const },
      { from: '10.0.1.1', ports: [443, 40000] as const },
      { to: '10.0.1.3', ports: [22, 50000] as const },
    ];
    expect(told(flows, { format: DEFAULT_FORMAT })).toEqual(['tcp 443 10.0.1.1/32?', 'tcp 5432 10.0.1.2/32?']);
  });

  test('is not told of an interface of which nothing says which end it is', () => {
    const { entries, unknownInterfaces } = suggest([{ to: '10.0.1.1' }], { format: DEFAULT_FORMAT });
    expect({ entries, unknownInterfaces }).toEqual({ entries: [], unknownInterfaces: [ENI] });
  });
});

describe('where it leads', () => {
  const many = (count: number, prefix: string): readonly Flow[] =>
    Array.from({ length: count }, (_, index) => ({ to: `${prefix}.${index * 7}`, flags: 2 }));

  test('public and many: everywhere, by its port', () => {
    expect(told(many(9, '52.1.1'))).toEqual(['tcp 443 0.0.0.0/0']);
    expect(told(many(8, '52.1.1'))).toHaveLength(8);
  });

  test('public and many without a port: nothing, since that is as open as all protocols', () => {
    const flows = many(9, '52.1.1').map((flow) => ({ ...flow, protocol: 50, ports: [0, 0] as const, flags: 0 }));
    const { entries, left, coverage } = suggest(flows);
    expect({ entries, left: left.length, coverage }).toEqual({
      entries: [],
      left: 9,
      coverage: { covered: 0, all: 9 },
    });
  });

  test('an interface with a group: the group', () => {
    const surroundings = { groupsOf: (address: string) => (address.startsWith('10.0.1.') ? ['sg-0a1'] : []) };
    expect(told([...many(3, '10.0.1'), { to: '10.0.2.9', flags: 2 }], { surroundings })).toEqual([
      'tcp 443 sg-0a1',
      'tcp 443 10.0.2.9/32',
    ]);
  });

  test('a prefix list: the list', () => {
    const surroundings = { prefixListOf: (address: string) => (address.startsWith('52.') ? 'pl-63a5400a' : undefined) };
    expect(told(many(20, '52.1.1'), { surroundings })).toEqual(['tcp 443 pl-63a5400a']);
  });

  test('too many to be named apart: what there is no room for is left, and told', () => {
    const flows = [
      ...many(2, '10.0.1'),
      ...many(2, '10.0.1').map((flow) => ({ ...flow, ports: [40000, 22] as const })),
    ];
    const { entries, left } = suggest(flows, { limits: { maxEntries: 3 } });
    expect([entries.length, left.length]).toEqual([3, 1]);
    expect(told(flows, { limits: { maxEntries: 2, maxUnseen: 1 } })).toEqual([
      'tcp 22 10.0.1.0/29',
      'tcp 443 10.0.1.0/29',
    ]);
  });
});

describe('ports', () => {
  const ports = (...list: readonly number[]): readonly Flow[] =>
    list.map((port) => ({ to: '10.0.1.1', ports: [40000, port], flags: 2 }));

  test('are named one by one', () => {
    expect(told(ports(443, 22, 5432))).toEqual(['tcp 22 10.0.1.1/32', 'tcp 443 10.0.1.1/32', 'tcp 5432 10.0.1.1/32']);
  });

  test('that lie dense are a range', () => {
    const dense = Array.from({ length: 12 }, (_, index) => 30_000 + index * 2);
    expect(told(ports(443, ...dense))).toEqual(['tcp 30000-30022 10.0.1.1/32', 'tcp 443 10.0.1.1/32']);
  });
});
