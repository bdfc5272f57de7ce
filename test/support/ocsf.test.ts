import { beforeAll, describe, expect, test } from 'vitest';
import { type OcsfSchema, ocsfFaults, readSchema } from './ocsf.ts';
import { samples } from './ocsf-events.ts';

let schema: OcsfSchema;
beforeAll(async () => {
  schema = await readSchema('1.3.0');
});

const whole = samples.exempted[0];

/** The path of every value in an event: `metadata`, `metadata.version`, `resources.0` and so on. */
const pathsOf = (value: unknown, prefix = ''): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, part]) => [prefix + key, ...pathsOf(part, `${prefix}${key}.`)]);

/** A copy of the event with another value at a path; undefined: with nothing there. */
const change = (path: string, value: unknown): unknown => {
  const copy = structuredClone(whole);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((object, key) => object[key], copy);
  if (value !== undefined) parent[last] = value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return copy;
};

/** What an event may not have that does not name the profile `cloud`. */
const unprofiled = ['unknown: cloud', 'unknown: resources.0.cloud_partition', 'unknown: resources.0.region'];

/** All that may not be taken from an event, and what is said where it is. */
const needed: Record<string, readonly string[]> = {
  activity_id: ['required: activity_id'],
  category_uid: ['required: category_uid'],
  class_uid: ['required: class_uid'],
  type_uid: ['required: type_uid'],
  time: ['required: time'],
  severity_id: ['required: severity_id'],
  'enrichments.0.name': ['required: enrichments.0.name'],
  'enrichments.0.value': ['required: enrichments.0.value'],
  'enrichments.0.data': ['required: enrichments.0.data'],
  metadata: ['required: metadata', ...unprofiled],
  'metadata.version': ['required: metadata.version'],
  'metadata.profiles': unprofiled,
  'metadata.profiles.0': unprofiled,
  'metadata.product': ['required: metadata.product'],
  'metadata.product.vendor_name': ['required: metadata.product.vendor_name'],
  'metadata.product.feature.name': ['at least one: metadata.product.feature.name, uid'],
  cloud: ['required: cloud'],
  'cloud.provider': ['required: cloud.provider'],
  'cloud.account.uid': ['at least one: cloud.account.name, uid'],
  compliance: ['required: compliance'],
  'compliance.standards': ['required: compliance.standards'],
  'compliance.standards.0': ['required: compliance.standards'],
  finding_info: ['required: finding_info'],
  'finding_info.uid': ['required: finding_info.uid'],
  'finding_info.title': ['required: finding_info.title'],
  'finding_info.analytic.type_id': ['required: finding_info.analytic.type_id'],
  'resources.0.owner.account': ['at least one: resources.0.owner.account, name, uid'],
  'resources.0.owner.account.uid': ['at least one: resources.0.owner.account.name, uid'],
  'remediation.desc': ['required: remediation.desc'],
};

test('an event is missed nothing but what the schema needs', () => {
  const missed = pathsOf(whole).map((path) => [path, ocsfFaults(change(path, undefined), schema)] as const);
  expect(Object.fromEntries(missed.filter(([, faults]) => faults.length > 0))).toEqual(needed);
});

const wrong: Record<string, readonly [path: string, value: unknown, ...faults: string[]]> = {
  'a number for a text': ['message', 1, 'type: message'],
  'null for a text': ['message', null, 'type: message'],
  'half a character': ['message', '\ud800', 'type: message'],
  'a text longer than the schema allows': ['message', 'x'.repeat(65_536), 'type: message'],
  'a required text that is empty': ['finding_info.uid', '', 'required: finding_info.uid'],
  'a required value that is null': ['metadata.version', null, 'required: metadata.version', 'type: metadata.version'],
  'a required list that is empty': ['compliance.standards', [], 'required: compliance.standards'],
  'a text for a list': ['compliance.standards', 'NIST', 'type: compliance.standards'],
  'a list for a text': ['finding_info.title', ['a'], 'type: finding_info.title'],
  'a text for a number': ['severity_id', '3', 'type: severity_id'],
  'a fraction': ['severity_id', 3.5, 'type: severity_id'],
  'a number of more than 32 bits': ['compliance.status_id', 2 ** 31, 'type: compliance.status_id'],
  'a number that is none of the schema': ['status_id', 7, 'enum: status_id'],
  'a type that is not that of the class': ['type_uid', 200_401, 'enum: type_uid'],
  'another class': ['class_uid', 2004, 'enum: class_uid'],
  'seconds for milliseconds': ['time', 1_790_857_800, 'type: time'],
  'a date as text': ['time', '2026-10-01T12:30:00Z', 'type: time'],
  'a text for an object': ['cloud', 'AWS', 'type: cloud'],
  'a list for an object': ['cloud', [{ provider: 'AWS' }], 'type: cloud'],
  'an object for a list': ['resources', { uid: 'a' }, 'type: resources'],
  'a list for what is free in form': ['unmapped', [], 'type: unmapped'],
  'an attribute that the schema does not know': ['compliance.verdict', 'Fail', 'unknown: compliance.verdict'],
  'an attribute of the language': ['cloud.constructor', 'x', 'unknown: cloud.constructor'],
  'an attribute of a profile that is not named': ['time_dt', '2026-10-01T12:30:00Z', 'unknown: time_dt'],
  'a profile that needs more': ['metadata.profiles', ['cloud', 'osint'], 'required: osint'],
  'an object of which nothing is known': ['observables', [{}], 'no facts about observable: observables.0'],
  'neither of two': ['resources.0', { type: 'x' }, 'at least one: resources.0.name, uid'],
  'both of two that are empty': ['resources.0', { name: '', uid: '' }, 'at least one: resources.0.name, uid'],
};

describe('finds what is wrong:', () => {
  test.each(Object.entries(wrong))('%s', (_name, [path, value, ...faults]) => {
    expect(ocsfFaults(change(path, value), schema)).toEqual(faults);
  });
});

test('anything may stand where the schema has no form', () => {
  expect(ocsfFaults(change('unmapped', { any: [{ thing: null }] }), schema)).toEqual([]);
  expect(ocsfFaults(change('resources.0.data', [1, null]), schema)).toEqual([]);
});

test.each([undefined, null, 'event', []])('what is no object is no event: %j', (event) => {
  expect(ocsfFaults(event, schema)).toEqual(['type: ']);
});
