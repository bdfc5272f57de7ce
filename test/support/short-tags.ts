const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `!If` of `{ "Fn::If": ... }`; undefined of what has no short tag. */
const tagOf = (value: Readonly<Record<string, unknown>>): string | undefined => {
  const [key = '', ...others] = Object.keys(value);
  if (others.length > 0 || key.startsWith('Fn::ForEach::')) return undefined;
  return key === 'Ref' || key === 'Condition' ? `!${key}` : /^Fn::/.test(key) ? key.replace('Fn::', '!') : undefined;
};

const writePairs = (value: Readonly<Record<string, unknown>>): string =>
  `{${Object.entries(value)
    .map(([key, part]) => `${JSON.stringify(key)}: ${toShortTags(part)}`)
    .join(', ')}}`;

/** YAML of a value on one line, its functions as short tags; a tag cannot follow a tag, so there the key is spelled in full. */
export const toShortTags = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(toShortTags).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const tag = tagOf(value);
  const argument = toShortTags(Object.values(value)[0]);
  return tag === undefined || argument.startsWith('!') ? writePairs(value) : `${tag} ${argument}`;
};
