import { describe, expect, test } from 'vitest';
import { readConfig, settings } from '../../handler/config.ts';
import { checkParameters } from '../../infra/template/template-parameters.ts';
import { rules } from '../../rule/rules/index.ts';
import { part, readTemplate } from '../support/deployed.ts';

// What CloudFormation lets through and a function then refuses would make the gate refuse everything.

const template = await readTemplate('template.yaml');
const ids = rules.map(({ meta }) => meta.id);

const takenByTemplate = (name: string, value: string): boolean =>
  checkParameters(template, { [name]: value }) === undefined;

const takenByFunctions = (variable: string, value: string): boolean => {
  try {
    readConfig({ [variable]: value });
    return true;
  } catch {
    return false;
  }
};

/** Every list of so many words. */
const listsOf = (words: readonly string[], length: number): string[][] =>
  length === 0 ? [[]] : listsOf(words, length - 1).flatMap((list) => words.map((word) => [...list, word]));

const isOnce = (list: readonly string[]): boolean => new Set(list).size === list.length;

describe('the parameter Rules', () => {
  const lists = Array.from({ length: ids.length + 1 }, (_, index) => listsOf(ids, index + 1)).flat();

  test('takes the lists of rules that there are, each rule at most once, and no other', () => {
    const taken = lists.filter((list) => takenByTemplate('Rules', list.join(',')));
    expect(taken).toEqual(lists.filter(isOnce));
    expect(taken).toEqual(expect.arrayContaining([...ids.map((id) => [id]), [...ids], ids.toReversed()]));
  });

  test('takes of these lists what the functions take', () => {
    const texts = lists.map((list) => list.join(','));
    expect(texts.filter((text) => takenByTemplate('Rules', text))).toEqual(
      texts.filter((text) => takenByFunctions('EGRESS_GUARD_RULES', text)),
    );
  });

  const [first = '', second = ''] = ids;
  test.each([
    '',
    ',',
    ' ',
    'security_group',
    `${first}x`,
    `x${first}`,
    first.toUpperCase(),
    `${first},`,
    `,${first}`,
    `${first},,${second}`,
    `${first}, ${second}`,
    `${first} ${second}`,
    ` ${first}`,
    `${first} `,
    `${first}\n`,
    `${first},other`,
    `other,${first}`,
    '*',
    'all',
  ])('refuses %j', (value) => {
    expect(takenByTemplate('Rules', value)).toBe(false);
  });

  test('names every rule where it says what it takes', () => {
    const { Description, ConstraintDescription } = part(template, 'Parameters', 'Rules');
    for (const text of [Description, ConstraintDescription])
      expect(String(text).match(/\bsecurity_group_\w+/g)).toEqual(ids);
  });
});

describe('the parameter HelpText', () => {
  /** Every character that has one place in UTF-16, and one that has two. */
  const characters = [...Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)), '\u{1f6d1}'];

  test('takes the characters that the functions take', () => {
    const different = characters
      .map((character) => `Ask ${character}!`)
      .filter((text) => takenByTemplate('HelpText', text) !== takenByFunctions('EGRESS_GUARD_HELP_TEXT', text));
    expect(different).toEqual([]);
  });

  test('takes alone, or several times, the characters that the functions take so', () => {
    const different = characters
      .flatMap((character) => [character, character.repeat(3)])
      .filter((text) => takenByTemplate('HelpText', text) !== takenByFunctions('EGRESS_GUARD_HELP_TEXT', text));
    expect(different).toEqual([]);
  });

  test.each([
    '',
    'Ask #network-security.',
    'See https://wiki.example.com/egress?team=a&b=c (or ask "us").',
    'Fragt uns: Größe, 東京, \u{1f6d1}',
    '  with blanks around  ',
    'x'.repeat(200),
  ])('takes %j, as the functions do', (value) => {
    expect(takenByTemplate('HelpText', value)).toBe(true);
    expect(takenByFunctions('EGRESS_GUARD_HELP_TEXT', value)).toBe(true);
  });

  const refused: Record<string, string> = {
    'a line break': 'a\nb',
    'a line break at its end': 'a\n',
    'a carriage return': 'a\rb',
    'a tab': 'a\tb',
    'a null character': 'a\u0000b',
    'an escape sequence': '\u001b[2J',
    'a delete character': 'a\u007f',
    'a next line, of C1': 'a\u0085b',
    'a control sequence introducer, of C1': '\u009b2J',
    'a line separator': 'a\u2028b',
    'a paragraph separator': 'a\u2029b',
    'a character that turns the line round': 'a\u202eb',
    'a character that isolates': 'a\u2066b',
    'blanks alone': '   ',
    'a no-break space alone': '\u00a0',
    'a character more than 200': 'x'.repeat(201),
  };

  test.each(Object.entries(refused))('refuses %s, as the functions do', (_name, value) => {
    expect(takenByTemplate('HelpText', value)).toBe(false);
    expect(takenByFunctions('EGRESS_GUARD_HELP_TEXT', value)).toBe(false);
  });
});

