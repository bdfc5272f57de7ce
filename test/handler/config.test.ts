import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../handler/config.ts';

type Environment = Parameters<typeof readConfig>[0];

const LOOPBACK = 'EGRESS_GUARD_ALLOW_LOOPBACK_ONLY_EGRESS';
const unknown = (name: string): RegExp => new RegExp(`^${name}: unknown setting\\. Known: .*${LOOPBACK}.*\\.$`);

const accepted: Record<string, readonly [environment: Environment, allowLoopbackOnly: boolean]> = {
  'nothing set': [{}, false],
  false: [{ [LOOPBACK]: 'false' }, false],
  true: [{ [LOOPBACK]: 'true' }, true],
  'a variable that is undefined': [{ [LOOPBACK]: undefined }, false],
  'variables of others': [{ AWS_REGION: 'us-west-2', MY_EGRESS_GUARD_X: '1', EGRESS: '1', LOG_LEVEL: '' }, false],
};

const refused: Record<string, readonly [environment: Environment, message: RegExp]> = {
  'an empty value': [{ [LOOPBACK]: '' }, new RegExp(`^${LOOPBACK}: expected true or false\\.$`)],
  capitals: [{ [LOOPBACK]: 'True' }, new RegExp(`^${LOOPBACK}: expected true or false\\.$`)],
  'a space': [{ [LOOPBACK]: 'true ' }, new RegExp(`^${LOOPBACK}: expected true or false\\.$`)],
  'a number': [{ [LOOPBACK]: '1' }, new RegExp(`^${LOOPBACK}: expected true or false\\.$`)],
  'a misspelt name': [{ EGRESS_GUARD_ALLOW_LOOPBACK: 'true' }, unknown('EGRESS_GUARD_ALLOW_LOOPBACK')],
  'a name in part small': [{ EGRESS_GUARD_allow_loopback_only: 'true' }, unknown('EGRESS_GUARD_allow_loopback_only')],
  'the prefix alone': [{ EGRESS_GUARD_: '' }, unknown('EGRESS_GUARD_')],
  'a misspelt name beside a right one': [{ [LOOPBACK]: 'true', EGRESS_GUARD_X: '' }, unknown('EGRESS_GUARD_X')],
};

describe('reads', () => {
  test.each(Object.entries(accepted))('%s', (_name, [environment, allowLoopbackOnly]) => {
    expect(readConfig(environment)).toMatchObject({ allowLoopbackOnly });
  });
});

describe('refuses', () => {
  test.each(Object.entries(refused))('%s', (_name, [environment, message]) => {
    expect(() => readConfig(environment)).toThrow(ConfigError);
    expect(() => readConfig(environment)).toThrow(message);
  });
});

const EXISTING = 'EGRESS_GUARD_EXISTING_VIOLATIONS';
const EXEMPTIONS = 'EGRESS_GUARD_EXEMPTIONS_URI';
const ARCHIVE = 'EGRESS_GUARD_ARCHIVE_BUCKET';
const ORIGIN = 'EGRESS_GUARD_PAYLOAD_ORIGIN';
const RULES = 'EGRESS_GUARD_RULES';
const INLINE = 'EGRESS_GUARD_REQUIRE_INLINE_EGRESS';
const HELP = 'EGRESS_GUARD_HELP_TEXT';

describe('without variables everything is as by default', () => {
  const usual = {
    rules: ['security_group_egress_with_all_protocols'],
    requireInlineEgress: false,
    allowLoopbackOnly: false,
    existingViolations: 'BLOCK',
    exemptions: undefined,
    archiveBucket: undefined,
    helpText: undefined,
    payloadOrigin: undefined,
  };

  test('where there are none', () => {
    expect(readConfig({})).toEqual(usual);
  });

  test('where the optional ones are empty, as the template hands on a parameter that is', () => {
    expect(readConfig({ [EXEMPTIONS]: '', [ARCHIVE]: '', [HELP]: '', [ORIGIN]: '' })).toEqual(usual);
  });
});

