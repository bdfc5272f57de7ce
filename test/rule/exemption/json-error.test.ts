import { describe, expect, test } from 'vitest';
import { parseExemptions } from '../../../rule/library.ts';
import { NOW } from './example.ts';

const cases: Record<string, readonly [text: string, message: string]> = {
  'that is empty': ['', 'Unexpected end of JSON input at line 1, column 1'],
  'that is blank': [' \n ', 'Unexpected end of JSON input at line 2, column 2'],
  'with a comma behind the last item': [
    '{\n  "version": 1,\n  "exemptions": [\n    {},\n  ]\n}',
    "Unexpected token ']' at line 5, column 3",
  ],
  'with a comma behind the last key': [
    '{\n  "version": 1,\n}',
    'Expected double-quoted property name at line 3, column 1',
  ],
  'without a comma': [
    '{"version": 1\n "exemptions": []}',
    "Expected ',' or '}' after property value at line 2, column 2",
  ],
  'that ends too early': ['{"version": 1', "Expected ',' or '}' after property value at line 1, column 14"],
  'that goes on': ['{}\n{}', 'Unexpected non-whitespace character after JSON at line 2, column 1'],
  'with a comment': ['{\n// why\n}', "Expected property name or '}' at line 2, column 1"],
  'with a comment at the start': ['// why\n{}', "Unexpected token '/' at line 1, column 1"],
  'that is YAML': ['version: 1\nexemptions: []', "Unexpected token 'v' at line 1, column 1"],
  'with an escape character': ['\u001b[2J', "Unexpected token '\\u001b' at line 1, column 1"],
  'with a quotation mark too many': ['[1 , ""x, "y"]', "Expected ',' or ']' after array element at line 1, column 8"],
  'that looks like a message': ['["a", x, "b" at position 3 ]', "Unexpected token 'x' at line 1, column 7"],
};

describe('a text that is no JSON is told, and where, but not quoted:', () => {
  test.each(Object.entries(cases))('one %s', (_name, [text, message]) => {
    expect(parseExemptions(text, NOW)).toEqual({
      exemptions: [],
      problems: [{ pointer: '', message: `not JSON: ${message}` }],
    });
  });

  test('a long one', () => {
    const lines = `{"exemptions": [\n${'  "secret",\n'.repeat(50_000)}  ]}`;
    expect(parseExemptions(lines, NOW).problems).toEqual([
      { pointer: '', message: "not JSON: Unexpected token ']' at line 50002, column 3" },
    ]);
  });
});
