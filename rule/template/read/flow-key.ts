import { COLLECTION_STYLE, EVENT_ID, type Event, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';

/**
 * In a flow collection a question mark begins a key, whatever stands right behind it, and the parser takes it for a part of
 * that: gives the text with a space in its place, or undefined where there is none.
 */
export function separateFlowKeys(events: readonly Event[], source: string): string | undefined {
  if (!source.includes('?') || !MARK.test(source)) return undefined;
  const marks = plainInFlow(events).filter(({ valueStart }) => source[valueStart] === '?');
  if (marks.length === 0) return undefined;
  const ends = marks.map(({ valueStart }) => valueStart);
  return [...ends, source.length].map((end, index) => source.slice((ends[index - 1] ?? -1) + 1, end)).join(' ');
}

/** Few texts have one of them. */
const MARK = /[\s[{,]\?\S/;

const plainInFlow = (events: readonly Event[]): ScalarEvent[] => {
  /** Of each collection, or document, that is open: whether it is a flow collection, or within one. */
  const flows: boolean[] = [];
  return events.filter((event): event is ScalarEvent => {
    if (event.type === EVENT_ID.POP) flows.pop();
    else if (event.type === EVENT_ID.DOCUMENT) flows.push(false);
    else if ('start' in event) flows.push(event.style === COLLECTION_STYLE.FLOW);
    return event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN && flows.at(-1) === true;
  });
};
