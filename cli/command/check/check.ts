import { type EvaluateSettings, printable } from '../../../rule/index.ts';
import type { CheckOutcome, CheckReport } from '../../format/index.ts';
import {
  type Assignment,
  findFiles,
  loadSearches,
  pathOf,
  readParameters,
  readPseudo,
  readRules,
  refuseStray,
  valuesOf,
} from '../../input/index.ts';
import { type ExitCode, exitCodes, makeStatusLine, type Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import type { ApplyExemptions } from './apply-exemptions.ts';
import { loadExclude } from './exclude.ts';
import { type Checked, type CheckRun, checkFiles } from './files.ts';
import { applyKnown, loadBaseline } from './known.ts';
import { collectLeftOut, tellLeftOut } from './left-out.ts';
import { readArguments, type CheckValues as Values } from './options.ts';
import { checkGivenNames } from './parameters.ts';
import { readReports, refuseInputFiles, type WantedReport, writeReports } from './report.ts';

/** Runs the command. @throws {UsageError} */
export async function check(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = readArguments(args);
  const reports = readReports(formatsOf(values), values.output);
  const paths = readPaths(positionals);
  checkInput(paths, values, reports);
  refuseStray(positionals, values.parameters);
  const parameters = await readParameters(values.parameters ?? [], terminal);
  const settings = readSettings(values, parameters);
  const applyExemptions = await readExemptions(values, terminal);
  const baseline = await loadBaseline(values);
  const input = paths.includes('-') ? await terminal.input() : Buffer.alloc(0);
  const progress = makeStatusLine(terminal, { pause: PAUSE, delay: PAUSE });
  const onNote = (note: string): void => {
    progress.end();
    terminal.err(`egress-guard: ${printable(note, 2000)}\n`);
  };
  const run = { settings, input, onProgress: (files: number) => progress.show(`${files} files checked`), onNote };
  const checked = await inspect(paths, values, { parameters, reports }, run).finally(progress.end);
  const outcome = await applyKnown(applyExemptions(checked, onNote), checked, { values, baseline, onNote });
  await tellSuppressed(outcome, onNote);
  await writeReports(reports, outcome, terminal);
  return exitCodeOf(outcome.report, values);
}

/** Who wrote that another tool be silent may take it for an exemption. */
const tellSuppressed = async (outcome: CheckOutcome, onNote: CheckRun['onNote']): Promise<void> => {
  if (outcome.report.findings.length === 0) return;
  const { findSuppressed, suppressedText } = await import('./suppressed.ts');
  const text = suppressedText(findSuppressed(outcome));
  if (text !== undefined) onNote(text);
};

/** Milliseconds before it is told how far a check is, and between two times. */
const PAUSE = 200;

/** @throws {UsageError} */
const formatsOf = ({ format, summary }: Values): readonly string[] | undefined => {
  if (!summary) return format;
  if (format === undefined) return ['summary'];
  throw new UsageError(
    '--summary is a format of its own: give --format summary beside others, with a file for all but one.',
  );
};

/** An empty path is a variable of a script that was not set. */
const readPaths = (paths: readonly string[]): readonly string[] => {
  if (paths.includes('')) throw new UsageError('a path is empty. Leave it out to check this folder.');
  return paths.length > 0 ? paths : ['.'];
};

/** Standard input can be read once, and what is read is not written over. */
const checkInput = (
  paths: readonly string[],
  { parameters = [], exemptions, baseline }: Values,
  reports: readonly WantedReport[],
): void => {
  const read = [...paths, ...parameters.map(pathOf), ...[exemptions, baseline].filter((file) => file !== undefined)];
  refuseInputFiles(reports, read);
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

/** What was given besides the paths. */
interface Given {
  readonly parameters: readonly Assignment[];
  readonly reports: readonly WantedReport[];
}

/** Checks what the paths name, and tells of what is in no report: what is left out, and what was given in vain. */
const inspect = async (
  paths: readonly string[],
  values: Values,
  { parameters, reports }: Given,
  run: CheckRun,
): Promise<CheckOutcome & Pick<Checked, 'inputs'>> => {
  const { 'no-ignore': noIgnore, 'skip-non-templates': isPart, 'allow-empty': isAllowed } = values;
  const leftOut = collectLeftOut(paths);
  const search = { noIgnore, skipNonTemplates: isPart, onIgnored: leftOut.onIgnored };
  const found = findFiles(paths, { ...(await loadSearches(paths)), ...search });
  const exclude = await loadExclude(values.exclude);
  const checked = await checkFiles(exclude.filter(found), run);
  const { onNote } = run;
  refuseInputFiles(reports, checked.inputs);
  const hidden = leftOut.count();
  tellLeftOut(hidden, checked.report.summary, { mayBeEmpty: isPart || isAllowed, onNote });
  checkGivenNames(parameters, checked, { isPart, onNote });
  return { ...checked, report: withLeftOut(checked.report, hidden.files + hidden.folders, exclude.count()) };
};

const withLeftOut = (report: CheckReport, ignored: number, excluded: number): CheckReport => {
  const { summary } = report;
  return { ...report, summary: { ...summary, notChecked: { ...summary.notChecked, ignored, excluded } } };
};

const exitCodeOf = ({ summary }: CheckReport, { strict, 'exit-zero': exitsZero }: Values): ExitCode => {
  if (summary.unreadable > 0) return exitCodes.failed;
  const isViolated = summary.findings > 0 || (strict && summary.undetermined > 0);
  return isViolated && !exitsZero ? exitCodes.violations : exitCodes.done;
};
