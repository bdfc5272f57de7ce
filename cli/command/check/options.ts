import {
  type CommandHelp,
  type OptionTable,
  parametersOption,
  parseOptions,
  ruleHelp,
  ruleOptions,
} from '../../input/index.ts';
import { UsageError } from '../../usage-error.ts';
import { findConfig, givenBy, readConfig } from './config.ts';

/** Every option of the command; a config file has them by the same names. */
export const checkOptions = {
  ...parametersOption,
  pseudo: {
    type: 'string',
    multiple: true,
    value: 'AWS::NAME=VALUE',
    help: "a pseudo parameter's value, e.g. AWS::Region=eu-west-1",
  },
  exemptions: {
    type: 'string',
    value: 'FILE',
    help: 'let pass what an exemptions document covers; give --pseudo AWS::StackName=NAME and the like where an exemption names them',
  },
  ...ruleOptions,
  strict: { type: 'boolean', default: false, help: 'count what is undetermined as a violation' },
  'no-ignore': {
    type: 'boolean',
    default: false,
    help: 'look also at what .gitignore excludes, node_modules, .git and cdk.out/manifest.json',
  },
  'skip-non-templates': {
    type: 'boolean',
    default: false,
    help: 'pass over files that are named and are no templates, as lists of changed files name them',
  },
  'allow-empty': {
    type: 'boolean',
    default: false,
    help: 'end with 0 where there is no template at all, and not with 2',
  },
  exclude: {
    type: 'string',
    multiple: true,
    value: 'PATTERN',
    help: 'leave out files and folders that match, wherever they are named; * and ** match',
  },
  baseline: {
    type: 'string',
    value: 'FILE',
    help: 'let pass the findings that this file knows, and tell which of them are gone',
  },
  'write-baseline': {
    type: 'boolean',
    default: false,
    help: 'write what is found to the file of --baseline, and end with 0',
  },
  'exit-zero': { type: 'boolean', default: false, help: 'end with 0 also where there are violations' },
  summary: { type: 'boolean', default: false, help: 'tell the numbers alone: the same as --format summary' },
  format: {
    type: 'string',
    multiple: true,
    value: 'FORMAT[:FILE]',
    words: ['text', 'json', 'sarif', 'junit', 'github', 'gitlab', 'compact', 'summary'],
    help: 'text (default), json, sarif, junit, github, gitlab, compact or summary; repeat it with files for several reports',
  },
  output: { type: 'string', value: 'FILE', help: 'write the report to a file, and the summary to standard error' },
} as const satisfies OptionTable;

/** Which config file is read. */
const configOptions = {
  config: {
    type: 'string',
    value: 'FILE',
    help: 'take options from this file (default: egress-guard.config.json of this folder, or the nearest one above)',
  },
  'no-config': { type: 'boolean', default: false, help: 'read no config file' },
} as const satisfies OptionTable;

export const checkHelp: CommandHelp = {
  usage: ['check [paths...] [options]'],
  about: [
    'Looks for security group egress open to all protocols in CloudFormation templates, JSON or YAML, without AWS. A path is a file, a folder (its .json, .yaml, .yml, .template, .cfn and .cform files), a pattern in quotes, or - for standard input; default: this folder. Nested templates that are local files are followed, each with what its parent gives it.',
  ],
  groups: { Options: { ...checkOptions, ...configOptions } },
  parts: [ruleHelp()],
  exitCodes: '0 compliant, 1 violations (0 with --exit-zero), 2 wrong use or something unreadable',
  examples: [
    'egress-guard check',
    "egress-guard check 'stacks/**/*.yaml' --parameters Env=prod",
    'egress-guard check stack.yaml --exemptions exemptions.json --pseudo AWS::StackName=app',
    'egress-guard check --format sarif --output egress.sarif',
    'egress-guard check --baseline egress.baseline.json --write-baseline',
    'egress-guard check --format github --format sarif:egress.sarif --exclude vendor',
    'aws cloudformation get-template --stack-name app --query TemplateBody | egress-guard check -',
  ],
};

/** Reads the arguments, and what a config file says besides; the command line wins. @throws {UsageError} */
export function readArguments(args: readonly string[]) {
  const parsed = parse(args);
  const { config: named, 'no-config': isWithout } = parsed.values;
  if (named !== undefined && isWithout)
    throw new UsageError('--config and --no-config contradict each other: give one.');
  const path = isWithout ? undefined : (named ?? findConfig('.'));
  if (path === undefined) return parsed;
  const { options, paths } = readConfig(path, checkOptions);
  const given = givenBy(args, all);
  const more = options.filter(([name]) => !given.has(name)).map(([, argument]) => argument);
  const whole = parse([...more, ...args]);
  return whole.positionals.length > 0 ? whole : { ...whole, positionals: [...paths] };
}

export type CheckValues = ReturnType<typeof parse>['values'];

const all = { ...checkOptions, ...configOptions };

const parse = (args: readonly string[]) => parseOptions('check', args, all);
