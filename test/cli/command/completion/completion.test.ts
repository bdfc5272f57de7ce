import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { bashScript } from '../../../../cli/command/completion/bash.ts';
import { commandWords } from '../../../../cli/command/completion/command-words.ts';
import { fishScript } from '../../../../cli/command/completion/fish.ts';
import { zshScript } from '../../../../cli/command/completion/zsh.ts';
import { run } from '../../../support/command-line.ts';

const scriptFor = async (shell: string): Promise<string> => {
  const { code, out, err } = await run(['completion', shell]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
};

/** What Bash offers for a line that ends where the cursor is. */
const offers = async (...line: readonly string[]): Promise<readonly string[]> => {
  const words = ['egress-guard', ...line].map((word) => `'${word}'`).join(' ');
  const ask = `COMP_WORDS=(${words}); COMP_CWORD=${line.length}; _egress_guard; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const answer = execFileSync('bash', ['-c', `${await scriptFor('bash')}\n${ask}`], { encoding: 'utf8' });
  return answer.split('\n').filter((word) => word !== '');
};

describe('Bash completes', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['commands', ['s'], ['simulate', 'sandbox', 'status']],
    ['the actions of a command', ['rollout', ''], ['status', 'mode', 'remove']],
    ['the words that a command takes', ['mode', 'w'], ['warn']],
    ['options', ['check', '--no-'], ['--no-ignore', '--no-config']],
    ['the value of an option', ['results', '--format', ''], ['text', 'json']],
    ['the beginning of a value', ['check', '--format', 'g'], ['github', 'gitlab']],
    ['a value behind an equals sign', ['audit', '--format', '=', 'h'], ['html']],
    ['the value that comes first behind an equals sign', ['simulate', '--operation', '='], ['create', 'update']],
    ['rules', ['check', '--rules', 'security_group_w'], ['security_group_without_egress']],
    ['shells', ['completion', ''], ['bash', 'zsh', 'fish']],
  ])('%s', async (_what, line, expected) => {
    expect(await offers(...line)).toEqual(expect.arrayContaining([...expected]));
  });

  test('nothing where only a file or a name can stand', async () => {
    expect(await offers('check', '--exemptions', '')).toEqual([]);
    expect(await offers('deploy', '--stack-name', '')).toEqual([]);
  });

  test('the formats of check, each of which it takes', async () => {
    const { err } = await run(['check', '--format', 'none']);
    const formats = await offers('check', '--format', '');
    expect(err).toContain(`--format takes ${formats.join(' or ')}, not`);
  });
});

test.each(['bash', 'zsh', 'fish'])('%s knows every command and every option', async (shell) => {
  const script = await scriptFor(shell);
  const { out: all } = await run(['--help']);
  const commands = [...all.matchAll(/^ {2}([a-z]+) .* {2}/gm)].map(([, name = '']) => name);
  expect(commands.length).toBeGreaterThan(12);
  for (const name of commands) {
    const { out: help } = await run([name, '--help']);
    const options = [...help.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, option = '']) => option);
    for (const option of options) expect(script).toContain(shell === 'fish' ? `-l ${option} ` : `--${option}`);
    expect(script).toContain(name);
  }
});

describe('quotes and brackets in a help text stay text', () => {
  const help = `what "it" isn't: [x] \\ $(touch /tmp/none) \`y\``;
  const words = commandWords({
    name: 'odd',
    does: help,
    help: {
      usage: ['odd'],
      about: [],
      groups: { Options: { mark: { type: 'string', value: 'X', help } } },
      examples: [],
    },
  });

  test('in Zsh', () => {
    expect(zshScript([words])).toContain(String.raw`'*--mark[what "it" isn'\''t\: \[x\] \\ $(touch /tmp/none)`);
  });

  test('in fish', () => {
    expect(fishScript([words])).toContain(String.raw`-d 'what "it" isn\'t: [x] \\ $(touch /tmp/none)`);
  });

  test('in Bash, which shows none', () => {
    expect(bashScript([words])).not.toContain('touch');
  });
});

test.each([
  [[], 'completion takes bash, zsh or fish.'],
  [['fisch'], 'completion takes bash, zsh or fish, not "fisch": did you mean fish?'],
  [['bash', 'zsh'], 'completion takes bash, zsh or fish, not "bash zsh": did you mean bash?'],
])('another shell is wrong use: %j', async (args, told) => {
  expect(await run(['completion', ...args])).toEqual({ code: 2, out: '', err: `egress-guard: ${told}\n` });
});
