import { expect, test } from 'vitest';
import { run } from '../../../support/command-line.ts';

const wrong: Record<string, readonly [args: readonly string[], message: string]> = {
  'an argument': [['egress-guard'], 'status takes options only: egress-guard status'],
  'an unknown format': [['--format', 'html'], '--format takes text or json, not "html".'],
  'a name that no stack has': [
    ['--stack-name', 'my stack'],
    '--stack-name takes the name of a stack, letters, digits and hyphens, not "my stack".',
  ],
  'no URL': [
    ['--endpoint-url', 'localhost'],
    '--endpoint-url takes a URL such as http://127.0.0.1:5000, not "localhost".',
  ],
};

test.each(Object.entries(wrong))('status tells wrong use: %s', async (_name, [args, message]) => {
  expect(await run(['status', ...args])).toEqual({ code: 2, out: '', err: `egress-guard: ${message}\n` });
});

test.each(['status', 'mode', 'results'])('%s --help has examples', async (command) => {
  const { code, out, err } = await run([command, '--help']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(new RegExp(`^Usage: egress-guard ${command} `));
  expect(out).toMatch(new RegExp(`\nExamples:\n(  egress-guard ${command}.*\n)+$`));
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(124);
});
