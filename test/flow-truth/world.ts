import type { Random } from '../support/random.ts';

/** A record of one direction of one connection in one window, of the fields that matter. */
export interface TrueRecord {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly protocol: number;
  readonly flags: number;
  readonly isEgress: boolean;
  readonly isRejected: boolean;
  readonly start: number;
}

/** What an interface needs: `6 443 10.0.1.7`. */
export type Need = string;

/** What an interface sent and received, and what of it the interface began and was let through. */
export interface World {
  readonly records: readonly TrueRecord[];
  readonly needs: ReadonlySet<Need>;
}

export const needOf = (protocol: number, port: number | undefined, address: string): Need =>
  `${protocol} ${port ?? ''} ${address}`;

const [SYN, FIN, RST, SYN_ACK] = [2, 1, 4, 18];

const [TCP, UDP, ICMP, GRE] = [6, 17, 1, 47];

const WINDOW = 60;

/** Makes the traffic of one interface: what its host is decides what it does, chance decides the rest. */
export function makeWorld(random: Random): World {
  const isIpv6 = random.below(4) === 0;
  const address = (network: number): string =>
    isIpv6
      ? `2001:db8:${network.toString(16)}::${(1 + random.below(65_000)).toString(16)}`
      : `10.${network}.${random.below(250)}.${1 + random.below(250)}`;
  const own = address(0);
  const records: TrueRecord[] = [];
  const needs = new Set<Need>();
  const clientPort = makeClientPort(random);
  const now = (): number => 1_000_000 + random.below(14 * 86_400);

  /** One window of both directions; `theirs` is absent where nothing comes back. */
  const exchange = (other: string, ports: readonly [own: number, other: number], how: Exchange): void => {
    const { protocol = TCP, flags = [0, 0], isRejected = false, start = now(), sides = 'both' } = how;
    const common = { protocol, isRejected, start };
    const [ours, theirs] = flags;
    if (sides !== 'theirs')
      records.push({
        ...{ ...common, source: own, destination: other, isEgress: true },
        ...{ sourcePort: ports[0], destinationPort: ports[1], flags: ours },
      });
    if (sides !== 'ours')
      records.push({
        ...{ ...common, source: other, destination: own, isEgress: false },
        ...{ sourcePort: ports[1], destinationPort: ports[0], flags: theirs },
      });
  };

  const need = (protocol: number, port: number | undefined, other: string): void => {
    needs.add(needOf(protocol, port, other));
  };

  const play = {
    client: () => {
      const [port, other] = [random.pick(servicePorts), address(1)];
      need(TCP, port, other);
      for (let count = 2 + random.below(8); count > 0; count -= 1)
        exchange(other, [clientPort(), port], { flags: [SYN | FIN, SYN_ACK | FIN] });
    },
    longConnection: () => {
      const [port, other, chance, start] = [random.pick(servicePorts), address(2), clientPort(), now()];
      need(TCP, port, other);
      const windows = 3 + random.below(10);
      for (let index = 0; index < windows; index += 1) {
        const flags: [number, number] = index === 0 ? [SYN, SYN_ACK] : [index === windows - 1 ? FIN : 0, 0];
        exchange(other, [chance, port], { flags, start: start + index * WINDOW });
      }
    },
    server: () => {
      const port = random.pick(servicePorts);
      for (let count = 5 + random.below(20); count > 0; count -= 1)
        exchange(address(3), [port, clientPort()], { flags: [SYN_ACK | FIN, SYN | FIN] });
    },
    longServer: () => {
      const [port, other, chance, start] = [random.pick(servicePorts), address(4), clientPort(), now()];
      for (let index = 0; index < 6; index += 1)
        exchange(other, [port, chance], {
          flags: index === 0 ? [SYN_ACK, SYN] : [0, 0],
          start: start + index * WINDOW,
        });
    },
    dns: () => {
      const other = address(5);
      need(UDP, 53, other);
      for (let count = 3 + random.below(20); count > 0; count -= 1)
        exchange(other, [clientPort(), 53], { protocol: UDP });
    },
    time: () => {
      const other = address(6);
      need(UDP, 123, other);
      exchange(other, [123, 123], { protocol: UDP });
    },
    ping: () => {
      const other = address(7);
      need(ICMP, undefined, other);
      exchange(other, [0, 0], { protocol: ICMP });
    },
    tunnel: () => {
      const other = address(8);
      need(GRE, undefined, other);
      exchange(other, [0, 0], { protocol: GRE });
    },
    retries: () => {
      const [port, other] = [random.pick(servicePorts), address(9)];
      need(TCP, port, other);
      for (let count = 3; count > 0; count -= 1)
        exchange(other, [clientPort(), port], { flags: [SYN, 0], sides: 'ours' });
    },
    refused: () =>
      exchange(address(10), [clientPort(), random.pick(servicePorts)], {
        flags: [SYN, 0],
        isRejected: true,
        sides: 'ours',
      }),
    scanned: () => {
      const other = address(11);
      for (let port = 1; port < 60; port += 1) {
        const isOpen = random.below(4) > 0;
        exchange(
          other,
          [port, clientPort()],
          isOpen ? { flags: [RST, SYN] } : { flags: [0, SYN], isRejected: true, sides: 'theirs' },
        );
      }
    },
    /** From one port, as some scanners do; ports that nobody listens on answer, too. */
    swept: () => {
      const [other, chance] = [address(14), random.pick([53, 40_123, 54_321] as const)];
      for (let port = 1 + random.below(50); port < 65_000; port += port < 1000 ? 50 : 900)
        exchange(other, [port, chance], { flags: [RST, SYN] });
    },
    /** From reserved ports, as a server may ask it of its clients. */
    nfs: () => {
      const other = address(16);
      need(TCP, 2049, other);
      for (let count = 2 + random.below(12); count > 0; count -= 1)
        exchange(other, [665 + random.below(358), 2049], { flags: [SYN | FIN, SYN_ACK | FIN] });
    },
    /** From everywhere, to any port, from any port. */
    noise: () => {
      for (let count = 20 + random.below(40); count > 0; count -= 1)
        exchange(address(15), [1 + random.below(65_000), 1024 + random.below(64_000)], { flags: [RST, SYN] });
    },
    udpServer: () => {
      for (let count = 4 + random.below(10); count > 0; count -= 1)
        exchange(address(12), [514, clientPort()], { protocol: UDP });
    },
    /** Its clients come from few addresses, by many connections. */
    target: () => {
      const [balancer, port] = [address(13), random.pick([8080, 31_000, 50_051] as const)];
      for (let count = 20; count > 0; count -= 1)
        exchange(balancer, [port, clientPort()], { flags: [SYN_ACK | FIN, SYN | FIN] });
    },
    web: () => {
      for (let count = 10 + random.below(20); count > 0; count -= 1) {
        const other = isIpv6
          ? `2600:${random.below(9999)}::${1 + random.below(99)}`
          : `52.${random.below(250)}.${random.below(250)}.9`;
        need(TCP, 443, other);
        exchange(other, [clientPort(), 443], { flags: [SYN | FIN, SYN_ACK | FIN] });
      }
    },
  };
  const plays = Object.values(play);
  for (let count = 3 + random.below(8); count > 0; count -= 1) plays[random.below(plays.length)]?.();
  return { records, needs };
}

interface Exchange {
  readonly protocol?: number;
  readonly flags?: readonly [ours: number, theirs: number];
  readonly isRejected?: boolean;
  readonly start?: number;
  readonly sides?: 'both' | 'ours' | 'theirs';
}

const servicePorts = [22, 25, 80, 389, 443, 1433, 3306, 5432, 6379, 8080, 8443, 9092, 27_017, 50_051] as const;

/** As Linux, Windows and appliances choose the ports of clients. */
const makeClientPort = (random: Random): (() => number) => {
  const [first, last] = random.pick([
    [32_768, 60_999],
    [32_768, 60_999],
    [49_152, 65_535],
    [1024, 65_535],
  ] as const);
  return () => first + random.below(last - first);
};
