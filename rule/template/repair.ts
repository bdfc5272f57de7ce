import { makePositionOf } from './position.ts';

/** A text that is being made such as the parser takes it. */
export interface Repair {
  readonly source: string;
  /** The lines, 1-based, that got so many spaces in front, which is more than any collection is indented. */
  readonly padded: ReadonlySet<number>;
  readonly width: number;
  /** The lines that were indented last, and the text before that. */
  readonly run?: { readonly before: Repair; readonly first: number; readonly length: number };
}

/** What `- - key:` adds to the spaces before it. */
const COMPACT = 40;

/** The text as it is written. */
export const startRepair = (source: string): Repair => {
  const longest = source.match(/^ +/gm)?.reduce((most, { length }) => Math.max(most, length), 0) ?? 0;
  return { source, padded: new Set(), width: longest + COMPACT };
};

const padLine = (line: string, width: number): string =>
  ' '.repeat(width) + line.replace(/^[ \t]+/, (blank) => ' '.repeat(blank.length));

const padLines = (before: Repair, first: number, length: number): Repair => {
  const { source, width } = before;
  const lines = [...source.split(/(?<=\r\n|\n|\r(?!\n))/), ''];
  const last = Math.min(first + length - 1, lines.length);
  const padded = new Set(before.padded);
  for (let number = first; number <= last; number += 1) {
    lines[number - 1] = padLine(lines[number - 1] ?? '', width);
    padded.add(number);
  }
  return { source: lines.join(''), width, padded, run: { before, first, length } };
};

/** Makes the tabs before an offset, within its line, spaces; undefined where there are none. */
const replaceTabs = (state: Repair, offset: number): Repair | undefined => {
  const { source } = state;
  const before = source.slice(0, offset).trimEnd().length;
  const blank = source.slice(before, offset);
  if (!blank.includes('\t')) return undefined;
  return { ...state, source: source.slice(0, before) + blank.replaceAll('\t', ' ') + source.slice(offset) };
};

/** Indents the line of an offset; of lines one after the other, twice as many each time. */
const indent = (state: Repair, offset: number): Repair | undefined => {
  const { run, source, padded } = state;
  const { line } = makePositionOf(source)(offset);
  if (padded.has(line)) return undefined;
  const isNext = run !== undefined && line === run.first + run.length;
  return padLines(state, line, isNext ? run.length * 2 : 1);
};

/** Too many lines were indented: some of them stand behind the collection. */
const indentOne = ({ run }: Repair): Repair | undefined =>
  run !== undefined && run.length > 1 ? padLines(run.before, run.first, 1) : undefined;

/** Puts a space before a comment that stands right behind a quote or a bracket; undefined where there is none. */
const separateComment = (state: Repair, offset: number): Repair | undefined =>
  state.source[offset] === '#' && /["'[\]{},]/.test(state.source[offset - 1] ?? '')
    ? { ...state, source: `${state.source.slice(0, offset)} ${state.source.slice(offset)}` }
    : undefined;

/** Mends what the parser refused at an offset, if it is something that CloudFormation takes. */
export const repair = (state: Repair, reason: string, offset: number): Repair | undefined => {
  if (reason !== 'deficient indentation') return separateComment(state, offset) ?? indentOne(state);
  return replaceTabs(state, offset) ?? indent(state, offset) ?? indentOne(state);
};
