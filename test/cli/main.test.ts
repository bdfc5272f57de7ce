import { describe, expect, test } from 'vitest';
import { version } from '../../rule/version.ts';
import { run } from '../support/command-line.ts';

const commands = [
  'check',
  'simulate',
  'sandbox',
  'rules',
  'deploy',
  'audit',
  'status',
  'mode',
  'results',
  'rollout',
  'remove',
  'exemptions',
  'demo',
];

describe('egress-guard', () => {
  test.each(['--help', '-h', 'help'])('%s names every command and the exit codes', async (argument) => {
    const { code, out, err } = await run([argument]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const command of commands) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(out).toContain('Exit codes: 0 ');
    expect(out).toContain('\nExample');
  });

  test.each(['--version', '-v'])('%s is the version', async (argument) => {
    expect(await run([argument])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  test.each(commands)('%s --help shows usage and an example, and runs nothing', async (command) => {
    const { code, out, err } = await run([command, '--no-such-option', '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(new RegExp(`^Usage: egress-guard ${command}`));
    expect(out).toMatch(new RegExp(`\\nExamples?:\\n  egress-guard ${command}`));
    expect(await run(['help', command])).toEqual({ code, out, err });
  });

  test('help of a command that is none names the nearest', async () => {
    const { code, err } = await run(['help', 'chek']);
    expect({ code, err }).toEqual({
      code: 2,
      err: 'egress-guard: unknown command "chek": did you mean check? Run egress-guard --help for what they do.\n',
    });
  });
});
