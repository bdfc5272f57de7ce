import { basename, join } from 'node:path';
import { createAll } from '../infra/sandbox/cloud-control.ts';
import { deploy } from '../infra/sandbox/deploy.ts';
import { stackNameOf } from '../infra/sandbox/identity.ts';
import type { HookSetup } from '../infra/sandbox/provision.ts';
import { CircularDependencyError } from '../infra/sandbox/references.ts';
import { DeployError, makeStack, type Stack } from '../infra/sandbox/stack.ts';
import { parseOptions, readChoice } from './arguments.ts';
import { loadTemplate } from './load-template.ts';
import { readParameters } from './parameters.ts';
import { jsonReport, textReport } from './simulate-report.ts';
import { type ExitCode, exitCodes, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export const simulateHelp = `Usage: egress-guard simulate <template> [options]

Plays on this machine what CloudFormation does with a template: it calls the hook that would be deployed, resource by
resource, and prints the stack events that a developer would see. Nothing leaves this machine.

Options:
  --mode fail|warn            what the hook is set to do on a failure (default: fail)
  --operation create|update   create the stack, or update it from --previous (default: create)
  --previous FILE             the template that is deployed already
  --parameters NAME=VALUE     a parameter's value, or a JSON parameter file; may be repeated
  --cloud-control             create each security group resource through Cloud Control instead, without a stack
  --stringified               send numbers and booleans as strings, as some versions of CloudFormation do
  --format text|json          events as they come, or all of them as JSON in the end (default: text)

Exit codes: 0 deployed, 1 blocked, 2 wrong use or unreadable

Examples:
  egress-guard simulate template.yaml
  egress-guard simulate template.yaml --mode warn --parameters Env=prod
  egress-guard simulate new.yaml --operation update --previous old.yaml
`;

const options = {
  mode: { type: 'string', default: 'fail' },
  operation: { type: 'string', default: 'create' },
  previous: { type: 'string' },
  parameters: { type: 'string', multiple: true },
  'cloud-control': { type: 'boolean', default: false },
  stringified: { type: 'boolean', default: false },
  format: { type: 'string', default: 'text' },
} as const;

const readOptions = (args: readonly string[]) => {
  const { values, positionals } = parseOptions('simulate', args, options);
  const [template, ...others] = positionals;
  if (template === undefined || others.length > 0)
    throw new UsageError('simulate takes one template: egress-guard simulate template.yaml');
  const operation = readChoice('operation', values.operation, ['create', 'update']);
  if (operation === 'update' && values.previous === undefined)
    throw new UsageError('--operation update needs the deployed template: --previous FILE');
  if (operation === 'create' && values.previous !== undefined)
    throw new UsageError('--previous goes with --operation update');
  if (values['cloud-control'] && operation === 'update')
    throw new UsageError('--cloud-control goes with --operation create');
  return {
    ...values,
    template,
    mode: readChoice('mode', values.mode, ['fail', 'warn']),
    format: readChoice('format', values.format, ['text', 'json']),
  };
};

/** What CloudFormation would refuse is told as wrong use of the template. */
const explain = (path: string, error: unknown): unknown =>
  error instanceof DeployError || error instanceof CircularDependencyError
    ? new UsageError(`${path}: ${error.message}`)
    : error;

const loadStack = async (path: string, name: string, given: readonly string[], terminal: Terminal): Promise<Stack> => {
  const parameters = await readParameters(given, terminal);
  const template = await loadTemplate(path, terminal);
  try {
    return makeStack({ name, template, parameters });
  } catch (error) {
    throw explain(path, error);
  }
};

/** Runs the command; `dist` is the folder of the built function. @throws {UsageError} */
export const simulate = async (args: readonly string[], terminal: Terminal, dist: string): Promise<ExitCode> => {
  const { template, previous, parameters, mode, format, ...flags } = readOptions(args);
  const name = stackNameOf(basename(template));
  const stack = await loadStack(template, name, parameters ?? [], terminal);
  const deployed =
    previous === undefined ? {} : { previous: await loadStack(previous, name, parameters ?? [], terminal) };
  const setup: HookSetup = {
    bundle: join(dist, 'handler/index.js'),
    failureMode: mode === 'fail' ? 'FAIL' : 'WARN',
    isCloudControl: flags['cloud-control'],
    isStringified: flags.stringified,
  };
  const report = format === 'json' ? jsonReport(terminal) : textReport(terminal);
  const isBlocked = setup.isCloudControl
    ? await report.requests(createAll(stack, setup))
    : await report.stack(stack.name, deploy({ stack, ...deployed }, setup));
  return isBlocked ? exitCodes.violations : exitCodes.done;
};
