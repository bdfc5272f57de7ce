import { nearest, printable, version } from '../rule/index.ts';
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

const help = `egress-guard ${version}: finds and blocks security group egress open to all protocols

Usage: egress-guard <command> [options]

Commands:
  check [paths...]      find it in templates, without AWS
  simulate <template>   play what CloudFormation does with a template once the hook is deployed
  rules [id]            list the rules, or explain one
  deploy                bring the hooks to an account, or update them
  audit                 tell what of the stacks of an account would be blocked
  status                tell how the hooks stand in an account, and whether that is as the stack says
  mode fail|warn|off    set what the hooks do on a failure, at once
  results               list what the hooks were asked lately, and how they answered
  rollout [action]      bring the hooks to an organization, by a StackSet
  remove                take the hooks from an account again, in an order that locks nobody out
  exemptions <action>   validate or list what is let pass all the same
  demo                  simulate two examples, one blocked and one not

  egress-guard <command> --help   options and examples of a command
  egress-guard --version

Exit codes: 0 compliant or done, 1 violations or blocked, 2 wrong use, unreadable input or failure

Examples:
  egress-guard check
  egress-guard simulate template.yaml
  egress-guard exemptions validate exemptions.json
`;

type Command = (args: readonly string[], terminal: Terminal, dist: string) => Promise<ExitCode>;

interface Entry {
  readonly help: string;
  readonly run: Command;
}

/** Each command is loaded when it is asked for: the others cost it nothing. */
const commands: Readonly<Record<string, () => Promise<Entry>>> = {
  check: async () => {
    const { check, checkHelp } = await import('./command/check/index.ts');
    return { help: checkHelp, run: check };
  },
  simulate: async () => {
    const { simulate } = await import('./command/simulate/index.ts');
    const { simulateHelp } = await import('./command/simulate/index.ts');
    return { help: simulateHelp, run: simulate };
  },
  rules: async () => {
    const { rules, rulesHelp } = await import('./command/rules/index.ts');
    return { help: rulesHelp, run: rules };
  },
  deploy: async () => {
    const { deploy } = await import('./command/deploy/index.ts');
    const { deployHelp } = await import('./command/deploy/index.ts');
    return { help: deployHelp, run: deploy };
  },
  audit: async () => {
    const { audit, auditHelp } = await import('./command/audit/index.ts');
    return { help: auditHelp, run: audit };
  },
  status: async () => {
    const { status, statusHelp } = await import('./command/status/index.ts');
    return { help: statusHelp, run: status };
  },
  mode: async () => {
    const { mode, modeHelp } = await import('./command/mode/index.ts');
    return { help: modeHelp, run: mode };
  },
  results: async () => {
    const { results } = await import('./command/results/index.ts');
    const { resultsHelp } = await import('./command/results/index.ts');
    return { help: resultsHelp, run: results };
  },
  rollout: async () => {
    const { rollout, rolloutHelp } = await import('./command/rollout/index.ts');
    return { help: rolloutHelp, run: rollout };
  },
  remove: async () => {
    const { remove } = await import('./command/remove/index.ts');
    const { removeHelp } = await import('./command/remove/index.ts');
    return { help: removeHelp, run: remove };
  },
  exemptions: async () => {
    const { exemptions, exemptionsHelp } = await import('./command/exemptions/index.ts');
    return { help: exemptionsHelp, run: exemptions };
  },
  demo: async () => {
    const { demo, demoHelp } = await import('./command/demo/index.ts');
    return { help: demoHelp, run: demo };
  },
};

const dispatch = async (args: readonly string[], terminal: Terminal, dist: string): Promise<ExitCode> => {
  const [name, ...rest] = args;
  if (isHelp(name) || name === 'help') return print(terminal, help);
  if (name === '--version' || name === '-v') return print(terminal, `${version}\n`);
  const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    throw new UsageError(`${commandProblem(name)} Run egress-guard --help for what they do.`);
  }
  const command = await load();
  return rest.some(isHelp) ? print(terminal, command.help) : command.run(rest, terminal, dist);
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
