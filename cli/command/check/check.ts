import { type EvaluateSettings, printable } from '../../../rule/index.ts';
import type { CheckOutcome, CheckReport } from '../../format/index.ts';
import {
  type Assignment,
  type CommandHelp,
  findFiles,
  loadSearches,
  type OptionTable,
  parametersOption,
  parseOptions,
  pathOf,
  readChoice,
  readParameters,
  readPseudo,
  readRules,
  refuseStray,
  ruleHelp,
  ruleOptions,
  valuesOf,
} from '../../input/index.ts';
import {
  type ExitCode,
  errorCode,
  exitCodes,
  makeStatusLine,
  refuseInputs,
  type Terminal,
  writeOutput,
} from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import type { ApplyExemptions } from './apply-exemptions.ts';
import { type CheckRun, checkFiles } from './files.ts';
import { collectLeftOut, tellLeftOut } from './left-out.ts';
import { checkGivenNames } from './parameters.ts';

const options = {
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
  format: { type: 'string', default: 'text', value: 'FORMAT', help: 'text, json, sarif or junit' },
  output: { type: 'string', value: 'FILE', help: 'write the report to a file' },
} as const satisfies OptionTable;

export const checkHelp: CommandHelp = {
  usage: ['check [paths...] [options]'],
  about: [
    'Looks for security group egress open to all protocols in CloudFormation templates, JSON or YAML, without AWS. A path is a file, a folder (its .json, .yaml, .yml, .template, .cfn and .cform files), a pattern in quotes, or - for standard input; default: this folder. Nested templates that are local files are followed, each with what its parent gives it.',
  ],
  groups: { Options: options },
  parts: [ruleHelp()],
  exitCodes: '0 compliant, 1 violations, 2 wrong use or something unreadable',
  examples: [
    'egress-guard check',
    "egress-guard check 'stacks/**/*.yaml' --parameters Env=prod",
    'egress-guard check stack.yaml --exemptions exemptions.json --pseudo AWS::StackName=app',
    'egress-guard check --format sarif --output egress.sarif',
    'aws cloudformation get-template --stack-name app --query TemplateBody | egress-guard check -',
  ],
};

/** Runs the command. @throws {UsageError} */
export async function check(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseCheck(args);
  const format = readChoice('format', values.format, formatNames);
  const paths = readPaths(positionals);
  checkInput(paths, values);
  refuseStray(positionals, values.parameters);
  const parameters = await readParameters(values.parameters ?? [], terminal);
  const settings = readSettings(values, parameters);
  const applyExemptions = await readExemptions(values, terminal);
  const input = paths.includes('-') ? await terminal.input() : Buffer.alloc(0);
  const progress = makeStatusLine(terminal, { pause: PAUSE, delay: PAUSE });
  const onNote = (note: string): void => {
    progress.end();
    terminal.err(`egress-guard: ${printable(note, 2000)}\n`);
  };
  const run = { settings, input, onProgress: (files: number) => progress.show(`${files} files checked`), onNote };
  const checked = await inspect(paths, values, parameters, run).finally(progress.end);
  const outcome = applyExemptions(checked, onNote);
  const paint: Terminal['paint'] = values.output === undefined ? terminal.paint : (_format, text) => text;
  write(await formats[format](outcome, paint), values.output, terminal);
  return exitCodeOf(outcome.report, values.strict);
}

/** Milliseconds before it is told how far a check is, and between two times. */
const PAUSE = 200;

const formatNames = ['text', 'json', 'sarif', 'junit'] as const;

/** Each format is loaded when it is asked for. */
const formats = {
  text: async (outcome: CheckOutcome, paint: Terminal['paint']) =>
    (await import('../../format/index.ts')).formatText(outcome, paint),
  json: async ({ report }: CheckOutcome) => (await import('../../format/index.ts')).formatJson(report),
  sarif: async ({ report }: CheckOutcome) => (await import('../../format/index.ts')).formatSarif(report),
  junit: async ({ report }: CheckOutcome) => (await import('../../format/index.ts')).formatJunit(report),
};

const parseCheck = (args: readonly string[]) => parseOptions('check', args, options);

/** An empty path is a variable of a script that was not set. */
const readPaths = (paths: readonly string[]): readonly string[] => {
  if (paths.includes('')) throw new UsageError('a path is empty. Leave it out to check this folder.');
  return paths.length > 0 ? paths : ['.'];
};

type Values = ReturnType<typeof parseCheck>['values'];

/** Standard input can be read once, and what is read is not written over. */
const checkInput = (paths: readonly string[], { parameters = [], exemptions, output }: Values): void => {
  const read = [...paths, ...parameters.map(pathOf), ...(exemptions === undefined ? [] : [exemptions])];
  refuseInputs('--output', output, read);
  const readers = [paths.includes('-'), parameters.includes('-'), exemptions === '-'].filter(Boolean);
  if (readers.length > 1) throw new UsageError('only one of the path, --parameters and --exemptions can be -.');
};

const readSettings = (values: Values, parameters: readonly Assignment[]): EvaluateSettings => ({
  parameters: valuesOf(parameters),
  pseudo: readPseudo(values.pseudo ?? []),
  allowLoopbackOnly: values['allow-loopback-only'],
  rules: readRules(values.rules),
});

/** Loaded where it is asked for, and read before anything is checked. */
const readExemptions = async (values: Values, terminal: Terminal): Promise<ApplyExemptions> => {
  if (values.exemptions === undefined) return (outcome) => outcome;
  const { prepareExemptions } = await import('./apply-exemptions.ts');
  return prepareExemptions(values.exemptions, readPseudo(values.pseudo ?? []), terminal);
};

/** Checks what the paths name, and tells of what is in no report: what is left out, and what was given in vain. */
const inspect = async (
  paths: readonly string[],
  values: Values,
  parameters: readonly Assignment[],
  run: CheckRun,
): Promise<CheckOutcome> => {
  const { 'no-ignore': noIgnore, 'skip-non-templates': isPart, 'allow-empty': isAllowed } = values;
  const leftOut = collectLeftOut(paths);
  const search = { noIgnore, skipNonTemplates: isPart, onIgnored: leftOut.onIgnored };
  const checked = checkFiles(findFiles(paths, { ...(await loadSearches(paths)), ...search }), run);
  const { onNote } = run;
  refuseInputs('--output', values.output, checked.inputs);
  const hidden = leftOut.count();
  tellLeftOut(hidden, checked.report.summary, { mayBeEmpty: isPart || isAllowed, onNote });
  checkGivenNames(parameters, checked, { isPart, onNote });
  return { ...checked, report: withIgnored(checked.report, hidden.files + hidden.folders) };
};

const withIgnored = (report: CheckReport, ignored: number): CheckReport => {
  const { summary } = report;
  return { ...report, summary: { ...summary, notChecked: { ...summary.notChecked, ignored } } };
};

const write = (text: string, output: string | undefined, terminal: Terminal): void => {
  if (output !== undefined) {
    writeOutput(output, text);
    return;
  }
  try {
    terminal.out(text);
  } catch (error) {
    throw new UsageError(`the report: cannot be written (${errorCode(error)}).`);
  }
};

const exitCodeOf = ({ summary }: CheckReport, isStrict: boolean): ExitCode => {
  if (summary.unreadable > 0) return exitCodes.failed;
  return summary.findings > 0 || (isStrict && summary.undetermined > 0) ? exitCodes.violations : exitCodes.done;
};
