import type { CommandHelp } from '../../input/index.ts';

/** A command, and what may follow it, as a shell completes it. */
export interface CommandWords {
  readonly name: string;
  readonly does: string;
  /** Words that may come first, e.g. the actions of `rollout`; of a command without such, what comes is a file. */
  readonly actions: readonly string[];
  readonly options: readonly OptionWords[];
}

export interface OptionWords {
  /** Without its dashes. */
  readonly name: string;
  readonly help: string;
  /** What its value may be: one of a few words, a file, or what nobody can complete; undefined: it takes none. */
  readonly value: readonly string[] | 'file' | 'other' | undefined;
}

/** A command as its help has it, with what the list of all commands says of it. */
export interface KnownCommand {
  readonly name: string;
  readonly does: string;
  readonly help: CommandHelp;
}

/** Takes from the help of a command what a shell can complete. */
export function commandWords({ name, does, help }: KnownCommand): CommandWords {
  const options = Object.values(help.groups).flatMap((group) => Object.entries(group));
  return {
    name,
    does,
    actions: [...new Set(help.usage.flatMap(actionsIn))],
    options: [...new Map(options)].map(([option, spec]) => ({
      name: option,
      help: spec.help,
      value: spec.value === undefined ? undefined : (spec.words ?? valueWords(spec.value)),
    })),
  };
}

/** `mode fail|warn|off (--ou UNIT | --all)` -> `fail`, `warn`, `off`; of what is a path or an id, nothing. */
const actionsIn = (usage: string): readonly string[] => {
  const [, words = ''] = /^\S+ ([a-z-]+(?:\|[a-z]+)*)(?= |$)/.exec(usage) ?? [];
  return words === '' ? [] : words.split('|');
};

const valueWords = (value: string): readonly string[] | 'file' | 'other' => {
  if (/^[a-z]+(\|[a-z]+)+$/.test(value)) return value.split('|');
  return value === 'FILE' ? 'file' : 'other';
};
