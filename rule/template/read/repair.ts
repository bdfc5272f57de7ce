import { makePositionOf } from './position.ts';

/** A text that is being made such as the parser takes it. */
export interface Repair {
  readonly source: string;
  /** The lines, 1-based, that got so many spaces in front, which is more than any collection is indented. */
  readonly padded: ReadonlySet<number>;
  readonly width: number;
  /** What stands for each dash that is text, so that nothing moves. */
  readonly dash?: string;
  /** The lines that were indented last, and the text before that. */
  readonly run?: { readonly before: Repair; readonly first: number; readonly length: number };
}

/** The text as it is written. */
export function startRepair(source: string): Repair {
  return {
    source,
    padded: new Set(),
    // Worked out where something is to be mended, which is seldom.
    get width() {
      const longest = source.match(/^ +/gm)?.reduce((most, { length }) => Math.max(most, length), 0) ?? 0;
      return longest + COMPACT;
    },
  };
}

/** Makes a function that gives the text of a scalar its dashes back. */
export function makeRestore({ dash }: Repair): (text: string) => string {
  return dash === undefined ? (text) => text : (text) => text.replaceAll(dash, '-');
}

/** Mends what the parser refused at an offset, if it is something that CloudFormation takes. */
export function repair(state: Repair, reason: string, offset: number): Repair | undefined {
  if (reason === 'deficient indentation')
    return replaceTabs(state, offset) ?? indent(state, offset) ?? indentOne(state);
  const isFirst = /(?:^|[\r\n])[ \t]*$/.test(state.source.slice(Math.max(offset - state.width, 0), offset));
  return (
    replaceDashes(state, offset) ??
    separateComment(state, offset) ??
    (isFirst && reason === 'missed comma between flow collection entries' ? indent(state, offset) : undefined) ??
    indentOne(state)
  );
}

/** What `- - key:` adds to the spaces before it. */
const COMPACT = 40;

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

const padLines = (before: Repair, first: number, length: number): Repair => {
  const { source, width } = before;
  const lines = [...source.split(/(?<=\r\n|\n|\r(?!\n))/), ''];
  const last = Math.min(first + length - 1, lines.length);
  const padded = new Set(before.padded);
  for (let number = first; number <= last; number += 1) {
    lines[number - 1] = padLine(lines[number - 1] ?? '', width);
    padded.add(number);
  }
  return { ...before, source: lines.join(''), padded, run: { before, first, length } };
};

const padLine = (line: string, width: number): string =>
  ' '.repeat(width) + line.replace(/^[ \t]+/, (blank) => ' '.repeat(blank.length));

/** Too many lines were indented: some of them stand behind the collection. */
const indentOne = ({ run }: Repair): Repair | undefined =>
  run !== undefined && run.length > 1 ? padLines(run.before, run.first, 1) : undefined;

/** For private use, so that hardly a text holds one of them. */
const STAND_INS = ['\uE000', '\uE001', '\uE002', '\uE003'];

/** A dash that stands alone before the end of an item, and whatever in quotes and comments looks like one. */
const LONE_DASH = /(?<=[\s[{,:])-(?=[,\]}])/g;

const replaceDashes = (state: Repair, offset: number): Repair | undefined => {
  const { source } = state;
  if (!/^-[,\]}]/.test(source.slice(offset, offset + 2))) return undefined;
  const dash = state.dash ?? STAND_INS.find((character) => !source.includes(character));
  const replaced = dash === undefined ? source : source.replace(LONE_DASH, dash);
  return replaced === source ? undefined : { ...state, source: replaced, ...(dash !== undefined && { dash }) };
};

/** Puts a space before a comment that stands right behind a quote or a bracket; undefined where there is none. */
const separateComment = (state: Repair, offset: number): Repair | undefined =>
  state.source[offset] === '#' && /["'[\]{},]/.test(state.source[offset - 1] ?? '')
    ? { ...state, source: `${state.source.slice(0, offset)} ${state.source.slice(offset)}` }
    : undefined;
