import { describe, expect, test } from 'vitest';
import { boundedJson, boundedValue, cut, printable, printableValue } from '../../../rule/value/text.ts';

const FACE = '\u{1f600}';

describe('cut', () => {
  const cases: Record<string, readonly [text: string, length: number, expected: string]> = {
    'leaves a text that fits': ['abcdef', 6, 'abcdef'],
    'ends a longer one with dots, within the length': ['abcdefg', 6, 'abc...'],
    'leaves no half of a character': [`ab${FACE}cde`, 6, 'ab...'],
    'keeps a whole character before the dots': [`a${FACE}cdef`, 6, `a${FACE}...`],
    'leaves an empty text': ['', 6, ''],
  };

  test.each(Object.entries(cases))('%s', (_name, [text, length, expected]) => {
    expect(cut(text, length)).toBe(expected);
  });
});

describe('printable', () => {
  const cases: Record<string, readonly [text: string, expected: string]> = {
    'leaves letters of any script': ['Sg-Größe 安全', 'Sg-Größe 安全'],
    'escapes line breaks': ['a\r\nb', 'a\\u000d\\u000ab'],
    'escapes what clears a terminal': ['\u001b[2J', '\\u001b[2J'],
    'escapes NUL, delete and C1 controls': ['\u0000\u007f\u0085', '\\u0000\\u007f\\u0085'],
    'escapes what turns the direction of text': ['\u202eb\u2066', '\\u202eb\\u2066'],
    'escapes what cannot be seen': ['a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
    'escapes the line and paragraph separators': ['a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    'escapes an invisible character beyond 16 bits': ['a\u{e0001}', 'a\\ue0001'],
    'replaces a lone half of a character': ['a\ud800b\udc00', 'a\ufffdb\ufffd'],
  };

  test.each(Object.entries(cases))('%s', (_name, [text, expected]) => {
    expect(printable(text)).toBe(expected);
  });

  test.each([
    ['letters', 'x'],
    ['control characters, which grow', '\u0007'],
    ['characters of two units', FACE],
    ['invisible characters of two units', '\u{e0001}'],
    ['lone halves', '\ud800'],
  ])('keeps to its length with %s', (_name, character) => {
    for (let length = 4; length < 40; length += 1) {
      const text = printable(character.repeat(100_000), length);
      expect(text.length).toBeLessThanOrEqual(length);
      expect(text.isWellFormed()).toBe(true);
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  test('keeps to 100 characters unless told', () => {
    expect(printable('x'.repeat(101))).toBe(`${'x'.repeat(97)}...`);
  });
});

describe('boundedJson', () => {
  const cases: Record<string, readonly [value: unknown, expected: string]> = {
    'writes an object as JSON': [{ Ref: 'Protocol' }, '{"Ref":"Protocol"}'],
    'writes a number as JSON': [-1, '-1'],
    'writes null as JSON': [null, 'null'],
    'calls what is absent nothing': [undefined, 'nothing'],
    'escapes what JSON escapes': ['a\n"', '"a\\n\\""'],
  };

  test.each(Object.entries(cases))('%s', (_name, [value, expected]) => {
    expect(boundedJson(value)).toBe(expected);
  });

  test('ends at once on shared parts nested 60 deep', () => {
    let value: unknown = 'leaf';
    for (let depth = 0; depth < 60; depth += 1) value = [value, value];
    expect(boundedJson(value).length).toBeLessThan(10_000);
  });

  test('ends at once on a long list of one shared string', () => {
    const shared = 'x'.repeat(1_000_000);
    expect(boundedJson(new Array(1000).fill(shared)).length).toBeLessThan(10_000_000);
  });

  test('leaves out what lies behind a hundred parts, and the hundred and first of each', () => {
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`k${index}`, { deep: index }]));
    const written = JSON.parse(boundedJson(many));
    expect(Object.keys(written)).toHaveLength(100);
    expect([written.k0, written.k99]).toEqual([{ deep: 0 }, '...']);
    expect(JSON.parse(boundedJson([...Array.from({ length: 99 }, () => 1), 'text']))).toHaveLength(100);
    expect(JSON.parse(boundedJson({ list: Array.from({ length: 98 }, () => 1), last: 'text' })).last).toBe('text');
  });

  test('does not write out a list of a million numbers', () => {
    expect(boundedJson(new Array(1_000_000).fill(1)).length).toBeLessThan(10_000);
  });
});

describe('boundedValue', () => {
  test.each([[{ Ref: 'Cidr' }], [[1, 'a', null]], [0], [''], [null]])('leaves %j as it is', (value) => {
    expect(boundedValue(value)).toEqual(value);
  });

  test('is null where nothing is there', () => {
    expect(boundedValue(undefined)).toBeNull();
  });
});

describe('printableValue', () => {
  test('writes a string as it is, without quotes', () => {
    expect(printableValue('0.0.0.0/0')).toBe('0.0.0.0/0');
  });

  test('writes anything else as JSON, cut to the length', () => {
    expect(printableValue({ Ref: 'AVeryLongParameterName' }, 20)).toBe('{"Ref":"AVeryLong...');
  });
});
