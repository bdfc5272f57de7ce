import { describe, expect, test } from 'vitest';
import { run } from '../../../support/command-line.ts';

const wrong: Record<string, readonly [args: readonly string[], message: string]> = {
  'something that is no option': [
    ['egress-guard'],
    'remove takes options only. Run egress-guard remove --help for what they are.',
  ],
  'an unknown option': [['--force'], "Unknown option '--force'. Run egress-guard remove --help for the options."],
  'the name of no stack': [
    ['--stack-name', '*'],
    '--stack-name takes the name of a stack, letters, digits and hyphens, not "*".',
  ],
  'a format that is none': [['--format', 'xml'], '--format takes text or json, not "xml".'],
};

describe('remove tells wrong use in one line, before it asks AWS anything', () => {
  test.each(Object.entries(wrong))('%s', async (_name, [args, message]) => {
    expect(await run(['remove', ...args])).toEqual({ code: 2, out: '', err: `egress-guard: ${message}\n` });
  });
});

test('the help of remove names every option', async () => {
  const { code, out } = await run(['remove', '--help']);
  expect(code).toBe(0);
  for (const option of ['purge', 'stack-name', 'yes', 'format', 'profile', 'region', 'endpoint-url'])
    expect(out).toContain(`--${option}`);
});
