import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { CheckReport } from '../../../cli/format/check-report.ts';
import { formatJson } from '../../../cli/format/json.ts';
import schema from '../../../cli/format/report.schema.json' with { type: 'json' };
import { exampleFinding, exampleReport, reportOf } from '../../support/check-report.ts';

const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

const isValid = (report: unknown): boolean => validate(report);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A value with one part of it replaced; `undefined` takes the part away. */
const replace = (value: unknown, [key, ...rest]: readonly string[], part: unknown): unknown => {
  if (key === undefined) return part;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? replace(item, rest, part) : item));
  return isObject(value) ? { ...value, [key]: replace(value[key], rest, part) } : value;
};

/** The example as JSON, one part of it replaced: `findings/0/line`. */
const exampleWith = (path: string, part: unknown): unknown =>
  JSON.parse(JSON.stringify(replace(exampleReport, path.split('/'), part)));

describe('a report that is printed', () => {
  const reports: Record<string, CheckReport> = {
    'without anything': reportOf({}),
    'with something in every list': exampleReport,
    'with values of any kind': reportOf({
      findings: [-1, '-1', 'all', true, null].map((value) => exampleFinding({ value, destination: null })),
    }),
  };

  test.each(Object.entries(reports))('%s keeps to the schema', (_name, report) => {
    const printed = JSON.parse(formatJson(report));
    isValid(printed);
    expect(validate.errors).toBeNull();
    expect(printed).toEqual(report);
  });
});

describe('the schema', () => {
  const objects = [
    '',
    'summary/',
    'summary/notChecked/',
    'findings/0/',
    'exempted/0/',
    'exempted/0/exemption/',
    'undetermined/0/',
    'unreadable/0/',
  ];

  test.each(objects)('refuses an unknown field in %j', (object) => {
    expect(isValid(exampleWith(`${object}extra`, 1))).toBe(false);
    expect(validate.errors).toMatchObject([
      { keyword: 'additionalProperties', params: { additionalProperty: 'extra' } },
    ]);
  });

  const fieldsOf = (object: string): readonly string[] => {
    const value = object
      .split('/')
      .filter((key) => key !== '')
      .reduce<unknown>((parent, key) => (isObject(parent) ? parent[key] : undefined), exampleReport);
    return isObject(value) ? Object.keys(value).map((key) => `${object}${key}`) : [];
  };

  const optional = [
    'findings/0/condition',
    'findings/0/construct',
    'exempted/0/condition',
    'undetermined/0/condition',
    'unreadable/0/line',
    'unreadable/0/column',
  ];
  const required = objects.flatMap(fieldsOf).filter((field) => !optional.includes(field));

  test.each(required)('refuses a report without %s', (field) => {
    expect(isValid(exampleWith(field, undefined))).toBe(false);
    expect(validate.errors).toMatchObject([{ keyword: 'required' }]);
  });

  test.each(optional)('takes a report without %s', (field) => {
    expect(exampleReport).toHaveProperty(field.split('/'));
    expect(isValid(exampleWith(field, undefined))).toBe(true);
  });

  test.each<[string, unknown]>([
    ['version', 2],
    ['summary/files', -1],
    ['summary/templates', 1.5],
    ['findings/0/line', 0],
    ['findings/0/column', '1'],
    ['findings/0/file', ''],
    ['findings/0/severity', 'medium'],
    ['findings/0/path', 'Resources/Sg'],
    ['findings/0/value', { Ref: 'Protocol' }],
    ['findings/0/destination', 1],
    ['findings/0/condition', null],
    ['summary/exempted', '0'],
    ['exempted/0/exemption/expires', 'never'],
    ['exempted/0/exemption/reason', null],
    ['exempted', {}],
    ['undetermined/0/reason', null],
    ['unreadable/0/reason', null],
    ['unreadable', {}],
  ])('refuses %s to be %j', (field, value) => {
    expect(isValid(exampleWith(field, value))).toBe(false);
  });

  /** Every field of an object, by its path; a description may stand where a `$ref` points. */
  const describedFields = (part: unknown, path: string): readonly (readonly [string, unknown])[] => {
    if (!isObject(part)) return [];
    const fields = isObject(part['properties']) ? Object.entries(part['properties']) : [];
    const own = fields.map(([key, field]) => [`${path}/${key}`, descriptionOf(field)] as const);
    return [...own, ...Object.entries(part).flatMap(([key, child]) => describedFields(child, `${path}/${key}`))];
  };

  const descriptionOf = (field: unknown): unknown => {
    if (!isObject(field)) return undefined;
    const [name] = String(field['$ref'] ?? '').match(/[^/]+$/) ?? [];
    const definitions: Record<string, unknown> = schema.$defs;
    return field['description'] ?? (name === undefined ? undefined : descriptionOf(definitions[name]));
  };

  test('describes every field', () => {
    const fields = describedFields(schema, '');
    expect(fields.length).toBeGreaterThan(30);
    expect(fields.filter(([, description]) => typeof description !== 'string')).toEqual([]);
  });
});
