import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from '../../handler/config.ts';
import type { RuleGuide } from '../../rule/rule.ts';
import { rules } from '../../rule/rules/index.ts';
import { part, readTemplate } from '../support/deployed.ts';

const POLICIES = join(import.meta.dirname, '../../infra/policy');

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

const template = await readTemplate('template.yaml');

const descriptionOf = (parameter: string): string => String(part(template, 'Parameters', parameter)['Description']);

/** What is said of the one setting that only the environment makes. */
const LOCAL = 'For local use: from where templates may be fetched besides S3.';

/** The settings, made of the code that parses them and of what the template says of its parameters. */
export const settingsTable = (): string => {
  const rows = Object.values(settings).map(({ parameter, variable, accepts, default: otherwise }) =>
    row(
      parameter === undefined ? '' : `\`${parameter}\``,
      `\`${variable}\``,
      accepts,
      parameter === undefined ? LOCAL : descriptionOf(parameter),
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
      return row(`[\`${policy.replace('.json', '')}\`](../infra/policy/${policy})`, services.join('; '));
    });
  return [row('command', 'actions'), '|---|---|\n', ...rows].join('');
};

/** What each rule looks at stands in its guide, in the file that is called like the rule. */
const guides = new Map<string, RuleGuide>(
  await Promise.all(
    rules.map(async ({ meta: { id } }) => {
      const file: { readonly guide: RuleGuide } = await import(`../../rule/rules/${id.replaceAll('_', '-')}.ts`);
      return [id, file.guide] as const;
    }),
  ),
);

/** The rules, made of the list that is applied. */
const rulesTable = (): string => {
  const rows = rules.map(({ meta: { id, isDefault, severity, remediation } }) =>
    row(`\`${id}\``, isDefault ? 'on' : 'off', severity, guides.get(id)?.looksAt ?? '', remediation),
  );
  return [row('id', 'default', 'severity', 'looks at', 'what to do'), '|---|---|---|---|---|\n', ...rows].join('');
};

/** The tables that are made of the code, each by the page that has it. */
const tables = {
  'docs/rules.md': rulesTable,
  'docs/settings.md': settingsTable,
  'docs/permissions.md': permissionsTable,
};

export type Page = keyof typeof tables;

export const pages = Object.keys(tables) as readonly Page[];

const FIRST = '<!-- npm run docs -->\n';

const LAST = '<!-- /npm run docs -->';

/** A page with its table as it should be. @throws where the place for it is missing */
export const withTable = (page: Page, text: string): string => {
  const [start, end] = [text.indexOf(FIRST), text.indexOf(LAST)];
  if (start < 0 || end < start) throw new Error(`${page} has no place for its table: ${FIRST}${LAST}`);
  return `${text.slice(0, start)}${FIRST}\n${tables[page]()}\n${text.slice(end)}`;
};
