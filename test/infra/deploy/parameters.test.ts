import { describe, expect, test } from 'vitest';
import { checkParameters } from '../../../infra/template/template-parameters.ts';
import type { JsonObject } from '../../../rule/value/place.ts';

const check = (declaration: JsonObject, value: string): string | undefined =>
  checkParameters({ Parameters: { P: declaration } }, { P: value });

describe('a value of a parameter passes', () => {
  const right: Record<string, readonly [declaration: JsonObject, value: string]> = {
    'where nothing is asked of it': [{ Type: 'String' }, 'anything'],
    'that is empty, where nothing forbids it': [{ Type: 'String', AllowedPattern: '^$|^a$' }, ''],
    'that is one of the allowed': [{ Type: 'String', AllowedValues: ['FAIL', 'WARN'] }, 'WARN'],
    'that is one of the allowed numbers': [{ Type: 'Number', AllowedValues: [1, 90] }, '90'],
    'that matches': [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'abc'],
    'whose pattern JavaScript does not know': [{ Type: 'String', AllowedPattern: '(?<!a' }, 'abc'],
    'that is within the bounds': [{ Type: 'Number', MinValue: 1, MaxValue: '10' }, '10'],
    'that is as long as may be': [{ Type: 'String', MinLength: '3', MaxLength: 3 }, 'abc'],
  };

  test.each(Object.entries(right))('%s', (_name, [declaration, value]) => {
    expect(check(declaration, value)).toBeUndefined();
  });
});

describe('a value of a parameter is refused', () => {
  const ARN = { Type: 'String', AllowedPattern: '^$|^arn:', ConstraintDescription: 'the ARN of an SNS topic.' };
  const wrong: Record<string, readonly [declaration: JsonObject, value: string, problem: string]> = {
    'that is none of the allowed': [
      { Type: 'String', AllowedValues: ['FAIL', 'WARN'] },
      'warn',
      'the parameter P cannot be "warn": it takes FAIL, WARN.',
    ],
    'that does not match, in the words of the template': [
      ARN,
      'topic',
      'the parameter P cannot be "topic": it takes the ARN of an SNS topic.',
    ],
    'that does not match, without words': [
      { Type: 'String', AllowedPattern: '[a-z]+' },
      'a1',
      'the parameter P cannot be "a1": it has to match [a-z]+.',
    ],
    'that matches on one of its lines only': [
      { Type: 'String', AllowedPattern: '[a-z]+' },
      'a\n1',
      'the parameter P cannot be "a\\n1": it has to match [a-z]+.',
    ],
    'that is no number': [{ Type: 'Number' }, 'ten', 'the parameter P cannot be "ten": it takes a number.'],
    'that is an empty number': [{ Type: 'Number' }, ' ', 'the parameter P cannot be " ": it takes a number.'],
    'that is too small': [{ Type: 'Number', MinValue: 2 }, '1', 'the parameter P cannot be "1": it takes 2 at least.'],
    'that is too large': [{ Type: 'Number', MaxValue: 2 }, '3', 'the parameter P cannot be "3": it takes 2 at most.'],
    'that is too short': [
      { Type: 'String', MinLength: 2 },
      'a',
      'the parameter P cannot be "a": it takes 2 characters at least.',
    ],
    'that is too long': [
      { Type: 'String', MaxLength: '2' },
      'abc',
      'the parameter P cannot be "abc": it takes 2 characters at most.',
    ],
  };

  test.each(Object.entries(wrong))('%s', (_name, [declaration, value, problem]) => {
    expect(check(declaration, value)).toBe(problem);
  });
});

describe('a parameter that the template lacks is refused', () => {
  const template = { Parameters: { One: { Type: 'String' }, Two: { Type: 'String' } } };

  test.each(['Three', 'constructor', 'toString', '__proto__'])('%s', (name) => {
    const given = Object.fromEntries([
      ['One', ''],
      [name, ''],
    ]);
    expect(checkParameters(template, given)).toBe(`the template has no parameter ${name}. It has One, Two.`);
  });

  test.each(['one', 'Onn', 'Noe'])('%s, and the nearest is offered', (name) => {
    const problem = `the template has no parameter ${name}: did you mean One?`;
    expect(checkParameters(template, { [name]: '' })).toBe(problem);
  });

  test.each([{}, { Parameters: [] }, { Parameters: null }])('where there is none: %j', (none) => {
    expect(checkParameters(none, { A: '' })).toBe('the template has no parameter A. It has none.');
  });
});
