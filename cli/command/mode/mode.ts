import { type HookKey, hookKeys, type Mode, modes } from '../../../infra/hook/index.ts';
import { applyMode, type ModeChange, type ModeProblem, planMode } from '../../../infra/mode/index.ts';
import { type AwsSession, awsOptions, confirm, withAws, yesOption } from '../../aws/index.ts';
import { type CommandHelp, formatOption, type OptionTable, parseOptions, readChoice } from '../../input/index.ts';
import { type ExitCode, exitCodes, type Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { jsonText, lasting, type ModeReport, planText, resultText } from './report.ts';

const options = {
  hook: {
    type: 'string',
    value: 'resource|template',
    help: 'only this hook (default: both; as deployed by default, the resource hook fails and the template hook warns)',
  },
  ...yesOption,
  ...formatOption,
  ...awsOptions,
} as const satisfies OptionTable;

export const modeHelp: CommandHelp = {
  usage: ['mode fail|warn|off [options]'],
  about: [
    'The emergency switch: sets what the registered hooks do on a failure, at once, whatever becomes of the function and of the stack. fail blocks, warn lets pass with a warning; both switch a hook on that is off. off keeps hooks registered and never calls them. Everything else of their configuration stays as it is.',
    "The stack's parameters do not change: see the end of the output for how to make it last.",
  ],
  groups: { Options: options },
  exitCodes:
    '0 done, or nothing to change; 2 wrong use, declined, or a hook could not be changed: the other was tried all the same',
  examples: [
    'egress-guard mode warn',
    'egress-guard mode off --hook template --yes',
    'egress-guard mode fail --hook resource --region eu-central-1',
  ],
};

/** Runs the command. @throws {UsageError} */
export async function mode(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseOptions('mode', args, options);
  const asked: Asked = {
    mode: readMode(positionals),
    keys: values.hook === undefined ? hookKeys : [readChoice('hook', values.hook, hookKeys)],
    isYes: values.yes,
    isJson: readChoice('format', values.format, ['text', 'json']) === 'json',
  };
  return withAws(values, terminal, async (session) => {
    const report = await change(asked, terminal, session);
    terminal.out(asked.isJson ? jsonText(report) : resultText(report, terminal.paint));
    if (report.done.length > 0) terminal.err(lasting(report));
    const isLeft = report.plan.filter(isChange).length > report.done.length;
    return isLeft || report.problems.length > 0 ? exitCodes.failed : exitCodes.done;
  });
}

interface Asked {
  readonly mode: Mode;
  readonly keys: readonly HookKey[];
  readonly isYes: boolean;
  readonly isJson: boolean;
}

const readMode = (positionals: readonly string[]): Mode => {
  const [word, ...others] = positionals;
  const mode = modes.find((one) => one === word);
  if (mode !== undefined && others.length === 0) return mode;
  throw new UsageError('mode takes one of fail, warn and off: egress-guard mode warn');
};

const change = async (asked: Asked, terminal: Terminal, { clients, account }: AwsSession): Promise<ModeReport> => {
  const { mode, keys, isYes, isJson } = asked;
  const plan = await planMode(clients.cloudFormation, keys, mode);
  (isJson ? terminal.err : terminal.out)(planText(plan, terminal.paint));
  const changes = plan.filter(isChange);
  const hindered = plan.filter(isProblem);
  if (changes.length === 0) return { mode, keys, plan, done: [], problems: hindered };
  const question = `Change ${countText(changes.length)} in ${account.id}, ${account.region}?`;
  if (!(await confirm(terminal, question, isYes))) return { mode, keys, plan, done: [], problems: hindered };
  const faults = await Promise.all(changes.map((one) => applyMode(clients.cloudFormation, one)));
  const failed = faults.flatMap((fault) => fault ?? []);
  const done = changes.filter(({ key }) => failed.every((problem) => problem.key !== key));
  return { mode, keys, plan, done, problems: [...hindered, ...failed] };
};

const isChange = (plan: ModeChange | ModeProblem): plan is ModeChange => 'document' in plan && plan.isChange;

const isProblem = (plan: ModeChange | ModeProblem): plan is ModeProblem => 'fault' in plan;

const countText = (count: number): string => (count === 1 ? 'this hook' : 'both hooks');
