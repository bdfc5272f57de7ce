import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCanonicalCidr } from '../../../rule/exemption/cidr.ts';

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
  '/',
  '10.0.0.0',
  '10.0.0.0/0',
  '10.0.0.0/1',
  '10.1.2.3/8',
  '10.0.0.0/33',
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
