import { isObject, type JsonObject, own } from '../value/index.ts';
import { exemptionFields, type Field, matchFields } from './field.ts';
import { type ExemptionsProblem, problemAt, unexpected, unknownKeys } from './problem.ts';

/** Finds every problem of a document that is JSON. */
export function checkDocument(document: unknown, now: number): Problems {
  if (!isObject(document)) return [unexpected('', 'an object {"version": 1, "exemptions": [...]}', document)];
  const version = own(document, 'version');
  const schema = own(document, '$schema');
  return [
    ...unknownKeys(document, '', DOCUMENT_KEYS),
    ...(schema === undefined || typeof schema === 'string' ? [] : [unexpected('/$schema', 'a text', schema)]),
    ...(version === 1 ? [] : [unexpected('/version', '1', version)]),
    ...checkList(own(document, 'exemptions'), now),
  ];
}

type Problems = readonly ExemptionsProblem[];

const DOCUMENT_KEYS = ['$schema', 'version', 'exemptions'];

const MAX_EXEMPTIONS = 10_000;

const checkList = (list: unknown, now: number): Problems => {
  if (!Array.isArray(list)) return [unexpected('/exemptions', 'a list', list)];
  if (list.length > MAX_EXEMPTIONS)
    return [problemAt('/exemptions', `expected at most ${MAX_EXEMPTIONS} exemptions, found ${list.length}`)];
  return [
    ...list.flatMap((exemption, index) => checkExemption(exemption, `/exemptions/${index}`, now)),
    ...checkUnique(list),
  ];
};

const EXEMPTION_KEYS = [...Object.keys(exemptionFields), 'match'];

const checkExemption = (exemption: unknown, pointer: string, now: number): Problems => {
  if (!isObject(exemption)) return [unexpected(pointer, `an object with ${EXEMPTION_KEYS.join(', ')}`, exemption)];
  return [
    ...unknownKeys(exemption, pointer, EXEMPTION_KEYS),
    ...checkFields(exemption, pointer, Object.entries(exemptionFields), now),
    ...checkMatch(own(exemption, 'match'), `${pointer}/match`, now),
  ];
};

type Fields = readonly (readonly [key: string, field: Field])[];

const checkFields = (object: JsonObject, pointer: string, fields: Fields, now: number): Problems =>
  fields.flatMap(([key, { expected, isRight, hint }]) => {
    const value = own(object, key);
    if (typeof value === 'string' && isRight(value, now)) return [];
    if (typeof value === 'string' && hint) return problemAt(`${pointer}/${key}`, hint(value));
    return unexpected(`${pointer}/${key}`, expected, value);
  });

const MATCH_KEYS = Object.keys(matchFields);

const checkMatch = (match: unknown, pointer: string, now: number): Problems => {
  if (!isObject(match)) return [unexpected(pointer, 'an object such as {"stackName": "app-*"}', match)];
  const given = Object.entries(matchFields).filter(([key]) => Object.hasOwn(match, key));
  const isNarrow = namesSomething(own(match, 'stackName')) || namesSomething(own(match, 'logicalId'));
  return [
    ...unknownKeys(match, pointer, MATCH_KEYS),
    ...checkFields(match, pointer, given, now),
    ...(isNarrow ? [] : [unexpected(pointer, 'a stackName or logicalId with more than * and ? in it', match)]),
  ];
};

const namesSomething = (pattern: unknown): boolean => typeof pattern === 'string' && /[^*?]/.test(pattern);

const checkUnique = (exemptions: readonly unknown[]): Problems => {
  const first = new Map<unknown, number>();
  return exemptions.flatMap((exemption, index) => {
    const id = isObject(exemption) ? own(exemption, 'id') : undefined;
    const known = first.get(id);
    if (typeof id === 'string' && known === undefined) first.set(id, index);
    return known === undefined
      ? []
      : unexpected(`/exemptions/${index}/id`, `another id than /exemptions/${known} has`, id);
  });
};
