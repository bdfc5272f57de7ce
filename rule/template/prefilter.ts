/** What can spell a name in another way than letter by letter: an escape, or a line that goes on. */
const ESCAPES = ['\\u', '\\x', '\\U', '\\\n', '\\\r'];

/** A text, decoded or as it came from a file. */
interface Text {
  readonly includes: (needle: string) => boolean;
}

const hasEscape = (text: Text): boolean => text.includes('\\') && ESCAPES.some((spelling) => text.includes(spelling));

/**
 * Whether a text can hold anything for the rules at all; most templates cannot, and need not be parsed. A loop may put
 * names together.
 */
export const mayConcern = (text: Text, rules: readonly string[] = []): boolean =>
  text.includes(rules.length > 0 ? 'AWS::EC2::SecurityGroup' : 'SecurityGroupEgress') ||
  text.includes('ForEach::') ||
  text.includes('Fn::Transform') ||
  text.includes('!Transform') ||
  hasEscape(text);
