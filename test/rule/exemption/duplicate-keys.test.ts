import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duplicateKeys } from '../../../rule/exemption/duplicate-keys.ts';

const cases: Record<string, readonly [text: string, pointers: readonly string[]]> = {
  'are found in an object': ['{"a": 1, "b": 2, "a" : 3}', ['/a']],
  'are found each time': ['{"a":1,"a":2,"a":3}', ['/a', '/a']],
  'are found in an object in a list': ['[0, [1, {"a": {}, "a": []}], {"b":1,"b":1}]', ['/1/1/a', '/2/b']],
  'are found behind what was nested': ['{"a": {"b": [{}, {"c": 1}]}, "a": 1}', ['/a']],
  'are found behind a text in a list': ['["a", {"b":1,"b":2}]', ['/1/b']],
  'are found six levels down': ['[[[[[{"a":1,"a":2}]]]]]', ['/0/0/0/0/0/a']],
  'are not looked for seven levels down': ['[[[[[[{"a":1,"a":2}]]]]]]', []],
  'are found below one that is given again': ['{"a":1,"a":{"b":1,"b":2}}', ['/a', '/a/b']],
  'are told as pointers': ['{"a/b~c":1,"a/b~c":2}', ['/a~1b~0c']],
  'are the same however they are spelt': ['{"a\\"\\\\":1,"\\u0061\\u0022\\u005c":2}', ['/a"\\']],
  'may be of the language': ['{"__proto__":1,"__proto__":2,"has":1}', ['/__proto__']],
  'are not those of two objects': ['[{"a":1},{"a":1},{"b":{"a":1},"a":2}]', []],
  'are not values': ['{"a":"a","b":["a","a",":","{\\"a\\":1,\\"a\\":2}"]}', []],
  'are not in brackets, colons and commas of a text': ['{"a":"}],:{[","b":"\\\\","c":"\\"}"}', []],
  'are not in what is no object': ['"a"', []],
};

describe('keys that are given again', () => {
  test.each(Object.entries(cases))('%s', (_name, [text, pointers]) => {
    expect(duplicateKeys(text)).toEqual(pointers);
  });

  test('are not in what is written from a value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('', '\n\t'), (value, space) => {
        expect(duplicateKeys(JSON.stringify(value, null, space))).toEqual([]);
      }),
    );
  });

  test('are found wherever one is added', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.array(fc.jsonValue()), (key, value, before) => {
        const [name, text] = [JSON.stringify(key), JSON.stringify(value)];
        const items = [...before.map((one) => JSON.stringify(one)), `{${name}:${text},${name}:${text}}`];
        const escaped = key.replaceAll('~', '~0').replaceAll('/', '~1');
        expect(duplicateKeys(`[${items.join()}]`)).toEqual([`/${before.length}/${escaped}`]);
      }),
    );
  });
});
