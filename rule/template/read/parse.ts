import { type Event, parseEvents, YAMLException } from 'js-yaml';
import { UnreadableError } from '../../unreadable-error.ts';
import { type Budget, canRead, spendReading } from '../budget.ts';
import { separateFlowKeys } from './flow-key.ts';
import { makeOffsetOf, makePositionOf, type Position } from './position.ts';
import { makeRestore, type Repair, repair, startRepair } from './repair.ts';

/** Nesting that no template needs and every reader of the result bears. */
export const MAX_NESTING = 200;

/** A text as a flat list of YAML events. `source` is what their offsets refer to: the text, some of its lines indented. */
export interface Parsed {
  readonly events: readonly Event[];
  readonly source: string;
  readonly positionOf: (offset: number) => Position;
  /** What a scalar of `source` is in the text. */
  readonly restore: (scalar: string) => string;
}

/**
 * Parses YAML and JSON, as CloudFormation's own reader takes it: the parser refuses flow collections and quoted scalars
 * whose continuation lines are indented less than their parent, or by tabs, so those lines are indented further; comments
 * without a space before them; and a dash that is text. It takes a question mark right before a key for a part of the key,
 * and breaks no line where only YAML 1.1 does. Each repair parses the text anew, as long as the budget lasts.
 * @throws {UnreadableError}
 */
export function parse(text: string, budget: Budget): Parsed {
  const broken = OTHER_BREAKS.reduce((lines, character) => lines.replaceAll(character, '\n'), text);
  const inText = makePositionIn(text, broken);
  let state = startRepair(broken);
  for (;;) {
    spendReading(budget, state.source.length);
    const result = parseOnce(state);
    const realPositionOf = makeRealPositionOf(state);
    const positionOf: Parsed['positionOf'] = (offset) => inText(realPositionOf(offset));
    if (!('reason' in result)) return { events: result, source: state.source, positionOf, restore: makeRestore(state) };
    const { reason, offset, repaired } = result;
    const mending = CHARACTERS_A_LINE * countLines(state.source);
    if (repaired === undefined || !canRead(budget, repaired.source.length + mending))
      throw new UnreadableError(reason, positionOf(offset));
    spendReading(budget, mending);
    state = repaired;
  }
}

/** What is wrong is told and mended line by line, and each line takes as long as so many characters. */
const CHARACTERS_A_LINE = 8;

const countLines = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;

/** They break lines in YAML 1.1, but neither for the parser nor for an editor, which counts them. */
const OTHER_BREAKS = ['\u0085', '\u2028', '\u2029'];

/** Where a place in a text with its line breaks replaced is in the text itself. */
const makePositionIn = (text: string, broken: string): ((position: Position) => Position) => {
  if (broken === text) return (position) => position;
  const offsetOf = makeOffsetOf(broken);
  const positionOf = makePositionOf(text);
  return (position) => positionOf(offsetOf(position));
};

/** What is wrong with a text that was parsed, and the text as it is to be parsed anew, if that helps. */
interface Fault {
  readonly reason: string;
  readonly offset: number;
  readonly repaired: Repair | undefined;
}

const parseOnce = (state: Repair): readonly Event[] | Fault => {
  try {
    const events = parseEvents(state.source, { maxDepth: MAX_NESTING });
    const source = separateFlowKeys(events, state.source);
    return source === undefined ? events : { reason: 'too many keys', offset: 0, repaired: { ...state, source } };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const offset = error.mark?.position ?? 0;
    return { reason: error.reason, offset, repaired: repair(state, error.reason, offset) };
  }
};

const makeRealPositionOf = (state: Repair): Parsed['positionOf'] => {
  const positionOf = makePositionOf(state.source);
  return (offset) => {
    const { line, column } = positionOf(offset);
    return { line, column: state.padded.has(line) ? Math.max(column - state.width, 1) : column };
  };
};
