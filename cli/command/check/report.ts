import { type CheckOutcome, formats } from '../../format/index.ts';
import { readChoice } from '../../input/index.ts';
import { errorCode, refuseInputs, type Terminal, writeOutput } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';

/** A report that is asked for: in which format, and to which file; without one, to standard output. */
export interface WantedReport {
  readonly format: keyof typeof formats;
  readonly file?: string;
}

const names = Object.keys(formats) as readonly WantedReport['format'][];

/** Reads `--format NAME[:FILE]`, as often as it was given, and `--output`. @throws {UsageError} */
export function readReports(asked: readonly string[] | undefined, output: string | undefined): readonly WantedReport[] {
  const reports = (asked ?? ['text']).map(readReport);
  const bare = reports.filter(({ file }) => file === undefined);
  if (bare.length > 1)
    throw new UsageError(
      `--format ${bare[0]?.format} and --format ${bare[1]?.format} would both go to ${output ?? 'standard output'}: give all but one a file, as in --format ${bare[1]?.format}:FILE.`,
    );
  if (output !== undefined && bare.length === 0)
    throw new UsageError('--output is for the report that has no file, and each --format names one.');
  const files = reports.map(({ file }) => file ?? output).filter((file) => file !== undefined);
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined) throw new UsageError(`the report file ${JSON.stringify(twice)} is named twice.`);
  return reports.map((report) =>
    report.file === undefined && output !== undefined ? { ...report, file: output } : report,
  );
}

const readReport = (text: string): WantedReport => {
  const colon = text.indexOf(':');
  if (colon < 0) return { format: readChoice('format', text, names) };
  const format = readChoice('format', text.slice(0, colon), names);
  const file = text.slice(colon + 1);
  if (file === '') throw new UsageError(`--format ${text} names no file after the colon.`);
  return { format, file };
};

/** What is read is not written over. @throws {UsageError} */
export function refuseInputFiles(reports: readonly WantedReport[], inputs: readonly string[]): void {
  for (const { file } of reports) refuseInputs('--output', file, inputs);
}

/** Writes each report to its place; where none goes to standard output, standard error gets the summary. */
export async function writeReports(
  reports: readonly WantedReport[],
  outcome: CheckOutcome,
  terminal: Terminal,
): Promise<void> {
  for (const { format, file } of reports) {
    if (file === undefined) print(await formats[format](outcome, terminal.paint, terminal.columns), terminal);
    else writeOutput(file, await formats[format](outcome, plain));
  }
  if (reports.every(({ file }) => file !== undefined)) terminal.err(await formats.summary(outcome, plain));
}

const plain: Terminal['paint'] = (_format, text) => text;

const print = (text: string, terminal: Terminal): void => {
  try {
    terminal.out(text);
  } catch (error) {
    throw new UsageError(`the report: cannot be written (${errorCode(error)}).`);
  }
};
