import { type DeployReport, deployStack } from '../../../infra/deploy/index.ts';
import { differencesOf } from '../../../infra/status/index.ts';
import { printable } from '../../../rule/index.ts';
import { withStackSession } from '../../aws/index.ts';
import { type ExitCode, exitCodes, type Terminal } from '../../terminal/index.ts';
import { readDeployOptions } from './options.ts';
import { deployJson, nextText, stackText } from './report.ts';
import { loadBuiltTemplate } from './template.ts';

/** Runs the command; `dist` is the folder of the built template. @throws {UsageError} */
export async function deploy(args: readonly string[], terminal: Terminal, dist: string): Promise<ExitCode> {
  const options = await readDeployOptions(args, terminal);
  const { isJson, stackName } = options;
  const template = await loadBuiltTemplate(options, terminal, dist);
  return withStackSession(options, options, terminal, async (session) => {
    const report = await deployStack(session, { ...options, template });
    terminal.out(isJson ? deployJson(session.account, stackName, report) : lastWords(stackName, report, terminal));
    if (report.problem !== undefined) terminal.err(`egress-guard: ${printable(report.problem, 3000)}\n`);
    return codeOf(report);
  });
}

const lastWords = (name: string, { outcome, stack, registered }: DeployReport, { paint }: Terminal): string => {
  if (outcome === 'DRY_RUN') return 'A dry run: nothing of this was done.\n';
  if (outcome === 'DECLINED') return 'Nothing was deployed.\n';
  if (stack === undefined || registered === undefined) return '';
  const verdict = outcome === 'DEPLOYED' ? `Deployed: the stack ${name} is` : `No change: the stack ${name} stays`;
  return `\n${verdict} ${paint('green', stack.status)}.\n\n${stackText(stack, registered, paint)}${nextText(registered)}`;
};

const codes: Readonly<Record<DeployReport['outcome'], ExitCode>> = {
  DEPLOYED: exitCodes.done,
  UNCHANGED: exitCodes.done,
  DRY_RUN: exitCodes.done,
  DECLINED: exitCodes.failed,
  FAILED: exitCodes.failed,
  UNKNOWN: exitCodes.failed,
  // Neither done nor failed: what a shell says of a program that Ctrl-C ended.
  INTERRUPTED: exitCodes.interrupted,
};

/** A deployment that is not what works is no success. */
const codeOf = ({ outcome, registered }: DeployReport): ExitCode => {
  if (registered === undefined) return codes[outcome];
  if ('unread' in registered) return exitCodes.failed;
  return registered.hooks.some((hook) => differencesOf(hook).length > 0) ? exitCodes.violations : codes[outcome];
};
