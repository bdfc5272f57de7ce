import { nearest, printable, version } from '../rule/index.ts';
import type { CommandHelp } from './input/index.ts';
import { type ExitCode, exitCodes, type Terminal } from './terminal/index.ts';
import { UsageError } from './usage-error.ts';

/** Runs a command line and tells its exit code; never throws. `dist` is the folder of what was built. */
export async function main(args: readonly string[], terminal: Terminal, dist: string): Promise<ExitCode> {
  try {
    return await dispatch(args, terminal, dist);
  } catch (error) {
    terminal.err(`egress-guard: ${explain(error)}\n`);
    return exitCodes.failed;
  }
}

type Command = (args: readonly string[], terminal: Terminal, dist: string) => Promise<ExitCode>;

interface Entry {
  /** What follows its name. */
  readonly usage?: string;
  /** What it does, in a few words. */
  readonly does: string;
  /** Each command is loaded when it is asked for: the others cost it nothing. */
  readonly load: () => Promise<{ readonly help: CommandHelp; readonly run: Command }>;
}

const commands: Readonly<Record<string, Entry>> = {
  check: {
    usage: '[paths...]',
    does: 'find it in templates, without AWS',
    load: async () => {
      const { check, checkHelp } = await import('./command/check/index.ts');
      return { help: checkHelp, run: check };
    },
  },
  simulate: {
    usage: '<template>',
    does: 'play what CloudFormation does with a template once the hook is deployed',
    load: async () => {
      const { simulate, simulateHelp } = await import('./command/simulate/index.ts');
      return { help: simulateHelp, run: simulate };
    },
  },
  sandbox: {
    does: 'run a local CloudFormation with the hooks, for the client that you deploy with',
    load: async () => {
      const { sandbox, sandboxHelp } = await import('./command/sandbox/index.ts');
      return { help: sandboxHelp, run: sandbox };
    },
  },
  rules: {
    usage: '[id]',
    does: 'list the rules, or explain one',
    load: async () => {
      const { rules, rulesHelp } = await import('./command/rules/index.ts');
      return { help: rulesHelp, run: rules };
    },
  },
  deploy: {
    does: 'bring the hooks to an account, or update them',
    load: async () => {
      const { deploy, deployHelp } = await import('./command/deploy/index.ts');
      return { help: deployHelp, run: deploy };
    },
  },
  audit: {
    does: 'tell what of the stacks of an account would be blocked',
    load: async () => {
      const { audit, auditHelp } = await import('./command/audit/index.ts');
      return { help: auditHelp, run: audit };
    },
  },
  status: {
    does: 'tell how the hooks stand in an account, and whether that is as the stack says',
    load: async () => {
      const { status, statusHelp } = await import('./command/status/index.ts');
      return { help: statusHelp, run: status };
    },
  },
  mode: {
    usage: 'fail|warn|off',
    does: 'set what the hooks do on a failure, at once',
    load: async () => {
      const { mode, modeHelp } = await import('./command/mode/index.ts');
      return { help: modeHelp, run: mode };
    },
  },
  results: {
    does: 'list what the hooks were asked lately, and how they answered',
    load: async () => {
      const { results, resultsHelp } = await import('./command/results/index.ts');
      return { help: resultsHelp, run: results };
    },
  },
  suggest: {
    does: 'tell from flow logs which egress a group needs',
    load: async () => {
      const { suggest, suggestHelp } = await import('./command/suggest/index.ts');
      return { help: suggestHelp, run: suggest };
    },
  },
  rollout: {
    usage: '[action]',
    does: 'bring the hooks to an organization, by a StackSet',
    load: async () => {
      const { rollout, rolloutHelp } = await import('./command/rollout/index.ts');
      return { help: rolloutHelp, run: rollout };
    },
  },
  remove: {
    does: 'take the hooks from an account again, in an order that locks nobody out',
    load: async () => {
      const { remove, removeHelp } = await import('./command/remove/index.ts');
      return { help: removeHelp, run: remove };
    },
  },
  exemptions: {
    usage: '<action>',
    does: 'validate, list or draft what is let pass all the same',
    load: async () => {
      const { exemptions, exemptionsHelp } = await import('./command/exemptions/index.ts');
      return { help: exemptionsHelp, run: exemptions };
    },
  },
  completion: {
    usage: 'bash|zsh|fish',
    does: 'print a script that has your shell complete commands and options',
    load: async () => {
      const { completion, completionHelp } = await import('./command/completion/index.ts');
      return { help: completionHelp, run: async (args, terminal) => completion(args, terminal, await everyHelp()) };
    },
  },
  demo: {
    does: 'simulate two examples, one blocked and one not',
    load: async () => {
      const { demo, demoHelp } = await import('./command/demo/index.ts');
      return { help: demoHelp, run: demo };
    },
  },
};

const everyHelp = () =>
  Promise.all(
    Object.entries(commands).map(async ([name, { does, load }]) => ({ name, does, help: (await load()).help })),
  );

const help = (): string => `egress-guard ${version}: finds and blocks security group egress open to all protocols

Usage: egress-guard <command> [options]

Commands:
${Object.entries(commands)
  .map(([name, { usage = '', does }]) => `  ${`${name} ${usage}`.padEnd(20)}  ${does}\n`)
  .join('')}
  egress-guard <command> --help   options and examples of a command
  egress-guard --version

Exit codes: 0 compliant or done, 1 violations or blocked, 2 wrong use, unreadable input or failure

Examples:
  egress-guard check
  egress-guard simulate template.yaml
  egress-guard exemptions validate exemptions.json
`;

const dispatch = async (args: readonly string[], terminal: Terminal, dist: string): Promise<ExitCode> => {
  const [name, ...rest] = args;
  if (isHelp(name) || (name === 'help' && rest.length === 0)) return print(terminal, help());
  if (name === '--version' || name === '-v') return print(terminal, `${version}\n`);
  // `help check` is `check --help`.
  if (name === 'help') return print(terminal, await helpOf(rest[0], terminal));
  return rest.some(isHelp)
    ? print(terminal, await helpOf(name, terminal))
    : (await entryOf(name).load()).run(rest, terminal, dist);
};

const helpOf = async (name: string | undefined, { columns }: Terminal): Promise<string> => {
  const { load } = entryOf(name);
  const { helpText } = await import('./input/index.ts');
  return helpText((await load()).help, columns);
};

const entryOf = (name: string | undefined): Entry => {
  const entry = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry !== undefined) return entry;
  throw new UsageError(`${commandProblem(name)} Run egress-guard --help for what they do.`);
};

const isHelp = (argument: string | undefined): boolean => argument === '--help' || argument === '-h';

const print = (terminal: Terminal, text: string): ExitCode => {
  terminal.out(text);
  return exitCodes.done;
};

const commandProblem = (name: string | undefined): string => {
  const known = Object.keys(commands);
  const problem = name === undefined ? 'no command' : `unknown command ${JSON.stringify(name)}`;
  const meant = name === undefined ? undefined : nearest(name, known);
  return meant === undefined ? `${problem}. Commands: ${known.join(', ')}.` : `${problem}: did you mean ${meant}?`;
};

/** Wrong use is told in one line; a fault of ours with where it happened, for the report that we ask for. */
const explain = (error: unknown): string => {
  if (error instanceof UsageError) return printable(error.message, 2000);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `internal error, please report it: ${text}`;
};
