import { type CommandHelp, endWithNearest, parseOptions } from '../../input/index.ts';
import { type ExitCode, exitCodes, type Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { bashScript } from './bash.ts';
import { type CommandWords, commandWords, type KnownCommand } from './command-words.ts';
import { fishScript } from './fish.ts';
import { zshScript } from './zsh.ts';

export const completionHelp: CommandHelp = {
  usage: ['completion bash|zsh|fish'],
  about: [
    'Prints a script that has the shell complete commands, options and their values: source it where your shell starts, or put it where it looks for completions.',
  ],
  groups: {},
  exitCodes: '0 done, 2 wrong use',
  examples: [
    'source <(egress-guard completion bash)',
    'egress-guard completion zsh > ~/.zfunc/_egress-guard',
    'egress-guard completion fish > ~/.config/fish/completions/egress-guard.fish',
  ],
};

const scripts: Readonly<Record<string, (commands: readonly CommandWords[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** Runs the command; `commands` are all that there are. @throws {UsageError} */
export function completion(args: readonly string[], terminal: Terminal, commands: readonly KnownCommand[]): ExitCode {
  const { positionals } = parseOptions('completion', args, {});
  const [shell = '', ...others] = positionals;
  const script = others.length === 0 && Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (script === undefined) {
    const given =
      shell === ''
        ? '.'
        : `, not ${JSON.stringify(positionals.join(' '))}${endWithNearest(shell, Object.keys(scripts))}`;
    throw new UsageError(
      `completion takes ${Object.keys(scripts)
        .join(', ')
        .replace(/, (?!.*, )/, ' or ')}${given}`,
    );
  }
  terminal.out(script(commands.map(commandWords)));
  return exitCodes.done;
}
