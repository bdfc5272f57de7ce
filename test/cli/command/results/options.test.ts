import { describe, expect, test } from 'vitest';
import { readOptions } from '../../../../cli/command/results/options.ts';

const NOW = Date.parse('2026-10-10T12:00:00Z');

const queryOf = (...args: readonly string[]) => readOptions(args, NOW).query;

describe('--since', () => {
  const times: Record<string, string> = {
    '30m': '2026-10-10T11:30:00.000Z',
    '24h': '2026-10-09T12:00:00.000Z',
    '7d': '2026-10-03T12:00:00.000Z',
    '0m': '2026-10-10T12:00:00.000Z',
    '2026-10-01': '2026-10-01T00:00:00.000Z',
    '2026-10-01T08:30Z': '2026-10-01T08:30:00.000Z',
    '2026-10-01T08:30:15.5+02:00': '2026-10-01T06:30:15.500Z',
  };

  test.each(Object.entries(times))('%s is %s', (text, time) => {
    expect(queryOf('--since', text).since).toBe(time);
  });

  test.each([
    '',
    '24',
    'h',
    '-1h',
    '1.5h',
    '24H',
    '1w',
    '2026-13-01',
    '2026-10-01T08:30',
    'yesterday',
    '1234567h',
    '10 Oct 2026',
  ])('takes no %j', (text) => {
    expect(() => readOptions([`--since=${text}`], NOW)).toThrow(
      `--since takes e.g. 24h, 7d or 2027-01-31T12:00Z, not ${JSON.stringify(text)}.`,
    );
  });
});

describe('--target', () => {
  const arn = (rest: string): string => `arn:aws-cn:cloudformation:cn-north-1:123456789012:${rest}`;
  const targets: Record<string, string> = {
    [arn('changeSet/release/7c')]: 'CHANGE_SET',
    [arn('stack/app/0a')]: 'STACK',
    '1B9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed': 'CLOUD_CONTROL',
  };

  test.each(Object.entries(targets))('%s is a %s', (id, type) => {
    expect(queryOf('--target', id).target).toEqual({ type, id });
  });

  test.each(['', 'app', arn('stackset/app:0a'), arn('stack/'), 'arn:aws:s3:::bucket', `x${arn('stack/app/0a')}`])(
    'takes no %j',
    (id) => {
      expect(() => readOptions([`--target=${id}`], NOW)).toThrow(
        `--target takes the ARN of a change set or a stack, or the hook token of a Cloud Control request, not ${JSON.stringify(id)}.`,
      );
    },
  );
});

test('what is asked for by default', () => {
  const { values: _values, ...rest } = readOptions([], NOW);
  expect(rest).toEqual({
    query: { outcomes: [], limit: 20, since: undefined, target: undefined },
    isFollowed: false,
    interval: 5000,
    isJson: false,
  });
});

test('an outcome that is asked for twice is asked for once', () => {
  expect(queryOf('--status', 'error', '--status', 'failed', '--status', 'error').outcomes).toEqual(['error', 'failed']);
});

describe('wrong use', () => {
  const wrong: Record<string, readonly [args: readonly string[], message: string]> = {
    'an argument': [['failed'], 'results takes options only: egress-guard results --since 24h'],
    'an unknown outcome': [
      ['--status', 'FAILED'],
      '--status takes failed or error or succeeded or in-progress, not "FAILED": did you mean failed?',
    ],
    'no results': [['--limit', '0'], '--limit takes a number from 1 to 1000, not "0".'],
    'too many results': [['--limit', '1001'], '--limit takes a number from 1 to 1000, not "1001".'],
    'half a result': [['--limit', '1.5'], '--limit takes a number from 1 to 1000, not "1.5".'],
    'no interval': [['--follow', '--interval', '0'], '--interval takes a number from 1 to 60, not "0".'],
    'an interval of nothing': [['--interval', '5'], '--interval goes with --follow.'],
    'an unknown format': [['--format', 'sarif'], '--format takes text or json, not "sarif".'],
  };

  test.each(Object.entries(wrong))('is told: %s', (_name, [args, message]) => {
    expect(() => readOptions(args, NOW)).toThrow(message);
  });
});
