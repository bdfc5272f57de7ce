import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../handler/config.ts';

type Environment = Parameters<typeof readConfig>[0];

const LOOPBACK = 'EGRESS_GUARD_ALLOW_LOOPBACK_ONLY';
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

test('a refusal names the variable and never its value', () => {
  expect(() => readConfig({ [LOOPBACK]: 'SECRET' })).toThrow(/^(?!.*SECRET)/);
});
