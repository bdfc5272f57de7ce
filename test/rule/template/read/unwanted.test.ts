import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeBudget } from '../../../../rule/template/budget.ts';
import { type Document, readDocuments } from '../../../../rule/template/read/index.ts';
import { parse } from '../../../../rule/template/read/parse.ts';
import { buildDocuments } from '../../../../rule/template/read/tree.ts';

const isWanted = (type: string): boolean => type === 'AWS::EC2::SecurityGroup';

const lines = [
  'Type: AWS::S3::Bucket',
  'Type: AWS::EC2::SecurityGroup',
  `"Type": 'AWS::S3::Bucket'`,
  `'T\u0079pe': AWS::S3::Bucket`,
  `"T\\x79pe": "AWS::EC2::Security\\u0047roup"`,
  '? Type\n    : AWS::S3::Bucket',
  'Type: !Sub AWS::S3::Bucket',
  '!!str Type: AWS::S3::Bucket',
  '!Sub Type: AWS::S3::Bucket',
  'Type: !!str AWS::S3::Bucket',
  'Type: [AWS::S3::Bucket]',
  'Type: >-\n      AWS::EC2::SecurityGroup',
  'Type: 12',
  'Type: yes',
  'Type: *type',
  'Type: &type AWS::EC2::SecurityGroup',
  '<<: { Type: AWS::EC2::SecurityGroup, Properties: { a: 1 } }',
  '<<: *base',
  'Properties: &base { Type: AWS::EC2::SecurityGroup }',
  'Properties: *base',
  'Properties: { Type: AWS::EC2::SecurityGroup, IpProtocol: -1 }',
  'Properties:\n      Type: AWS::EC2::SecurityGroup\n      List: [1, { Type: a }]',
  '[a, b]: c',
  '{ Type: a }: AWS::EC2::SecurityGroup',
  'Metadata: { cost: 0x10, "Type": AWS::S3::Bucket }',
];

const resource = fc.oneof(
  { weight: 8, arbitrary: fc.array(fc.constantFrom(...lines), { minLength: 1, maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constant(['- Type: AWS::S3::Bucket']) },
);

const heads = ['Resources:', 'Resources: &all', '"Resources":', 'Resources: !!map', 'Outer:\n  Resources:', 'Other:'];

const tails = ['', 'Outputs: { A: { Value: *base } }', 'Mappings: { A: *all }', 'Resources: { Z: { Type: A::B::C } }'];

const template = fc
  .tuple(fc.constantFrom(...heads), fc.array(resource, { minLength: 1, maxLength: 4 }), fc.constantFrom(...tails))
  .map(([head, resources, tail]) => {
    const indent = head.includes('\n') ? '  ' : '';
    const bodies = resources.map((body, index) => `  R${index}:\n${body.map((line) => `    ${line}\n`).join('')}`);
    return `Base: &type AWS::S3::Bucket\n${head}\n${bodies.join('').replaceAll(/^/gm, indent)}\n${tail}\n`;
  });

type Part = Readonly<Record<string, unknown>>;

/** A template as it is read whole, without the resources whose type says that nobody asks for them. */
const withoutUnwanted = (value: Part): Part => {
  const resources = value['Resources'];
  if (typeof resources !== 'object' || resources === null || Array.isArray(resources)) return value;
  const isKept = ([, one]: [string, unknown]): boolean => {
    const type = typeof one === 'object' && one !== null ? (one as Part)['Type'] : undefined;
    return Array.isArray(one) || typeof type !== 'string' || isWanted(type);
  };
  return { ...value, Resources: Object.fromEntries(Object.entries(resources).filter(isKept)) };
};

const pointersIn = (value: unknown, pointer = ''): readonly string[] =>
  typeof value !== 'object' || value === null
    ? [pointer]
    : [pointer, ...Object.entries(value).flatMap(([key, part]) => pointersIn(part, `${pointer}/${key}`))];

/** The documents of a text, or why it cannot be read. */
const read = (text: string, isAsked: (type: string) => boolean): readonly Document[] | string => {
  try {
    return readDocuments(text, isAsked);
  } catch (error) {
    return String(error);
  }
};

const placesIn = ({ positionOf }: Document, pointers: readonly string[]) => pointers.map(positionOf);

const expectTheSame = (part: readonly Document[], whole: readonly Document[]): void => {
  expect(part.map(({ value }) => value)).toEqual(whole.map(({ value }) => withoutUnwanted(value)));
  for (const [index, document] of whole.entries()) {
    const pointers = pointersIn(part[index]?.value);
    expect(part[index] && placesIn(part[index], pointers)).toEqual(placesIn(document, pointers));
  }
};

describe('a resource that nobody asks for', () => {
  test('is left out, and all else is read as it would be beside it', () => {
    fc.assert(
      fc.property(template, (text) => {
        const [part, whole] = [read(text, isWanted), read(text, () => true)];
        if (typeof part === 'string' || typeof whole === 'string') expect(part).toEqual(whole);
        else expectTheSame(part, whole);
      }),
      { numRuns: 3000 },
    );
  });

  const count = (text: string): number => {
    const [root] = buildDocuments(parse(text, makeBudget(text.length)), isWanted).documents;
    return JSON.stringify(root, (_key, part) => (part instanceof Map ? [...part] : part)).match(/"kind"/g)?.length ?? 0;
  };

  test.each([
    ['a bucket', 'R: { Type: AWS::S3::Bucket, Properties: { A: { B: [1, 2, 3] } } }', 4],
    ['a group', 'R: { Type: AWS::EC2::SecurityGroup, Properties: { A: 1 } }', 6],
    ['a bucket with a name in it', 'R: { Type: AWS::S3::Bucket, Properties: &p { A: 1 } }', 6],
  ])('is hardly built: %s', (_name, resources, nodes) => {
    expect(count(`Resources:\n  ${resources}\n`)).toBe(nodes);
  });
});
