import {
  DEFAULT_FORMAT,
  type FlowSum,
  isHeader,
  type Lines,
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
import { NEW_LINE, readLines } from './read-lines.ts';

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
  for await (const lines of readLines(path, onBytes)) strange += countStrange(lines, take);
  return strange;
};

const countStrange = (lines: Lines, take: Summing['take']): number => {
  const { length } = lines.bytes;
  let strange = 0;
  for (let begin = 0, behind = 0; begin < length; begin = behind + 1) {
    const found = lines.bytes.indexOf(NEW_LINE, begin);
    behind = found < 0 ? length : found;
    if (!take(lines, begin, behind)) strange += 1;
  }
  return strange;
};

/**
 * Makes what takes a line of a file, and tells whether it is a record, names the fields or is empty: the first one, and any where
 * files were put together, may name them.
 */
const makeTake = (path: string, { format, scope }: ReadFiles, summings: Map<string, Summing>): Summing['take'] => {
  const begin = (fields: LogFormat): Summing => summingFor(path, fields, scope, summings);
  let summing: Summing | undefined;
  /** @throws {FlowLogError} where the first line of a file is no record */
  const takeOther = (lines: Lines, from: number, to: number): boolean => {
    const line = lines.text.slice(from, to);
    if (line === '') return true;
    if (isHeader(line)) {
      summing = begin(readFormat(line));
      return true;
    }
    if (summing !== undefined) return false;
    summing = begin(format ?? DEFAULT_FORMAT);
    if (summing.take(lines, from, to)) return true;
    throw new FlowLogError(`${path}: ${noRecord(line, format)}`);
  };
  return (lines, from, to) => {
    const [first, behind] = [afterTime(lines, from), beforeSpace(lines, to, from)];
    return summing?.take(lines, first, behind) || takeOther(lines, first, behind);
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
const afterTime = ({ bytes, text }: Lines, begin: number): number => {
  if (bytes[begin + 4] !== DASH || bytes[begin + 10] !== LETTER_T) return begin;
  TIME.lastIndex = begin;
  return TIME.test(text) ? TIME.lastIndex : begin;
};

const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z /y;

/** Where a line ends but for what is at its end on Windows, or was left there. */
const beforeSpace = ({ bytes }: Lines, end: number, begin: number): number => {
  let behind = end;
  while (behind > begin && (bytes[behind - 1] ?? 0) <= SPACE) behind -= 1;
  return behind;
};

const [SPACE, DASH, LETTER_T] = [0x20, 0x2d, 0x54];

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
