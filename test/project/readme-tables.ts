import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from '../../handler/config.ts';

const POLICIES = join(import.meta.dirname, '../../infra/policy');

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

/** The settings, made of the code that parses them. */
export const settingsTable = (): string => {
  const rows = Object.values(settings).map(({ parameter, variable, takes, does, otherwise }) =>
    row(
      parameter === undefined ? '' : `\`${parameter}\``,
      `\`${variable}\``,
      takes,
      does,
      String(otherwise ?? 'nothing'),
    ),
  );
  return [row('parameter', 'variable', 'takes', 'what it sets', 'default'), '|---|---|---|---|---|\n', ...rows].join(
    '',
  );
};

interface Statement {
  readonly Action: string | readonly string[];
}

/** The actions of a policy by service: `s3`: `GetObject`, `PutObject`. */
const actionsOf = (policy: string): Map<string, string[]> => {
  const { Statement: statements } = JSON.parse(readFileSync(join(POLICIES, policy), 'utf8'));
  const actions: string[] = statements.flatMap(({ Action }: Statement) => Action);
  const pairs = [...new Set(actions)].sort().map((action) => action.split(':') as [string, string]);
  const byService = Map.groupBy(pairs, ([service]) => service);
  return new Map([...byService].map(([service, group]) => [service, group.map(([, action]) => action)]));
};

/** What each command needs, made of the policies. */
export const permissionsTable = (): string => {
  const rows = readdirSync(POLICIES)
    .sort()
    .map((policy) => {
      const services = [...actionsOf(policy)].map(([service, actions]) => `\`${service}\`: ${actions.join(', ')}`);
      return row(`[\`${policy.replace('.json', '')}\`](infra/policy/${policy})`, services.join('; '));
    });
  return [row('command', 'actions'), '|---|---|\n', ...rows].join('');
};

const tables = { settings: settingsTable, permissions: permissionsTable };

const withTable = (readme: string, name: string, table: string): string => {
  const [first, last] = [`<!-- ${name}: npm run docs -->\n`, `<!-- /${name} -->`];
  const [start, end] = [readme.indexOf(first), readme.indexOf(last)];
  if (start < 0 || end < start) throw new Error(`README.md has no place for the ${name}: ${first}${last}`);
  return `${readme.slice(0, start)}${first}\n${table}\n${readme.slice(end)}`;
};

/** README with its tables as they should be. @throws where the place for one is missing */
export const withTables = (readme: string): string =>
  Object.entries(tables).reduce((text, [name, table]) => withTable(text, name, table()), readme);
