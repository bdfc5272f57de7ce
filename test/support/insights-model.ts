/**
 * A model of the few commands of CloudWatch Logs Insights that suggest uses, as AWS's page on the query language tells them:
 * `filter X in [...]`, `parse` with asterisks, `fields` with arithmetic, `stats ... by`. There is no engine to try them on, so
 * what AWS's page leaves open is left open here, too: it takes nothing that the page does not name, and throws instead.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export interface LogEvent {
  readonly stream: string;
  readonly message: string;
}

type Fields = Record<string, string | number>;

export const askModel = (query: string, events: readonly LogEvent[]): readonly Readonly<Record<string, string>>[] => {
  const commands = query.split(/\n\| /);
  let rows: Fields[] = events.map(({ stream, message }) => ({ '@logStream': stream, '@message': message }));
  for (const command of commands) rows = run(command, rows);
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)])));
};

const run = (command: string, rows: readonly Fields[]): Fields[] => {
  const [, verb = '', rest = ''] = /^(\w+) (.*)$/.exec(command) ?? [];
  const perform = verbs[verb];
  if (perform === undefined) throw new Error(`no command: ${command}`);
  return perform(rest, rows);
};

/** What has other characters would need backquotes. */
const NAME = /^@?[A-Za-z0-9.]+$/;

/** Fields that Insights discovers in flow logs of the default format: what is parsed must not be called like them. */
const DISCOVERED = new Set(
  'accountId endTime interfaceId logStatus startTime version action bytes dstAddr dstPort packets protocol srcAddr srcPort'.split(
    ' ',
  ),
);

const nameOf = (text: string): string => {
  const name = text.trim();
  if (!NAME.test(name) || DISCOVERED.has(name)) throw new Error(`no name for a field: ${name}`);
  return name;
};

const filter = (rest: string, rows: readonly Fields[]): Fields[] => {
  const [, name = '', list = ''] = /^(\S+) in \[(.*)\]$/.exec(rest) ?? [];
  const values = list.split(', ').map((text) => JSON.parse(text));
  return rows.filter((row) => values.includes(row[nameOf(name)]));
};

const parse = (rest: string, rows: readonly Fields[]): Fields[] => {
  const [, glob = '', aliases = ''] = /^@message "([* ]+)" as (.*)$/.exec(rest) ?? [];
  const names = aliases.split(',').map(nameOf);
  if (glob.split(' ').length !== names.length) throw new Error('as many names as asterisks are needed');
  // Each asterisk takes what comes before the next text of the pattern, the last one the rest.
  const pattern = new RegExp(`^${glob.replaceAll('*', '(.*?)')}$`);
  return rows.map((row) => {
    const found = pattern.exec(String(row['@message']))?.slice(1) ?? [];
    return { ...row, ...Object.fromEntries(found.map((text, index) => [names[index], text])) };
  });
};

const fields = (rest: string, rows: readonly Fields[]): Fields[] => {
  const parts = splitOutside(rest).map((part) => {
    const [, expression = '', name = ''] = /^(.*) as (\w+)$/.exec(part.trim()) ?? [];
    return [nameOf(name), calculator(expression)] as const;
  });
  return rows.map((row) => {
    const made = parts.map(([name, calculate]) => [name, calculate(row)] as const);
    // What cannot be worked out is not there.
    return { ...row, ...Object.fromEntries(made.filter(([, value]) => !Number.isNaN(value))) };
  });
};

const splitOutside = (text: string): string[] => {
  let depth = 0;
  const parts = [''];
  for (const character of text) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
};

const aggregates: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((one, other) => one + other, 0),
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
};

const stats = (rest: string, rows: readonly Fields[]): Fields[] => {
  const [, made = '', keys = ''] = /^(.*) by (.*)$/.exec(rest) ?? [];
  const by = keys.split(',').map(nameOf);
  const groups = Map.groupBy(rows, (row) => JSON.stringify(by.map((key) => row[key])));
  return [...groups.values()].map((group) => {
    const [first = {}] = group;
    const kept = Object.fromEntries(by.flatMap((key) => (first[key] === undefined ? [] : [[key, first[key]]])));
    for (const part of made.split(', ')) {
      const [, how = '', of = '', name = ''] = /^(\w+)\((\*|\w+)\) as (\w+)$/.exec(part) ?? [];
      kept[nameOf(name)] = aggregate(how, of, group);
    }
    return kept as Fields;
  });
};

const aggregate = (how: string, of: string, group: readonly Fields[]): number => {
  if (how === 'count' && of === '*') return group.length;
  const calculate = aggregates[how];
  if (calculate === undefined) throw new Error(`no function of stats: ${how}`);
  return calculate(group.map((row) => Number(row[nameOf(of)])).filter((value) => !Number.isNaN(value)));
};

const verbs: Readonly<Record<string, (rest: string, rows: readonly Fields[]) => Fields[]>> = {
  ...{ filter, parse, fields, stats },
};

const TOKEN = /\s*([A-Za-z]\w*|\d+|[-+*/%(),])/y;

/** Numbers, names, `+ - * / %`, parentheses, `floor`, `greatest` and `least`: of the page's operations, those that are used. */
const calculator = (text: string): ((row: Fields) => number) => {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) tokens.push(found[1] ?? '');
  const isWhole = tokens.join('') === text.replace(/\s/g, '');
  if (!isWhole) throw new Error(`no expression: ${text}`);
  const names = [...new Set(tokens.filter((token) => /^[A-Za-z]/.test(token) && !(token in functions)))];
  // Its parts are numbers, names and operations alone, which mean the same in JavaScript.
  const calculate = new Function(...Object.keys(functions), ...names, `return ${tokens.join(' ')};`);
  return (row) => calculate(...Object.values(functions), ...names.map((name) => Number(row[nameOf(name)])));
};

const functions: Readonly<Record<string, (...values: readonly number[]) => number>> = {
  floor: (value = Number.NaN) => Math.floor(value),
  greatest: Math.max,
  least: Math.min,
};
