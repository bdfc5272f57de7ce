import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDocuments } from '../../../../rule/template/read/index.ts';
import { makeJsonOffsetOf } from '../../../../rule/template/read/json-places.ts';
import { escapePointer } from '../../../../rule/value/index.ts';

const pointersIn = (value: unknown, pointer = ''): readonly string[] =>
  typeof value !== 'object' || value === null
    ? [pointer]
    : [
        pointer,
        ...Object.entries(value).flatMap(([key, part]) => pointersIn(part, `${pointer}/${escapePointer(key)}`)),
      ];

const object = fc
  .jsonValue({ maxDepth: 4 })
  .map((value) => ({ Resources: value, '': '\\"', 'a/b~': ['}', { ']': '{' }] }));

const space = fc.constantFrom(undefined, 1, '\t', ' \r\n ');

describe('a place in JSON', () => {
  test('is where the reader of YAML finds it, too, and as deep', () => {
    fc.assert(
      fc.property(object, space, (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const [json] = readDocuments(text);
        // With a comment behind it, no JSON any more.
        const [yaml] = readDocuments(`${text} # that`);
        const pointers = [...pointersIn(value), '/Resources/none', '/none/0'];
        expect(pointers.map((pointer) => json?.positionOf(pointer))).toEqual(
          pointers.map((pointer) => yaml?.positionOf(pointer)),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['/b', '{ "a": 1, "b" : 2 }', '"b"'],
    ['/b/1', '{ "b": [ 10, 20 ] }', '20'],
    ['/a', '{ "a": 1, "a": { "a": 2 } }', '"a": {'],
    ['/a/a', '{ "a": { "a": 2 } }', '"a": 2'],
    ['/é', '{ "\\u00e9": 1 }', '"\\u00e9"'],
    ['/a/x', '{ "a": "x" }', '"a"'],
    ['/b', '{ "a": "\\\\", "b": 1 }', '"b"'],
    ['/b', '{ "a": "\\\\\\"}", "b": 1 }', '"b"'],
    ['', ' {"a": 1}', '{'],
  ])('%s of %s is at %s', (pointer, text, at) => {
    expect(makeJsonOffsetOf(text)(pointer)).toBe(text.indexOf(at));
  });
});
