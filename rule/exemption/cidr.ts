/** An address as a number, and how many bits that number has. */
interface Address {
  readonly value: bigint;
  readonly size: bigint;
}

const readIpv4 = (text: string): Address | undefined => {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const value = text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  return { value, size: 32n };
};

const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));

/** `::` stands for as many zeros as are missing. */
const readIpv6 = (text: string): Address | undefined => {
  const [head = '', tail, ...others] = text.split('::');
  const [first, last] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  const groups = [...first, ...new Array<string>(Math.max(zeros, 0)).fill('0'), ...last];
  const isAddress =
    others.length === 0 && groups.length === 8 && groups.every((group) => /^[\da-f]{1,4}$/i.test(group));
  if (!isAddress) return undefined;
  return { value: groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n), size: 128n };
};

/**
 * Whether a CIDR block is written as EC2 will keep it: it sets the bits behind the prefix to zero, so that 10.0.0.0/0 is
 * all there is. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
 */
export const isCanonicalCidr = (text: string): boolean => {
  const [address = '', prefix = '', ...others] = text.split('/');
  const read = readIpv4(address) ?? readIpv6(address);
  if (read === undefined || others.length > 0 || !/^\d{1,3}$/.test(prefix)) return false;
  const hostBits = read.size - BigInt(prefix);
  return hostBits >= 0n && read.value % 2n ** hostBits === 0n;
};