describe('every parameter that is a setting', () => {
  const named = Object.values(settings).flatMap(({ parameter, variable }) =>
    parameter === undefined ? [] : [[parameter, variable] as const],
  );

  test.each(named)('has, as %s, a default that the functions take', (parameter, variable) => {
    const { Default: value } = part(template, 'Parameters', parameter);
    expect(typeof value).toBe('string');
    expect(readConfig({ [variable]: String(value) })).toEqual(readConfig({}));
  });

  test.each(named)('has, as %s, no value to choose that the functions refuse', (parameter, variable) => {
    const { AllowedValues: values = [] } = part(template, 'Parameters', parameter);
    expect([values].flat().filter((value) => !takenByFunctions(variable, String(value)))).toEqual([]);
  });
});

describe.each(['ExemptionsBucketOwner', 'ArchiveBucketOwner'])('the parameter %s', (name) => {
  const variable = `EGRESS_GUARD_${name.replace(/(?!^)[A-Z]/g, '_$&').toUpperCase()}`;

  test.each([
    '',
    '123456789012',
    '12345678901',
    '1234567890123',
    'arn:aws:iam::123456789012:root',
    '12345678901a',
    '*',
  ])('takes what the functions take: %j', (value) => {
    const isTaken = value === '' || value === '123456789012';
    expect([takenByTemplate(name, value), takenByFunctions(variable, value)]).toEqual([isTaken, isTaken]);
  });
});

describe('the parameter ExcludedStackNames', () => {
  test.each(['', 'app', 'network-*', '*-sandbox', 'a', '?9*', 'app,network-*', '*a'])('takes %j', (value) => {
    expect(takenByTemplate('ExcludedStackNames', value)).toBe(true);
  });

  test.each(['*', '**', '?*', '*?*', '*-*', '?', 'app,*', '*,app', '-app', 'app,'])('does not take %j', (value) => {
    expect(takenByTemplate('ExcludedStackNames', value)).toBe(false);
  });
});

describe('what tells of events', () => {
  test.each([
    ['EventBusArn', 'arn:aws:events:us-east-1:123456789012:event-bus/security', true],
    ['EventBusArn', 'arn:aws-cn:events:cn-north-1:123456789012:event-bus/default', true],
    ['EventBusArn', 'arn:aws:events:us-east-1:123456789012:rule/security', false],
    ['EventBusArn', 'security', false],
    ['AlarmTopicArn', 'arn:aws:events:us-east-1:123456789012:event-bus/security', false],
    ['PermissionsBoundaryArn', 'arn:aws:iam::123456789012:policy/teams/boundary', true],
    ['PermissionsBoundaryArn', 'arn:aws:iam::aws:policy/PowerUserAccess', true],
    ['PermissionsBoundaryArn', 'arn:aws:iam::123456789012:role/boundary', false],
    ['PermissionsBoundaryArn', 'boundary', false],
  ])('%s is an ARN of its kind: %s', (name, value, isTaken) => {
    expect(takenByTemplate(name, value)).toBe(isTaken);
  });
});
