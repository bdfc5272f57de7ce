import { describe, expect, test } from 'vitest';
import { fieldsOf, filterPattern } from './filter-pattern.ts';

/** The example of the documentation. */
const LINE = JSON.stringify({
  eventType: 'UpdateTrail',
  sourceIPAddress: '111.111.111.111',
  SomeObject: null,
  user: { id: 1, email: 'John.Stiles@example.com' },
  'some-name': 'x',
});

const matching: Record<string, string> = {
  'a text': '{ $.eventType = "UpdateTrail" }',
  'without spaces': '{$.eventType="UpdateTrail"}',
  'another text': '{ $.eventType != "CreateTrail" }',
  'any text': '{ $.eventType = "*" }',
  'the beginning of a text': '{ $.sourceIPAddress = "111.*" }',
  'a field of a field': '{ $.user.email = "John.Stiles@example.com" }',
  'a name with a hyphen': '{ $.some-name = "x" }',
  'one of two': '{ $.eventType = "a" || $.some-name = "x" }',
  'both of two, which bind closer': '{ $.eventType = "a" && $.eventType = "b" || $.some-name = "x" }',
  'what is in parentheses': '{ ($.some-name = "x") && ($.eventType = "a" || $.eventType = "UpdateTrail") }',
};

const failing: Record<string, string> = {
  'another text': '{ $.eventType = "UpdateTrai" }',
  'the same text in small letters': '{ $.eventType = "updatetrail" }',
  'a text with a dot for any character': '{ $.sourceIPAddress = "111.111.111a111" }',
  'a field that is not there': '{ $.nothing = "*" }',
  'a field that every object has': '{ $.constructor = "*" }',
  'a field of a text': '{ $.eventType.length = "*" }',
  'an object': '{ $.user = "*" }',
  null: '{ $.SomeObject = "*" }',
  'one of two': '{ $.some-name = "x" && $.eventType = "a" }',
  'parentheses that bind closer': '{ ($.some-name = "x" || $.eventType = "a") && $.eventType = "b" }',
};

const unknown: Record<string, string> = {
  'a term': 'ERROR',
  nothing: '',
  'no comparison': '{ }',
  'a number': '{ $.user.id = 1 }',
  'a text without quotes': '{ $.eventType = UpdateTrail }',
  'an item of a list': '{ $.list[0] = "x" }',
  'a field that is missing': '{ $.eventType NOT EXISTS }',
  'a field that is there, which CloudWatch does not know': '{ $.eventType EXISTS }',
  'an unknown comparison': '{ $.eventType > "a" }',
  'no brace in the end': '{ $.eventType = "a"',
  'something after the end': '{ $.eventType = "a" } x',
  'a parenthesis that is not closed': '{ ($.eventType = "a" }',
  'an operator without a second side': '{ $.eventType = "a" && }',
  'a text that is not closed': '{ $.eventType = "a }',
};

describe('filterPattern', () => {
  test.each(Object.entries(matching))('matches %s', (_name, pattern) => {
    expect(filterPattern(pattern)(LINE)).toBe(true);
  });

  test.each(Object.entries(failing))('does not match %s', (_name, pattern) => {
    expect(filterPattern(pattern)(LINE)).toBe(false);
  });

  test.each(['', 'START RequestId: 1', '[]', 'null', '"text"', '{"eventType":'])('matches no line like %j', (line) => {
    expect(filterPattern('{ $.eventType = "*" }')(line)).toBe(false);
  });

  test.each(Object.entries(unknown))('refuses %s', (_name, pattern) => {
    expect(() => filterPattern(pattern)).toThrow(/^(Unknown syntax|Expected)/);
  });

  test('refuses to guess whether what is not there differs', () => {
    expect(() => filterPattern('{ $.nothing != "a" }')(LINE)).toThrow('is not documented');
    expect(filterPattern('{ $.eventType = "a" && $.nothing != "a" }')(LINE)).toBe(false);
  });
});

test('fieldsOf tells what a pattern asks for', () => {
  expect(fieldsOf('{ ($.eventType = "$.x") && ($.user.email = "*") }')).toEqual(['eventType', 'user.email']);
});
