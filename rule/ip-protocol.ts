/** What an `IpProtocol` opens: every protocol, the one that it names, or what cannot be told. */
export type IpProtocol = 'all' | 'named' | 'undetermined';

/** A dynamic reference, a value that a change set knows only after it is applied, or a variable that nothing replaced. */
export const holdsReference = (text: string): boolean => {
  const start = text.indexOf('{{');
  return (start >= 0 && text.includes('}}', start + 2)) || text.includes('${');
};

/** What CloudFormation shows in place of a `NoEcho` value. */
const MASKED = /^\*+$/;
/** `-0x1`, `-0o1` and `-0b1`: integers as YAML writes them, which `Number` does not read behind a sign. */
const RADIX = /^-0([xob])([0-9a-f]+)$/i;
const BASES: Readonly<Record<string, number>> = { x: 16, o: 8, b: 2 };

const isMinusOne = (text: string): boolean => {
  const digits = text.replaceAll('_', '');
  const [, radix, magnitude] = RADIX.exec(digits) ?? [];
  if (radix === undefined || magnitude === undefined) return Number(digits) === -1;
  return Number.parseInt(magnitude, BASES[radix.toLowerCase()]) === 1;
};

/** Whether a text stands for a value that CloudFormation keeps to itself, or has not got yet. */
export const standsForOther = (text: string): boolean => holdsReference(text) || MASKED.test(text);

const readText = (text: string): IpProtocol => {
  if (standsForOther(text)) return 'undetermined';
  return text.toLowerCase() === 'all' || isMinusOne(text) ? 'all' : 'named';
};

/**
 * Reads an `IpProtocol`, typed or as a string. "Use -1 to specify all protocols":
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html
 */
export const readIpProtocol = (value: unknown): IpProtocol =>
  typeof value === 'object' ? 'undetermined' : readText(String(value).trim());
