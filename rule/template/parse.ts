import { type Event, parseEvents, YAMLException } from 'js-yaml';
import { makePositionOf, type Position } from './position.ts';
import { type Repair, repair, startRepair } from './repair.ts';
import { UnreadableError } from './unreadable-error.ts';

/** Nesting that no template needs and every reader of the result bears. */
export const MAX_NESTING = 200;
/** Each repair parses anew what stands before it: so many characters in all. */
const MAX_REPAIR_WORK = 40_000_000;

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

const makeRealPositionOf = ({ source, padded, width }: Repair): Parsed['positionOf'] => {
  const positionOf = makePositionOf(source);
  return (offset) => {
    const { line, column } = positionOf(offset);
    return { line, column: padded.has(line) ? Math.max(column - width, 1) : column };
  };
};

/**
 * Parses YAML and JSON, as CloudFormation's own reader takes it: the parser refuses flow collections and quoted scalars
 * whose continuation lines are indented less than their parent, or by tabs, so those lines are indented further; and
 * comments without a space before them.
 * @throws {UnreadableError}
 */
export const parse = (text: string): Parsed => {
  let state = startRepair(text);
  for (let work = 0; ; work += state.source.length) {
    const result = parseOnce(state.source);
    const positionOf = makeRealPositionOf(state);
    if (!(result instanceof YAMLException)) return { events: result, source: state.source, positionOf };
    const offset = result.mark?.position ?? 0;
    const repaired = work < MAX_REPAIR_WORK ? repair(state, result.reason, offset) : undefined;
    if (repaired === undefined) throw new UnreadableError(result.reason, positionOf(offset));
    state = repaired;
  }
};
