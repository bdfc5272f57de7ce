/** What an `IpProtocol` opens: every protocol, the one that it names, or what cannot be told. */
export type IpProtocol = 'all' | 'named' | 'undetermined';

/**
 * Reads an `IpProtocol`, typed or as a string. "Use -1 to specify all protocols":
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html
 */
export function readIpProtocol(value: unknown): IpProtocol {
  return typeof value === 'object' ? 'undetermined' : readText(String(value));
}

/** What names a protocol or a number. Digits of other scripts, and what nobody sees, no honest template has there. */
const NAME = /^[ \t\r\n]*[A-Za-z0-9-]+[ \t\r\n]*$/;

/** What nearly every entry names: known at a sixth of the time of reading it. */
const COMMON: ReadonlyMap<string, IpProtocol> = new Map([
  ['tcp', 'named'],
  ['udp', 'named'],
  ['icmp', 'named'],
  ['-1', 'all'],
]);

const readText = (text: string): IpProtocol => {
  const common = COMMON.get(text);
  if (common !== undefined) return common;
  const trimmed = text.trim();
  if (trimmed.toLowerCase() === 'all' || isMinusOne(trimmed)) return 'all';
  return NAME.test(text) ? 'named' : 'undetermined';
};

/** Integers as YAML writes them, which `Number` does not read: `-0x1`, `-0o1`, `-0b1`, and `-0:01` in base 60. */
const MINUS_ONE = /^-(?:0[xob]0*1|(?:0+:)+0*1(?:\.0*)?)$/i;

const isMinusOne = (text: string): boolean => {
  const digits = text.replaceAll('_', '');
  return Number(digits) === -1 || MINUS_ONE.test(digits);
};
