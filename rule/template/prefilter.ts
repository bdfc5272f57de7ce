/** A character in hexadecimal, as JSON and YAML escape it, or a line of YAML that goes on in the next one. */
const ESCAPE = /\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|U([\da-fA-F]{8})|\r?\n[ \t]*)/g;

const decode = (_escape: string, ...[short, byte, long]: readonly (string | undefined)[]): string => {
  const code = Number.parseInt(short ?? byte ?? long ?? '', 16);
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
};

const holds = (text: string, rules: readonly string[]): boolean =>
  text.includes(rules.length > 0 ? 'AWS::EC2::SecurityGroup' : 'SecurityGroupEgress') ||
  text.includes('ForEach::') ||
  (text.includes('Transform') && (text.includes('Fn::Transform') || text.includes('!Transform')));

/**
 * Whether a text can hold anything for the rules at all; most templates cannot, and need not be parsed. A loop may put
 * names together, a transform may add them, and escapes may spell them in another way than letter by letter.
 */
export const mayConcern = (text: string, rules: readonly string[] = []): boolean =>
  holds(text, rules) || (text.includes('\\') && holds(text.replace(ESCAPE, decode), rules));
