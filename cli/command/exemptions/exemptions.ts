import { dayOf } from '../../../rule/index.ts';
import {
  type CommandHelp,
  endWithNearest,
  formatOption,
  type OptionTable,
  parseOptions,
  readChoice,
  readRules,
  ruleOptions,
} from '../../input/index.ts';
import type { ExitCode, Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { listExemptions } from './list.ts';
import { validateExemptions } from './validate.ts';

const options = {
  'as-of': { type: 'string', value: 'YYYY-MM-DD', help: 'list as of another day than today, in UTC' },
  ...formatOption,
  rules: { ...ruleOptions.rules, help: `of from-templates: ${ruleOptions.rules.help.replace('; see below', '')}` },
} as const satisfies OptionTable;

export const exemptionsHelp: CommandHelp = {
  usage: [
    'exemptions validate FILE [options]',
    'exemptions list FILE [options]',
    'exemptions from-templates [paths...]',
  ],
  about: [
    'An exemptions document names egress that is let pass although it is open to all protocols, why, who approved it, and until when. validate finds every error in it, of which any one makes the hook exempt nothing; list shows what it exempts, the exemption that ends first at the top. FILE is JSON, - for standard input; exemptions.schema.json in the package describes it.',
    'from-templates drafts a document of what templates suppress for other tools (cfn_nag, Guard, checkov, KICS, trivy), which the hook does not honour: for review, since as it is it matches no stack.',
  ],
  groups: { Options: options },
  parts: [
    `A document:
  { "version": 1, "exemptions": [ {
      "id": "backup-agent", "reason": "talks to partners on changing ports", "approvedBy": "Network team",
      "expires": "2027-01-31", "match": { "account": "123456789012", "stackName": "backup-*" } } ] }
`,
  ],
  exitCodes: '0 valid, 2 invalid, wrong use or unreadable',
  examples: [
    'egress-guard exemptions validate exemptions.json',
    'egress-guard exemptions list exemptions.json --as-of 2027-01-31',
    'aws s3 cp s3://bucket/exemptions.json - | egress-guard exemptions validate -',
    'egress-guard exemptions from-templates stacks > draft.json',
  ],
};

const parse = (args: readonly string[]) => parseOptions('exemptions', args, options);

type Values = ReturnType<typeof parse>['values'];

/** What is asked of a document; times are in milliseconds. */
export interface ExemptionsRequest {
  readonly path: string;
  readonly format: 'text' | 'json';
  readonly now: number;
  /** The time as of which exemptions are listed. */
  readonly asOf: number;
}

/** Runs the command. @throws {UsageError} */
export async function exemptions(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parse(args);
  const [name, ...paths] = positionals;
  const action = readAction(name);
  const [path, ...others] = paths;
  if (action === 'from-templates') return draft(paths, values, terminal);
  if (path === undefined || others.length > 0)
    throw new UsageError(`exemptions ${action} takes one file: ${example(action)}`);
  if (values.rules !== undefined) throw new UsageError('--rules goes with exemptions from-templates.');
  const asOf = values['as-of'];
  if (asOf !== undefined && action !== 'list') throw new UsageError('--as-of goes with exemptions list.');
  const now = Date.now();
  const request: ExemptionsRequest = {
    path,
    format: readChoice('format', values.format, ['text', 'json']),
    now,
    asOf: asOf === undefined ? now : readDay(asOf),
  };
  return actions[action](request, terminal);
}

/** @throws {UsageError} */
const draft = async (paths: readonly string[], values: Values, terminal: Terminal): Promise<ExitCode> => {
  if (values['as-of'] !== undefined) throw new UsageError('--as-of goes with exemptions list.');
  if (values.format !== options.format.default)
    throw new UsageError('--format does not go with exemptions from-templates, which prints a document.');
  const { draftExemptions } = await import('./from-templates.ts');
  const rules = readRules(values.rules);
  return draftExemptions({ paths: paths.length === 0 ? ['.'] : paths, rules, now: Date.now() }, terminal);
};

const actions = { validate: validateExemptions, list: listExemptions } as const;

const readAction = (name: string | undefined): keyof typeof actions | 'from-templates' => {
  if (name === 'validate' || name === 'list' || name === 'from-templates') return name;
  const known = ['validate', 'list', 'from-templates'];
  const problem =
    name === undefined ? 'no action.' : `unknown action ${JSON.stringify(name)}${endWithNearest(name, known)}`;
  throw new UsageError(
    `${problem} exemptions takes validate or list and a file, or from-templates: ${example('validate')}`,
  );
};

const example = (action: string): string => `egress-guard exemptions ${action} exemptions.json`;

const readDay = (date: string): number => {
  if (dayOf(date) === undefined)
    throw new UsageError(`--as-of takes a day such as 2027-01-31, not ${JSON.stringify(date)}.`);
  return Date.parse(date);
};
