import { addressText, readCidr } from '../rule/index.ts';

export function isV6(address: string): boolean {
  return address.includes(':');
}

/** The block that an address alone is. */
export function blockOf(address: string): string {
  return `${address}/${isV6(address) ? 128 : 32}`;
}

/** Whether a block holds an address, both as text; false where either is none. */
export function isWithin(address: string, cidr: string): boolean {
  const [one, block] = [readCidr(blockOf(address)), readCidr(cidr)];
  return one !== undefined && block?.size === one.size && one.first >= block.first && one.first <= block.last;
}

/**
 * The address at which a VPC has its DNS resolver, of the VPC's primary block: its first one plus two.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 */
export function resolverIn(cidr: string): string | undefined {
  const block = readCidr(cidr);
  return block && addressText(block.first + 2n, block.size);
}

/** Whether an address is one of the internet, and not of a network of one's own. */
export function isPublic(address: string): boolean {
  return !PRIVATE.some((cidr) => isWithin(address, cidr));
}

/** https://www.rfc-editor.org/rfc/rfc1918, 6598 (shared with a carrier) and 4193 */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];
