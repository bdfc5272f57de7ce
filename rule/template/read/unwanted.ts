import { EVENT_ID, type Event, getScalarValue } from 'js-yaml';
import type { Parsed } from './parse.ts';
import type { IsWanted } from './prune.ts';

/** A resource that nobody asks for, told from its events alone. */
export interface Unwanted {
  /** The index of the event that closes it. */
  readonly end: number;
  readonly type: string;
}

/**
 * Tells whether the mapping that begins at an event is a resource that nobody asks for, so that nothing has to be made of
 * it: it says its type in itself, and names nothing that an alias may use elsewhere. Undefined: it has to be built.
 */
export function findUnwanted(parsed: Parsed, start: number, isWanted: IsWanted): Unwanted | undefined {
  const end = endOf(parsed.events, start);
  const type = end === undefined ? undefined : typeIn(parsed, start, end);
  return end === undefined || type === undefined || isWanted(type) ? undefined : { end, type };
}

/** The index of the event that ends the node that begins at one; undefined where that has to do with an alias. */
const endOf = (events: readonly Event[], start: number): number | undefined => {
  let depth = 0;
  for (let index = start; index < events.length; index += 1) {
    const event = events[index];
    if (event === undefined || isNamed(event)) return undefined;
    depth += stepOf(event);
    if (depth === 0) return index;
  }
  return undefined;
};

const isNamed = (event: Event): boolean =>
  event.type === EVENT_ID.ALIAS || ('anchorStart' in event && event.anchorStart >= 0);

const stepOf = ({ type }: Event): number => {
  if (type === EVENT_ID.POP) return -1;
  return type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE ? 1 : 0;
};

/** What the key `Type` says last, which goes before what is merged in; undefined where it says no name. */
const typeIn = ({ events, source, restore }: Parsed, start: number, end: number): string | undefined => {
  let type: string | undefined;
  for (let key = start + 1, value = key; key < end; key = (endOf(events, value) ?? end) + 1) {
    value = (endOf(events, key) ?? end) + 1;
    if (textOf(events[key], source) === 'Type') type = restore(textOf(events[value], source) ?? '');
  }
  return type !== undefined && NAME.test(type) ? type : undefined;
};

/** What else there is may be a number, or a text that a tool is still to fill in. */
const NAME = /^[A-Za-z]\w*(?:::[\w-]+)+$/;

/** The text of a scalar without a tag. */
const textOf = (event: Event | undefined, source: string): string | undefined =>
  event?.type === EVENT_ID.SCALAR && event.tagStart < 0 ? getScalarValue(source, event) : undefined;
