import { printable } from '../rule/text.ts';
import { version } from '../rule/version.ts';
import { type ExitCode, exitCodes, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const help = `egress-guard ${version}: no security group egress open to all protocols (IpProtocol -1)

Usage: egress-guard <command> [options]

Commands:
  check [paths...]      find it in templates, without AWS
  simulate <template>   play what CloudFormation does with a template once the hook is deployed
  demo                  simulate two examples, one blocked and one not

  egress-guard <command> --help   options and examples of a command
  egress-guard --version

Exit codes: 0 compliant or done, 1 violations or blocked, 2 wrong use, unreadable input or failure

Examples:
  egress-guard check
  egress-guard simulate template.yaml
`;

type Command = (args: readonly string[], terminal: Terminal, dist: string) => Promise<ExitCode>;

interface Entry {
  readonly help: string;
  readonly run: Command;
}

/** Each command is loaded when it is asked for: the others cost it nothing. */
const commands: Readonly<Record<string, () => Promise<Entry>>> = {
  check: async () => {
    const { check, checkHelp } = await import('./check.ts');
    return { help: checkHelp, run: check };
  },
  simulate: async () => {
    const { simulate, simulateHelp } = await import('./simulate.ts');
    return { help: simulateHelp, run: simulate };
  },
  demo: async () => {
    const { demo, demoHelp } = await import('./demo.ts');
    return { help: demoHelp, run: demo };
  },
};

const print = (terminal: Terminal, text: string): ExitCode => {
  terminal.out(text);
  return exitCodes.done;
};

const isHelp = (argument: string | undefined): boolean => argument === '--help' || argument === '-h';

const dispatch = async (args: readonly string[], terminal: Terminal, dist: string): Promise<ExitCode> => {
  const [name, ...rest] = args;
  if (isHelp(name) || name === 'help') return print(terminal, help);
  if (name === '--version' || name === '-v') return print(terminal, `${version}\n`);
  const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    const known = Object.keys(commands).join(', ');
    const problem = name === undefined ? 'no command' : `unknown command ${JSON.stringify(name)}`;
    throw new UsageError(`${problem}. Commands: ${known}. Run egress-guard --help for what they do.`);
  }
  const command = await load();
  return rest.some(isHelp) ? print(terminal, command.help) : command.run(rest, terminal, dist);
};

/** Wrong use is told in one line; a fault of ours with where it happened, for the report that we ask for. */
const explain = (error: unknown): string => {
  if (error instanceof UsageError) return printable(error.message, 2000);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `internal error, please report it: ${text}`;
};

/** Runs a command line and tells its exit code; never throws. `dist` is the folder of what was built. */
export const main = async (args: readonly string[], terminal: Terminal, dist: string): Promise<ExitCode> => {
  try {
    return await dispatch(args, terminal, dist);
  } catch (error) {
    terminal.err(`egress-guard: ${explain(error)}\n`);
    return exitCodes.failed;
  }
};
