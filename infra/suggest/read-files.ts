import {
  DEFAULT_FORMAT,
  type FlowSum,
  isHeader,
  type LogFormat,
  makeSumming,
  missingFields,
  readFormat,
  SET_FORMAT,
  type Summing,
  type SumScope,
} from '../../flow/index.ts';
import { FlowLogError } from './flow-log-error.ts';
import { listLogFiles } from './list-files.ts';
import { readLines } from './read-lines.ts';

/** How files are read. */
export interface ReadFiles {
  /** The fields of files whose first line does not name them. Default: those of version 2. */
  readonly format: LogFormat | undefined;
  readonly scope: SumScope;
  /** Told how many bytes of all were read. */
  readonly onProgress: (bytes: number, all: number) => void;
}

/** What files hold, summed up, and what whoever reads it has to know. */
export interface FilesRead {
  readonly sums: readonly FlowSum[];
  readonly notes: readonly string[];
}

/**
 * Sums up flow log files, plain or gzip, in one pass and in bounded memory.
 * @throws {FlowLogError} where one is no flow log, lacks a field, or cannot be read to its end
 */
export async function readFlowFiles(paths: readonly string[], how: ReadFiles): Promise<FilesRead> {
  const files = listLogFiles(paths);
  const all = files.reduce((sum, { size }) => sum + size, 0);
  const summings = new Map<string, Summing>();
  let [bytes, strange] = [0, 0];
  const onBytes = (count: number): void => {
    bytes += count;
    how.onProgress(bytes, all);
  };
  for (const { path } of files) strange += await readFile(path, how, summings, onBytes);
  const found = [...summings.values()];
  return {
    sums: found.flatMap((summing) => summing.sums()),
    notes: notesOn({
      strange,
      folded: found.reduce((sum, { folded }) => sum + folded(), 0),
      late: found.reduce((sum, { late }) => sum + late(), 0),
    }),
  };
}

/** Sums up one file, and tells how many of its lines are no records. */
const readFile = async (
  path: string,
  how: ReadFiles,
  summings: Map<string, Summing>,
  onBytes: (bytes: number) => void,
): Promise<number> => {
  const take = makeTake(path, how, summings);
  let strange = 0;
  for await (const lines of readLines(path, onBytes))
    strange += lines.filter((line) => line !== '' && !take(line)).length;
  return strange;
};

/** Makes what takes a line of a file, and tells whether it is a record; the first one, and any where files were put together, may name the fields. */
const makeTake = (
  path: string,
  { format, scope }: ReadFiles,
  summings: Map<string, Summing>,
): ((line: string) => boolean) => {
  const begin = (fields: LogFormat): Summing => summingFor(path, fields, scope, summings);
  /** @throws {FlowLogError} where the first line of a file is no record */
  const beginWith = (line: string): Summing => {
    const first = begin(format ?? DEFAULT_FORMAT);
    if (first.take(fieldsOf(line))) return first;
    throw new FlowLogError(`${path}: ${noRecord(line, format)}`);
  };
  let summing: Summing | undefined;
  return (line) => {
    if (summing?.take(fieldsOf(line))) return true;
    const isHead = isHeader(line);
    if (summing !== undefined && !isHead) return false;
    summing = isHead ? begin(readFormat(line)) : beginWith(line);
    return true;
  };
};

/** Files of one format are summed up together. @throws {FlowLogError} where it lacks a field */
const summingFor = (path: string, format: LogFormat, scope: SumScope, summings: Map<string, Summing>): Summing => {
  const missing = missingFields(format);
  if (missing.length > 0) throw new FlowLogError(`${path}: its format lacks ${missing.join(', ')}. ${SET_FORMAT}`);
  const name = format.join(' ');
  const summing = summings.get(name) ?? makeSumming(format, scope);
  summings.set(name, summing);
  return summing;
};

/** What CloudWatch Logs exports has the time of each event in front. */
const fieldsOf = (line: string): readonly string[] => line.trimEnd().replace(TIME, '').split(' ');

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z /;

const noRecord = (line: string, given: LogFormat | undefined): string => {
  if (line.startsWith('PAR1')) return 'it is Parquet, which Athena reads: give its table by --athena DATABASE.TABLE.';
  return given === undefined
    ? "it begins with no record of the default format, and with no line that names its fields. If it has a format of its own, give it: --log-format '${version} ${interface-id} ...'."
    : 'its first line is no record of the format that --log-format gives.';
};

const notesOn = ({ strange, folded, late }: Readonly<Record<'strange' | 'folded' | 'late', number>>): string[] => [
  ...(strange > 0 ? [`Lines that are no records of their file's format, and not counted: ${strange}.`] : []),
  ...(late > 0 ? [`Records that begin in the future, by a wrong clock, and are not counted: ${late}.`] : []),
  ...(folded > 0
    ? [
        `Records that differ from all others, and for which there was no room: ${folded}. Name fewer interfaces, or give a shorter --since.`,
      ]
    : []),
];
