import type { Suggestion } from '../../../flow/index.ts';
import { countOf } from '../../terminal/index.ts';
import type { Subject } from './found.ts';

/** What was asked, what comes of it, and what to know of it. */
export interface Answer {
  readonly subject: Subject;
  readonly suggestion: Suggestion;
  /** Sentences, one a line. */
  readonly notes: readonly string[];
  /** How the template changes that was named; an empty diff: it does not. */
  readonly change?: { readonly path: string; readonly diff: string } | undefined;
}

export interface Answers {
  readonly answers: readonly Answer[];
  /** What is to be known of the logs, whoever is asked about. */
  readonly notes: readonly string[];
}

/** What is known of how the question was asked. */
export interface Asked {
  /** Seconds since 1970. */
  readonly since: number;
  readonly now: number;
  /** Whether any of the interfaces is in several groups. */
  readonly hasSeveralGroups: boolean;
}

/** What whoever takes the entries has to know. */
export function notesOn(suggestion: Suggestion, asked: Asked): readonly string[] {
  const { entries, unclear, noData, skipData, ungoverned, unknownInterfaces } = suggestion;
  const told: readonly (readonly [boolean, string])[] = [
    ...windowNotes(suggestion, asked),
    [entries.some(({ isSure }) => !isSure), LIKELY],
    [unclear.length > 0, unclearText(unclear)],
    [asked.hasSeveralGroups, SEVERAL_GROUPS],
    [ungoverned.size > 0, `Left out, since no group governs it: ${[...ungoverned.keys()].join(', ')}.`],
    [noData > 0, `${countOf(noData, 'record says', 'records say')} that an interface had no traffic for a time.`],
    [
      skipData > 0,
      `${countOf(skipData, 'record says', 'records say')} that AWS left some out: what was sent then is not known.`,
    ],
    [
      unknownInterfaces.length > 0,
      `Of ${unknownInterfaces.join(', ')} nothing tells which address is its own: give --interfaces.`,
    ],
  ];
  return told.flatMap(([isSo, text]) => (isSo ? [text] : []));
}

const LIKELY = 'Where it says likely, no SYN was seen: who began is told by direction, ports and repetition alone.';

const unclearText = (unclear: Suggestion['unclear']): string =>
  `${countOf(unclear.length, 'flow record')} to as many other ports, seen once and without flags, may be answers to scans: no entry is made of them; --format json lists them.`;

const SEVERAL_GROUPS =
  'Some of the interfaces are in several groups, and flow logs do not tell which of them let a flow pass.';

const windowNotes = ({ seen }: Suggestion, { since, now }: Asked): readonly (readonly [boolean, string])[] => {
  if (seen === undefined) return [];
  const days = (seen.last - Math.max(seen.first, since)) / DAY;
  const asked = (now - since) / DAY;
  return [
    [
      asked >= 1 && days < asked * WHOLE,
      `The logs cover ${days.toFixed(1)} of the ${asked.toFixed(0)} days that were asked about.`,
    ],
    [days < WEEK, 'That is less than a week: what happens on weekends or at the end of a month may be missing.'],
  ];
};

/** Seconds. */
const DAY = 86_400;

/** Days. */
const WEEK = 7;

/** A window begins and ends within a day. */
const WHOLE = 0.95;
