import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWithin } from '../../flow/address.ts';
import { blocksFor } from '../../flow/blocks.ts';

const cidrs = (addresses: readonly string[], maxBlocks: number, maxUnseen = 1) =>
  blocksFor(addresses, { maxBlocks, maxUnseen })?.map(({ cidr }) => cidr);

describe('blocks for addresses', () => {
  test.each([
    ['one', ['10.0.0.7'], 5, ['10.0.0.7/32']],
    ['neighbours, which open nothing besides', ['10.0.0.6', '10.0.0.7'], 5, ['10.0.0.6/31']],
    ['neighbours that make no block', ['10.0.0.7', '10.0.0.8'], 5, ['10.0.0.7/32', '10.0.0.8/32']],
    ['a whole block of four', ['10.0.0.4', '10.0.0.5', '10.0.0.6', '10.0.0.7'], 5, ['10.0.0.4/30']],
    [
      'too many, so that the nearest are joined',
      ['10.0.0.1', '10.0.0.3', '10.1.0.0'],
      2,
      ['10.0.0.0/30', '10.1.0.0/32'],
    ],
    [
      'what lies within what was joined',
      ['10.0.0.0', '10.0.0.2', '10.0.0.3', '10.9.0.0'],
      2,
      ['10.0.0.0/30', '10.9.0.0/32'],
    ],
    ['far from each other', ['10.0.0.1', '172.16.0.1'], 1, ['0.0.0.0/0']],
    ['IPv6', ['2001:db8::1', '2001:db8::'], 5, ['2001:db8::/127']],
    ['the last address', ['255.255.255.255'], 5, ['255.255.255.255/32']],
    ['the same twice', ['10.0.0.7', '10.0.0.7'], 5, ['10.0.0.7/32']],
    ['none', [], 5, []],
  ])('of %s', (_name, addresses, maxBlocks, expected) => {
    expect(cidrs(addresses, maxBlocks)).toEqual(expected);
  });

  test('there are none where they would open more than they may', () => {
    const addresses = ['10.0.0.0', '10.0.0.1', '10.0.0.4'];
    expect(cidrs(addresses, 1, 0.7)).toEqual(['10.0.0.0/29']);
    expect(cidrs(addresses, 1, 0.6)).toBeUndefined();
    expect(cidrs(addresses, 2, 0)).toEqual(['10.0.0.0/31', '10.0.0.4/32']);
  });

  test('tell how many addresses they open besides', () => {
    const [block] = blocksFor(['10.0.0.0', '10.0.0.1', '10.0.0.4'], { maxBlocks: 1, maxUnseen: 1 }) ?? [];
    expect(block).toEqual({ cidr: '10.0.0.0/29', seen: 3, unseen: 5n });
  });

  const address = fc.oneof(
    fc.tuple(fc.constantFrom(0, 1, 2), fc.nat(40)).map(([third, last]) => `10.0.${third}.${last}`),
    fc.ipV4(),
  );

  test('hold every address, once, and are as few as asked', () => {
    fc.assert(
      fc.property(
        fc.array(address, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 8 }),
        (addresses, most) => {
          const blocks = blocksFor(addresses, { maxBlocks: most, maxUnseen: 1 }) ?? [];
          expect(blocks.length).toBeLessThanOrEqual(most);
          for (const one of addresses) expect(blocks.filter(({ cidr }) => isWithin(one, cidr)).length).toBe(1);
          expect(blocks.reduce((sum, { seen }) => sum + seen, 0)).toBe(new Set(addresses).size);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('are found for thousands of addresses', () => {
    const addresses = Array.from(
      { length: 5000 },
      (_, index) => `10.${index % 7}.${index % 251}.${(index * 37) % 256}`,
    );
    expect(cidrs(addresses, 20)?.length).toBeLessThanOrEqual(20);
  });
});
