/** What can spell a name in another way than letter by letter: an escape, a line that goes on, a loop over names. */
const DISGUISES = ['\\u', '\\x', '\\U', '\\\n', '\\\r', 'Fn::ForEach'];

const NEEDLES = ['SecurityGroupEgress', ...DISGUISES];
const NEEDLES_WITHOUT_EGRESS = ['AWS::EC2::SecurityGroup', ...DISGUISES];

/** A text, decoded or as it came from a file. */
type Text = Pick<string, 'includes'> | { readonly includes: (needle: string) => boolean };

/** Whether a text can hold anything for the rules at all; most templates cannot, and need not be parsed. */
export const mayConcern = (text: Text, rules: readonly string[] = []): boolean =>
  (rules.length > 0 ? NEEDLES_WITHOUT_EGRESS : NEEDLES).some((needle) => text.includes(needle));
