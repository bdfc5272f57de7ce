import { escapePointer, isObject, type JsonObject, own } from '../value/index.ts';
import { DOCUMENT_KEYS, EXEMPTION_KEYS, type Fields, matchFields, textFields } from './fields.ts';

/** What is wrong in an exemptions document, without words: what decides on deployments carries none. */
export interface Fault {
  /** JSON pointer to where it is; '' is the whole document. */
  readonly pointer: string;
  readonly kind: FaultKind;
  /** What stands there; of a key that is wrong, the key. */
  readonly value?: unknown;
  /** Of an id that is taken: by which exemption. */
  readonly takenBy?: number;
}

/** What it is: something missing, something else than what may stand there, an unknown or repeated key, an id that is taken ... */
type FaultKind =
  | 'missing'
  | 'wrong'
  | 'unknown'
  | 'repeated'
  | 'taken'
  | 'too broad'
  | 'too long'
  | 'too large'
  | 'not JSON';

/** Finds every fault of a document that is JSON. */
export function findFaults(document: unknown, now: number): readonly Fault[] {
  if (!isObject(document)) return [wrong('', document)];
  const version = own(document, 'version');
  const schema = own(document, '$schema');
  return [
    ...unknownKeys(document, '', DOCUMENT_KEYS),
    ...(schema === undefined || typeof schema === 'string' ? [] : [wrong('/$schema', schema)]),
    ...(version === 1 ? [] : [wrong('/version', version)]),
    ...inList(own(document, 'exemptions'), now),
  ];
}

const wrong = (pointer: string, value: unknown): Fault => ({
  pointer,
  kind: value === undefined ? 'missing' : 'wrong',
  value,
});

const unknownKeys = (object: JsonObject, pointer: string, known: readonly string[]): readonly Fault[] =>
  Object.keys(object)
    .filter((key) => !known.includes(key))
    .map((key) => ({ pointer: `${pointer}/${escapePointer(key)}`, kind: 'unknown', value: key }));

export const MAX_EXEMPTIONS = 10_000;

const inList = (list: unknown, now: number): readonly Fault[] => {
  if (!Array.isArray(list)) return [wrong('/exemptions', list)];
  if (list.length > MAX_EXEMPTIONS) return [{ pointer: '/exemptions', kind: 'too long', value: list.length }];
  return [
    ...list.flatMap((exemption, index) => inExemption(exemption, `/exemptions/${index}`, now)),
    ...takenIds(list),
  ];
};

const inExemption = (exemption: unknown, pointer: string, now: number): readonly Fault[] => {
  if (!isObject(exemption)) return [wrong(pointer, exemption)];
  return [
    ...unknownKeys(exemption, pointer, EXEMPTION_KEYS),
    ...inFields(exemption, pointer, Object.keys(textFields), textFields, now),
    ...inMatch(own(exemption, 'match'), `${pointer}/match`, now),
  ];
};

const inFields = (object: JsonObject, pointer: string, keys: readonly string[], fields: Fields, now: number) =>
  keys
    .map((key) => ({ key, value: own(object, key) }))
    .filter(({ key, value }) => typeof value !== 'string' || !fields[key]?.(value, now))
    .map(({ key, value }) => wrong(`${pointer}/${key}`, value));

const inMatch = (match: unknown, pointer: string, now: number): readonly Fault[] => {
  if (!isObject(match)) return [wrong(pointer, match)];
  const known = Object.keys(matchFields);
  const given = known.filter((key) => Object.hasOwn(match, key));
  const isNarrow = namesSomething(own(match, 'stackName')) || namesSomething(own(match, 'logicalId'));
  return [
    ...unknownKeys(match, pointer, known),
    ...inFields(match, pointer, given, matchFields, now),
    ...(isNarrow ? [] : [{ pointer, kind: 'too broad', value: match } as const]),
  ];
};

const namesSomething = (pattern: unknown): boolean => typeof pattern === 'string' && /[^*?]/.test(pattern);

const takenIds = (exemptions: readonly unknown[]): readonly Fault[] => {
  const first = new Map<unknown, number>();
  return exemptions.flatMap((exemption, index) => {
    const value = isObject(exemption) ? own(exemption, 'id') : undefined;
    const takenBy = first.get(value);
    if (typeof value === 'string' && takenBy === undefined) first.set(value, index);
    return takenBy === undefined
      ? []
      : [{ pointer: `/exemptions/${index}/id`, kind: 'taken', value, takenBy } as const];
  });
};