describe('takes', () => {
  const taken: Record<string, readonly [environment: Environment, expected: object]> = {
    'existing violations that pass': [{ [EXISTING]: 'ALLOW' }, { existingViolations: 'ALLOW' }],
    'existing violations that block': [{ [EXISTING]: 'BLOCK' }, { existingViolations: 'BLOCK' }],
    'the URI of an object': [
      { [EXEMPTIONS]: 's3://my.bucket-1/a.json' },
      { exemptions: { bucket: 'my.bucket-1', key: 'a.json' } },
    ],
    'the URI of an object in folders': [
      { [EXEMPTIONS]: 's3://abc/a/b c/d=1.json' },
      { exemptions: { bucket: 'abc', key: 'a/b c/d=1.json' } },
    ],
    'a bucket': [{ [ARCHIVE]: 'my-reports' }, { archiveBucket: 'my-reports' }],
    'an origin': [{ [ORIGIN]: 'http://127.0.0.1:9000' }, { payloadOrigin: 'http://127.0.0.1:9000' }],
  };

  test.each(Object.entries(taken))('%s', (_name, [environment, expected]) => {
    expect(readConfig(environment)).toMatchObject(expected);
  });
});

describe('refuses by its name', () => {
  const malformed: Record<string, readonly [name: string, value: string, takes: string]> = {
    'existing violations in small letters': [EXISTING, 'allow', 'BLOCK or ALLOW'],
    'existing violations that are empty': [EXISTING, '', 'BLOCK or ALLOW'],
    'a name of the language': [EXISTING, 'constructor', 'BLOCK or ALLOW'],
    'a bucket for an object': [EXEMPTIONS, 's3://bucket', 's3://bucket/key, or nothing'],
    'a folder without a name': [EXEMPTIONS, 's3://bucket/', 's3://bucket/key, or nothing'],
    'another scheme': [EXEMPTIONS, 'https://bucket/key', 's3://bucket/key, or nothing'],
    'a bucket in capitals': [EXEMPTIONS, 's3://Bucket/key', 's3://bucket/key, or nothing'],
    'an object for a bucket': [ARCHIVE, 's3://bucket', 'the name of a bucket, or nothing'],
    'a bucket of two letters': [ARCHIVE, 'ab', 'the name of a bucket, or nothing'],
    'a path for an origin': [ORIGIN, 'http://127.0.0.1/x', 'an origin like http://127.0.0.1:9000, or nothing'],
  };

  test.each(Object.entries(malformed))('%s', (_name, [name, value, takes]) => {
    expect(() => readConfig({ [name]: value })).toThrow(new ConfigError(`${name}: expected ${takes}.`));
  });
});

test('a refusal names the variable and never its value', () => {
  expect(() => readConfig({ [LOOPBACK]: 'SECRET' })).toThrow(/^(?!.*SECRET)/);
});

describe('rules', () => {
  const PROTOCOLS = 'security_group_egress_with_all_protocols';
  const NONE = 'security_group_without_egress';
  const KNOWN = `${PROTOCOLS}, ${NONE}, security_group_egress_with_all_ports`;

  test.each([
    [NONE, [NONE]],
    [`${NONE},${PROTOCOLS}`, [NONE, PROTOCOLS]],
    [` ${PROTOCOLS} , ${NONE} `, [PROTOCOLS, NONE]],
  ])('are %j', (text, rules) => {
    expect(readConfig({ [RULES]: text })).toMatchObject({ rules });
  });

  test.each(['', ' , ', `${PROTOCOLS},${PROTOCOLS}`, `${PROTOCOLS},`, 'security_group_without_egres'])(
    'are not %j',
    (text) => {
      const problem = `${RULES}: expected ids of rules, each once, separated by commas, of ${KNOWN}.`;
      expect(() => readConfig({ [RULES]: text })).toThrow(new ConfigError(problem));
    },
  );
});

test.each([
  ['true', true],
  ['false', false],
])('egress in the group itself may be asked for: %s', (text, requireInlineEgress) => {
  expect(readConfig({ [INLINE]: text })).toMatchObject({ requireInlineEgress });
});

describe('the help', () => {
  test.each([' Ask in #network. ', 'https://wiki.example.com/egress', 'Fragen Sie größere Kollegen.', 'x'.repeat(200)])(
    'may be %j',
    (text) => {
      expect(readConfig({ [HELP]: text })).toMatchObject({ helpText: text.trim() });
    },
  );

  test.each([' ', 'a\nb', 'a\u0000', 'a\u009f', 'a\u2028b', 'a\u202eb', 'x'.repeat(201)])('is not %j', (text) => {
    expect(() => readConfig({ [HELP]: text })).toThrow(`${HELP}: expected one line of at most 200 characters`);
  });
});
