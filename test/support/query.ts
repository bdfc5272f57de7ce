/** What a query of CloudWatch Logs Insights asks of the log. */
export interface Asked {
  /** The fields that it names, as paths into a line: `fault.name`, `exemptions.0.id`. */
  readonly fields: readonly string[];
  /** What it compares a field with, as text. */
  readonly compared: readonly (readonly [field: string, text: string])[];
}

/** Reads what a query asks for; what it computes itself (`as`, `into`) is traced back to the log. */
export const askedBy = (query: string): Asked => {
  const text = query.replace(/^\s*#.*$/gm, '');
  const compared = Array.from(
    text.matchAll(/([\w.]+) = ["']([^"']*)["']/g),
    ([, field = '', value = '']) => [field, value] as const,
  );
  const names = text.replace(/["'][^"']*["']/g, '').match(/@?[A-Za-z][\w.]*(?!\w*\()/g) ?? [];
  const aliases = aliasesIn(text);
  const fields = names.filter((name) => !WORDS.has(name) && !name.startsWith('@'));
  return { fields: [...new Set(fields.flatMap((name) => trace(name, aliases)))], compared };
};

/** What names of a query stand for: a path in the log, or undefined where it is computed. */
const aliasesIn = (text: string): ReadonlyMap<string, string | undefined> =>
  new Map([
    ...Array.from(text.matchAll(/\bas (\w+)/g), ([, alias = '']) => [alias, undefined] as const),
    ...Array.from(text.matchAll(/jsonParse\(@message\) as (\w+)/g), ([, alias = '']) => [alias, ''] as const),
    ...Array.from(
      text.matchAll(/\bunnest \w+\.([\w.]+) into (\w+)/g),
      ([, path, alias = '']) => [alias, `${path}.0`] as const,
    ),
  ]);

const WORDS = new Set('fields filter stats sort limit display unnest into as by and or in desc asc'.split(' '));

const trace = (name: string, aliases: ReadonlyMap<string, string | undefined>): readonly string[] => {
  const [first = '', ...rest] = name.split('.');
  if (!aliases.has(first)) return [name];
  const origin = aliases.get(first);
  const path = [...(origin ? [origin] : []), ...rest].join('.');
  return origin === undefined || path === '' ? [] : [path];
};

/** The value at a path in a line of the log; undefined where there is none. */
export const fieldOf = (line: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => Object(value)[key], line);
