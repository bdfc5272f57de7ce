import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressText, readCidr } from '../../../rule/value/cidr.ts';

const isCanonicalCidr = (text: string): boolean => readCidr(text)?.isCanonical === true;

const canonical = [
  '0.0.0.0/0',
  '10.0.0.0/8',
  '10.0.0.0/7',
  '10.1.2.3/32',
  '128.0.0.0/1',
  '::/0',
  '::1/128',
  'fd00::/8',
  'FD00:0:0:1::/64',
  '2001:db8:0:0:0:0:0:0/32',
];

const other = [
  '',
  '256.0.0.0/8',
  '10.0.0.999/32',
  '/',
  '10.0.0.0',
  '10.0.0.0/0',
  '10.0.0.0/1',
  '10.1.2.3/8',
  '10.0.0.0/33',
  '10.0.0.0/1e1',
  '10.0.0.0/0x8',
  '10.0.0.0/ 8',
  '1e1.0.0.0/8',
  '0x10.0.0.0/8',
  ' 10.0.0.0/8',
  '1:2:3/48',
  '10.0.0.0/-1',
  '10.0.0.0/8/8',
  '10.0.0/8',
  '10.0.0.0.0/8',
  'fd00::/0',
  'fd00::1/64',
  '::/129',
  '::1::/128',
  '1:2:3:4:5:6:7:8:9/128',
  '12345::/128',
  'g::/128',
  '{"Ref":"Cidr"}/32',
];

describe('a block is written as EC2 keeps it:', () => {
  test.each(canonical)('%s', (text) => {
    expect(isCanonicalCidr(text)).toBe(true);
  });
});

describe('a block is not, or is none:', () => {
  test.each(other)('%j', (text) => {
    expect(isCanonicalCidr(text)).toBe(false);
  });
});

test('every address of its own is a block that is, and with fewer bits only where the others are zero', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.ipV4(),
        fc.ipV6().filter((text) => !text.includes('.')),
      ),
      (address) => {
        expect(isIPv4(address) || isIPv6(address)).toBe(true);
        expect(isCanonicalCidr(`${address}/${isIPv4(address) ? 32 : 128}`)).toBe(true);
        expect(isCanonicalCidr(`${address}/0`)).toBe(/^[0:.]+$/.test(address));
      },
    ),
  );
});

describe('the first and the last address of a block', () => {
  test.each([
    ['10.0.0.0/7', '10.0.0.0', '11.255.255.255'],
    ['10.1.2.3/8', '10.0.0.0', '10.255.255.255'],
    ['10.0.0.0/0', '0.0.0.0', '255.255.255.255'],
    ['10.1.2.3/32', '10.1.2.3', '10.1.2.3'],
    ['2001:db8::/32', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['::1/128', '::1', '::1'],
    ['::/0', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['1:0:0:2:0:0:0:3/128', '1:0:0:2::3', '1:0:0:2::3'],
    ['1:0:2:3:4:5:6:0/128', '1:0:2:3:4:5:6:0', '1:0:2:3:4:5:6:0'],
    ['1:0:0:2:3:0:0:4/128', '1::2:3:0:0:4', '1::2:3:0:0:4'],
    ['1:0:0:0:2:0:0:3/128', '1::2:0:0:3', '1::2:0:0:3'],
  ])('%s', (text, first, last) => {
    const cidr = readCidr(text);
    expect(cidr && [addressText(cidr.first, cidr.size), addressText(cidr.last, cidr.size)]).toEqual([first, last]);
  });
});

test('an address is written such that it is read as the same', () => {
  const address = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }).map((value) => ({ value, size: 32 })),
    fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((value) => ({ value, size: 128 })),
    fc.array(fc.constantFrom(0n, 0n, 1n, 0xffffn), { minLength: 8, maxLength: 8 }).map((groups) => ({
      value: groups.reduce<bigint>((sum, group) => sum * 65_536n + group, 0n),
      size: 128,
    })),
  );
  fc.assert(
    fc.property(address, ({ value, size }) => {
      const text = addressText(value, size);
      expect(size === 32 ? isIPv4(text) : isIPv6(text)).toBe(true);
      expect(readCidr(`${text}/${size}`)?.first).toBe(value);
    }),
  );
});
