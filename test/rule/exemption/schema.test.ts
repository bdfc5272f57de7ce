import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import schema from '../../../rule/exemption/exemptions.schema.json' with { type: 'json' };
import { type ExemptionsProblem, parseExemptions } from '../../../rule/library.ts';
import { exampleExemption, NOW } from './example.ts';

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

const isValid = (document: unknown): boolean => validate(document);

const problemsOf = (document: unknown): readonly ExemptionsProblem[] =>
  parseExemptions(JSON.stringify(document), NOW).problems;

/** What is near the border between right and wrong of some field. */
const borderline = [
  '',
  ' ',
  '\u00a0',
  '\ufeff',
  'a\u0000',
  'a\nb',
  'a\u007f',
  'a\u0085b',
  'a\u2028b',
  'a\u202eb',
  'a\u2066b',
  'a\u2069',
  '\ud800',
  'größe 安全',
  '\u{1f600}',
  'a'.repeat(128),
  'a'.repeat(129),
  'a'.repeat(1024),
  'a'.repeat(1025),
  '*',
  '?*',
  '*-*',
  '123456789012',
  '12345678901',
  '1234567890123',
  '12345678901?',
  '1*2*3*4*5*6*7*8*9*0*1*2*',
  '1*2*3*4*5*6*7*8*9*0*1*2*3',
  '**1',
  'eu-west-1',
  'EU',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::*',
  '10.0.0.0/8',
  '10.0.0.0/8, ::/0',
  '2027-01-31',
  '2026-11-23',
  '2027-11-25',
  '2027-1-31',
  '2027-02-29',
  '2027-13-01',
  '2027-01-31\n',
];

const text = fc.oneof(fc.constantFrom(...borderline), fc.string({ unit: 'binary', maxLength: 20 }));
const anything = fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) });
const key = fc.constantFrom('id', 'expiry', 'account', 'constructor', '__proto__', '');

/** A field that is mostly right, so that a document has few problems, often one or none. */
const field = (right: string): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: anything });

const extra = fc.oneof(
  { weight: 12, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.tuple(key, anything).map((entry) => [entry]) },
);

/** An object of such fields, some of them left out, seldom with another key. */
const objectOf = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>, requiredKeys: string[]) =>
  fc
    .tuple(fc.record(fields, { requiredKeys }), extra)
    .map(([object, more]) => Object.fromEntries([...Object.entries(object), ...more]));

const match = objectOf(
  {
    account: field('123456789012'),
    region: field('eu-*'),
    stackName: field('app-*'),
    logicalId: field('Sg'),
    resourceType: field('AWS::EC2::SecurityGroup'),
    destination: field('10.*'),
  },
  [],
);

const exemption = objectOf(
  {
    id: fc.oneof({ weight: 12, arbitrary: fc.uuid() }, { weight: 1, arbitrary: anything }),
    reason: field('because'),
    approvedBy: field('somebody'),
    expires: field('2027-01-31'),
    match: fc.oneof({ weight: 12, arbitrary: match }, { weight: 1, arbitrary: anything }),
  },
  ['id', 'reason', 'approvedBy', 'expires', 'match'],
);

const usually = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: one }, { weight: 1, arbitrary: anything });

const document = objectOf(
  {
    $schema: field('https://example.com/schema.json'),
    version: fc.oneof({ weight: 30, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: anything }),
    exemptions: usually(fc.array(usually(exemption), { maxLength: 3 })),
  },
  ['version', 'exemptions'],
);

/** What no schema can say: days that are too far ahead, ids that are there already, patterns that match no type. */
const BEYOND = /^\/exemptions\/\d+\/(?:expires|id|match\/(?:resourceType|rule))$/;

test('the parser refuses what the schema refuses, and little more', () => {
  const seen = { valid: 0, invalid: 0 };
  const property = fc.property(document, (one) => {
    const problems = problemsOf(one);
    // What becomes of it as text: JSON has no -0, and no key twice.
    const isRight = isValid(JSON.parse(JSON.stringify(one)));
    seen[isRight ? 'valid' : 'invalid'] += 1;
    if (isRight) expect(problems.filter(({ pointer }) => !BEYOND.test(pointer))).toEqual([]);
    else expect(problems).not.toEqual([]);
  });
  fc.assert(property, { numRuns: 5000 });
  expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(500);
});

describe('the parser says as much of a field as the schema:', () => {
  const whole = exampleExemption({
    match: {
      rule: '*',
      account: '*',
      region: '*',
      stackName: 'app',
      logicalId: 'Sg',
      resourceType: '*',
      destination: '*',
    },
  });
  const fields = [
    ...['id', 'reason', 'approvedBy', 'expires'].map((name) => [name] as const),
    ...Object.keys(whole.match).map((name) => ['match', name] as const),
  ];

  test.each(fields.map((path) => [path.join(' '), path] as const))('%s', (_name, path) => {
    for (const value of borderline) {
      const [first, second] = path;
      const changed = second === undefined ? value : { ...whole.match, [second]: value };
      const one = { version: 1, exemptions: [{ ...whole, [first]: changed }] };
      const beyond = ['expires', 'resourceType', 'rule'].includes(path.at(-1) ?? '');
      const [isRight, isAccepted] = [isValid(one), problemsOf(one).length === 0];
      expect({ value, isAccepted }).toEqual({ value, isAccepted: beyond && isRight ? isAccepted : isRight });
    }
  });
});

describe('the schema', () => {
  const valid = { version: 1, exemptions: [exampleExemption()] };

  test('takes an example', () => {
    isValid(valid);
    expect(validate.errors).toBeNull();
  });

  test('bounds the number of exemptions as the parser does', () => {
    const { maxItems } = schema.properties.exemptions;
    const many = { version: 1, exemptions: Array.from({ length: maxItems + 1 }, () => 1) };
    expect(problemsOf(many)).toEqual([
      { pointer: '/exemptions', message: `expected at most ${maxItems} exemptions, found ${maxItems + 1}` },
    ]);
  });

  const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

  /** Every field that an object of the schema has, by its path, and what is said of it. */
  const describedFields = (part: unknown, path: string): readonly (readonly [string, unknown])[] => {
    if (!isObject(part)) return [];
    const own = isObject(part['properties']) && part['type'] === 'object' ? Object.entries(part['properties']) : [];
    return [
      ...own.map(
        ([name, field]) => [`${path}/${name}`, isObject(field) && (field['description'] ?? field['$ref'])] as const,
      ),
      ...Object.entries(part).flatMap(([name, child]) => describedFields(child, `${path}/${name}`)),
    ];
  };

  test('describes every field', () => {
    const described = describedFields(schema, '');
    expect(described.length).toBe(3 + 5 + 7);
    expect(described.filter(([, description]) => typeof description !== 'string')).toEqual([]);
    for (const { description } of Object.values(schema.$defs)) expect(description).toMatch(/^[A-Z].*\.$/);
  });
});
