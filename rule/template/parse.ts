import { type Event, parseEvents, YAMLException } from 'js-yaml';
import { makePositionOf, type Position } from './position.ts';
import { UnreadableError } from './unreadable-error.ts';

/** Nesting that no template needs and every reader of the result bears. */
export const MAX_NESTING = 200;
/** Each repair parses anew what stands before it: so many characters in all. */
const MAX_REPAIR_WORK = 40_000_000;
/** Wider than a collection is indented. */
const PADDING = ' '.repeat(400);

/** A text as a flat list of YAML events. `source` is what their offsets refer to: the text, some of its lines indented. */
export interface Parsed {
  readonly events: readonly Event[];
  readonly source: string;
  readonly positionOf: (offset: number) => Position;
}

const parseOnce = (source: string): Event[] | YAMLException => {
  try {
    return parseEvents(source, { maxDepth: MAX_NESTING });
  } catch (error) {
    if (error instanceof YAMLException) return error;
    throw error;
  }
};

/** A text that is being made such as the parser takes it. */
interface Repair {
  readonly source: string;
  /** The lines, 1-based, that got `PADDING` in front. */
  readonly padded: ReadonlySet<number>;
}

const makeRealPositionOf = ({ source, padded }: Repair): Parsed['positionOf'] => {
  const positionOf = makePositionOf(source);
  return (offset) => {
    const { line, column } = positionOf(offset);
    return { line, column: padded.has(line) ? column - PADDING.length : column };
  };
};

/** Puts a space before a comment that stands right behind a quote or a bracket; undefined where there is none. */
const separateComment = ({ source, padded }: Repair, offset: number): Repair | undefined =>
  source[offset] === '#' && /["'[\]{},]/.test(source[offset - 1] ?? '')
    ? { source: `${source.slice(0, offset)} ${source.slice(offset)}`, padded }
    : undefined;

/** Makes the blanks before an offset spaces, or where they are, makes them more; undefined where that was done already. */
const indent = ({ source, padded }: Repair, offset: number): Repair | undefined => {
  const before = source.slice(0, offset).trimEnd().length;
  const blank = source.slice(before, offset);
  if (blank.includes('\t')) {
    return { source: source.slice(0, before) + blank.replaceAll('\t', ' ') + source.slice(offset), padded };
  }
  const { line, column } = makePositionOf(source)(offset);
  if (padded.has(line)) return undefined;
  const start = offset - column + 1;
  return { source: source.slice(0, start) + PADDING + source.slice(start), padded: new Set([...padded, line]) };
};

const repair = (state: Repair, { reason }: YAMLException, offset: number): Repair | undefined =>
  reason === 'deficient indentation' ? indent(state, offset) : separateComment(state, offset);

/**
 * Parses YAML and JSON, as CloudFormation's own reader takes it: the parser refuses flow collections and quoted scalars
 * whose continuation lines are indented less than their parent, or by tabs, so those lines are indented further; and
 * comments without a space before them.
 * @throws {UnreadableError}
 */
export const parse = (text: string): Parsed => {
  let state: Repair = { source: text, padded: new Set() };
  for (let work = 0; ; work += state.source.length) {
    const result = parseOnce(state.source);
    const positionOf = makeRealPositionOf(state);
    if (!(result instanceof YAMLException)) return { events: result, source: state.source, positionOf };
    const offset = result.mark?.position ?? 0;
    const repaired = work < MAX_REPAIR_WORK ? repair(state, result, offset) : undefined;
    if (repaired === undefined) throw new UnreadableError(result.reason, positionOf(offset));
    state = repaired;
  }
};
