import { expect, test } from 'vitest';
import { DEFAULT_FORMAT, makeSumming } from '../../flow/index.ts';
import { trafficOf } from '../../flow/traffic.ts';
import { takeLine } from '../support/take-line.ts';

const [ENI, OWN] = ['eni-1235b8ca123456789', '10.0.0.5'];

const WITH_FLAGS = [...DEFAULT_FORMAT, 'tcp-flags'];

const [SYN, RST, SYN_ACK] = [2, 4, 18];

type Flow = readonly [source: string, sourcePort: number, destination: string, destinationPort: number, flags: number];

/** A try of one of our ports, and what we answer. */
const probe = (other: string, theirs: number, ours: number): readonly Flow[] => [
  [other, theirs, OWN, ours, SYN],
  [OWN, ours, other, theirs, RST],
];

/** A connection of ours. */
const connect = (other: string, port: number, chance: number): readonly Flow[] => [
  [OWN, chance, other, port, SYN],
  [other, port, OWN, chance, SYN_ACK],
];

const told = (flows: readonly Flow[], format: readonly string[]) => {
  const summing = makeSumming(format, { interfaces: undefined, from: 0, to: 10_000 });
  for (const [source, sourcePort, destination, destinationPort, flags] of flows)
    takeLine(
      summing,
      `2 123456789012 ${ENI} ${source} ${destination} ${sourcePort} ${destinationPort} 6 1 40 1000 1060 ACCEPT OK ${flags}`
        .split(' ')
        .slice(0, format.length)
        .join(' '),
    );
  const { traffic, unclear } = trafficOf(summing.sums(), new Map([[ENI, new Set([OWN])]]));
  return { needs: traffic.map(({ address, port }) => `${address} ${port}`), unclear: unclear.length };
};

const numbers = (count: number, from: number, step: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + index * step);

const database = [...connect('10.0.3.9', 5432, 41_000), ...connect('10.0.3.9', 5432, 41_001)];

test.each([
  ['from a chance port', 54_321],
  ['from a low port', 53],
])('what answers a sweep of all ports %s is no need', (_name, theirs) => {
  const sweep = numbers(200, 21, 301).flatMap((ours) => probe('198.51.100.7', theirs, ours));
  for (const format of [DEFAULT_FORMAT, WITH_FLAGS])
    expect(told([...sweep, ...database], format)).toEqual({ needs: ['10.0.3.9 5432'], unclear: 0 });
});

test('what answers noise from everywhere is no need, and is told where there are no flags', () => {
  const noise = numbers(100, 1, 1).flatMap((n) =>
    probe(`198.51.100.${n}`, 1024 + ((n * 7919) % 60_000), (n * 6007) % 65_000),
  );
  expect(told([...noise, ...database], WITH_FLAGS)).toEqual({ needs: ['10.0.3.9 5432'], unclear: 0 });
  const { needs, unclear } = told([...noise, ...database], DEFAULT_FORMAT);
  expect(needs).toEqual(['10.0.3.9 5432']);
  expect(unclear).toBeGreaterThan(20);
});

test('a few ports that were used once stay likely', () => {
  const flows = numbers(8, 2000, 10).flatMap((port) => connect('10.0.3.9', port, 41_000));
  expect(told(flows, DEFAULT_FORMAT).needs).toHaveLength(8);
});

test('a client with reserved ports, as NFS has them, is a client', () => {
  const flows = numbers(40, 665, 7).flatMap((chance) => connect('10.0.3.9', 2049, chance));
  expect(told(flows, DEFAULT_FORMAT)).toEqual({ needs: ['10.0.3.9 2049'], unclear: 0 });
});

test('who uses many of our ports may still be one whose port we use', () => {
  const theirs = numbers(12, 30_000, 3).flatMap((ours) => connectFrom('10.0.3.9', ours, 41_000 + (ours % 1000)));
  const ours = [...connect('10.0.3.9', 10_250, 42_000), ...connect('10.0.3.9', 10_250, 42_001)];
  for (const format of [DEFAULT_FORMAT, WITH_FLAGS])
    expect(told([...theirs, ...ours], format).needs).toEqual(['10.0.3.9 10250']);
});

/** A connection of somebody else to us. */
const connectFrom = (other: string, ours: number, chance: number): readonly Flow[] => [
  [other, chance, OWN, ours, SYN],
  [OWN, ours, other, chance, SYN_ACK],
];
