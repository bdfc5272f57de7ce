import { dayOf } from '../../../rule/index.ts';
import {
  type CommandHelp,
  endWithNearest,
  formatOption,
  type OptionTable,
  parseOptions,
  readChoice,
} from '../../input/index.ts';
import type { ExitCode, Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { listExemptions } from './list.ts';
import { validateExemptions } from './validate.ts';

const options = {
  'as-of': { type: 'string', value: 'YYYY-MM-DD', help: 'list as of another day than today, in UTC' },
  ...formatOption,
} as const satisfies OptionTable;

export const exemptionsHelp: CommandHelp = {
  usage: ['exemptions validate FILE [options]', 'exemptions list FILE [options]'],
  about: [
    'An exemptions document names egress that is let pass although it is open to all protocols, why, who approved it, and until when. validate finds every error in it, of which any one makes the hook exempt nothing; list shows what it exempts, the exemption that ends first at the top. FILE is JSON, - for standard input; exemptions.schema.json in the package describes it.',
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
  ],
};

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
  const { values, positionals } = parseOptions('exemptions', args, options);
  const [name, path, ...others] = positionals;
  const action = readAction(name);
  if (path === undefined || others.length > 0)
    throw new UsageError(`exemptions ${action} takes one file: ${example(action)}`);
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

const actions = { validate: validateExemptions, list: listExemptions } as const;

const readAction = (name: string | undefined): keyof typeof actions => {
  if (name === 'validate' || name === 'list') return name;
  const known = ['validate', 'list'];
  const problem =
    name === undefined ? 'no action.' : `unknown action ${JSON.stringify(name)}${endWithNearest(name, known)}`;
  throw new UsageError(`${problem} exemptions takes validate or list, and a file: ${example('validate')}`);
};

const example = (action: string): string => `egress-guard exemptions ${action} exemptions.json`;

const readDay = (date: string): number => {
  if (dayOf(date) === undefined)
    throw new UsageError(`--as-of takes a day such as 2027-01-31, not ${JSON.stringify(date)}.`);
  return Date.parse(date);
};
