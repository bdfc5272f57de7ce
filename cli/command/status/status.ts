import { faultText } from '../../../infra/aws/index.ts';
import { differencesOf, faultsOf, problemsOf, readStatus, type Status } from '../../../infra/status/index.ts';
import { awsOptions, readStackName, stackNameOption, withAws } from '../../aws/index.ts';
import { type CommandHelp, formatOption, type OptionTable, parseOptions, readChoice } from '../../input/index.ts';
import { type ExitCode, exitCodes, type Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { differencesText, listText } from './differences.ts';
import { statusPage } from './page.ts';

const options = { ...stackNameOption, ...formatOption, ...awsOptions } as const satisfies OptionTable;

export const statusHelp: CommandHelp = {
  usage: ['status [options]'],
  about: [
    'Shows how the hooks are registered in this account and Region, whom they leave alone, the stack and its parameters, what is registered otherwise than the stack says, and how the invocations of the last hour ended. Changes nothing. A stack set names its stacks StackSet-...: give such a name with --stack-name.',
  ],
  groups: { Options: options },
  exitCodes: '0 both hooks are registered, on, and as the stack says; 1 something is off; 2 wrong use or failure',
  examples: ['egress-guard status', 'egress-guard status --region eu-central-1 --format json'],
};

/** Runs the command. @throws {UsageError} */
export async function status(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseOptions('status', args, options);
  if (positionals.length > 0) throw new UsageError('status takes options only: egress-guard status');
  const stackName = readStackName(values['stack-name']);
  const format = readChoice('format', values.format, ['text', 'json']);
  return withAws(values, terminal, async ({ clients, account }) => {
    const read = await readStatus(clients, account, stackName);
    const unread = [...new Set(read.denied.map(faultText))].sort();
    const report: Report = { status: read, problems: problemsOf(read), unread };
    const text = statusPage(read, terminal.paint) + closing(report, terminal.paint);
    terminal.out(format === 'json' ? json(report, { id: account.id, region: account.region }) : text);
    return codeOf(report);
  });
}

interface Report {
  readonly status: Status;
  readonly problems: readonly string[];
  /** What could not be read. */
  readonly unread: readonly string[];
}

const closing = ({ status, problems, unread }: Report, paint: Terminal['paint']): string => {
  if (problems.length + unread.length === 0) return `\n${paint('green', 'Both hooks are as the stack says.')}\n`;
  const faults = listText(paint('red', 'Not as it should be:'), faultsOf(status));
  const changes = listText(paint('red', 'Changed without the stack:'), status.changes);
  const differences = differencesText(status.hooks.flatMap(differencesOf), paint);
  return `${faults}${differences}${changes}${changes && CHANGES_HINT}${listText('Not read:', unread)}`;
};

const CHANGES_HINT = `
Somebody changed these by other means than the stack. CloudTrail tells who; egress-guard deploy does not set back what the
template did not change: remove the hooks and deploy them anew, or undo each by hand.
`;

const json = ({ status, problems, unread }: Report, account: object): string => {
  const { denied: _faults, ...rest } = status;
  return `${JSON.stringify({ account, ...rest, problems, unread }, null, 2)}\n`;
};

const codeOf = ({ problems, unread }: Report): ExitCode => {
  if (unread.length > 0) return exitCodes.failed;
  return problems.length > 0 ? exitCodes.violations : exitCodes.done;
};
