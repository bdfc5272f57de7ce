/** A CIDR block as EC2 reads it. */
export interface Cidr {
  /** The bits of an address: 32 or 128. */
  readonly size: number;
  readonly prefix: number;
  readonly first: bigint;
  readonly last: bigint;
  /** Whether it is written as EC2 will keep it, with all bits behind the prefix zero. */
  readonly isCanonical: boolean;
}

/**
 * Reads a CIDR block; undefined where EC2 would refuse it. EC2 sets the bits behind the prefix to zero, so that 10.0.0.0/0
 * is all there is. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
 */
export function readCidr(text: string): Cidr | undefined {
  const [address = '', length = '', ...others] = text.split('/');
  const read = readIpv4(address) ?? readIpv6(address);
  const prefix = Number(length);
  if (read === undefined || others.length > 0 || !/^\d{1,3}$/.test(length) || prefix > read.size) return undefined;
  const hosts = (1n << BigInt(read.size - prefix)) - 1n;
  const first = read.value & ~hosts;
  return { size: read.size, prefix, first, last: first | hosts, isCanonical: first === read.value };
}

/** An address as a person writes it: IPv6 as URLs do, with its longest run of zeros left out (RFC 5952). */
export function addressText(value: bigint, size: number): string {
  const digits = value.toString(16).padStart(size / 4, '0');
  if (size === 32) return (digits.match(/../g) ?? []).map((part) => Number.parseInt(part, 16)).join('.');
  return new URL(`http://[${digits.match(/..../g)?.join(':')}]`).hostname.slice(1, -1);
}

interface Address {
  readonly value: bigint;
  readonly size: number;
}

const readIpv4 = (text: string): Address | undefined => {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return { value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n), size: 32 };
};

/** `::` stands for as many zeros as are missing. */
const readIpv6 = (text: string): Address | undefined => {
  const [head = '', tail, ...others] = text.split('::');
  const [first, last] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  const groups = [...first, ...new Array<string>(Math.max(zeros, 0)).fill('0'), ...last];
  const isAddress =
    others.length === 0 && groups.length === 8 && groups.every((group) => /^[\da-f]{1,4}$/i.test(group));
  if (!isAddress) return undefined;
  return { value: groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n), size: 128 };
};

const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));
