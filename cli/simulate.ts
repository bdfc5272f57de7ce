import { basename, join } from 'node:path';
import type { Operation } from '../infra/sandbox/change.ts';
import { createAll } from '../infra/sandbox/cloud-control.ts';
import { deploy, deployChangeSet } from '../infra/sandbox/deploy.ts';
import type { HookSetup } from '../infra/sandbox/hook-setup.ts';
import { stackNameOf } from '../infra/sandbox/identity.ts';
import { withPayloadServer } from '../infra/sandbox/payload-server.ts';
import { CircularDependencyError } from '../infra/sandbox/references.ts';
import { DeployError, type Deployment, makeStack, type Stack } from '../infra/sandbox/stack.ts';
import { isObject } from '../rule/place.ts';
import { UnreadableError } from '../rule/template/unreadable-error.ts';
import { parseOptions, readChoice } from './arguments.ts';
import { type LoadedTemplate, loadTemplate } from './load-template.ts';
import { readParameters } from './parameters.ts';
import { jsonReport, textReport } from './simulate-report.ts';
import { type ExitCode, exitCodes, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export const simulateHelp = `Usage: egress-guard simulate <template> [options]

Plays on this machine what CloudFormation does with a template: it calls the hooks that would be deployed, for the stack
and then resource by resource, and prints the stack events that a developer would see. Nothing leaves this machine.

Options:
  --mode fail|warn            what both hooks are set to do on a failure (default: as deployed by default, the resource
                              hook fails and the template hook warns)
  --operation create|update   create the stack, or update it from --previous (default: create)
  --previous FILE             the template that is deployed already
  --change-set                make a change set first, and execute it
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
  mode: { type: 'string' },
  operation: { type: 'string', default: 'create' },
  previous: { type: 'string' },
  parameters: { type: 'string', multiple: true },
  'change-set': { type: 'boolean', default: false },
  'cloud-control': { type: 'boolean', default: false },
  stringified: { type: 'boolean', default: false },
  format: { type: 'string', default: 'text' },
} as const;

/** Pairs of options that contradict each other, or of which one needs the other. */
const checkCombination = (
  isUpdate: boolean,
  values: { previous?: string; 'change-set': boolean; 'cloud-control': boolean },
): void => {
  if (isUpdate && values.previous === undefined)
    throw new UsageError('--operation update needs the deployed template: --previous FILE');
  if (!isUpdate && values.previous !== undefined) throw new UsageError('--previous goes with --operation update');
  if (values['cloud-control'] && (isUpdate || values['change-set']))
    throw new UsageError(
      '--cloud-control creates resources without a stack: leave out --operation update and --change-set',
    );
};

const readOptions = (args: readonly string[]) => {
  const { values, positionals } = parseOptions('simulate', args, options);
  const [template, ...others] = positionals;
  if (template === undefined || others.length > 0)
    throw new UsageError('simulate takes one template: egress-guard simulate template.yaml');
  const operation = readChoice('operation', values.operation, ['create', 'update']);
  checkCombination(operation === 'update', values);
  return {
    ...values,
    template,
    mode: values.mode === undefined ? undefined : readChoice('mode', values.mode, ['fail', 'warn']),
    format: readChoice('format', values.format, ['text', 'json']),
  };
};

/** What CloudFormation would refuse is told as wrong use of the template. */
const explain = (path: string, error: unknown): unknown =>
  error instanceof DeployError || error instanceof CircularDependencyError || error instanceof UnreadableError
    ? new UsageError(`${path}: ${error.message}`)
    : error;

const makeStackOf = (path: string, deployment: Deployment): Stack => {
  try {
    return makeStack(deployment);
  } catch (error) {
    throw explain(path, error);
  }
};

type Parameters = Readonly<Record<string, unknown>>;

const pick = (parameters: Parameters, isWanted: (name: string) => boolean): Parameters =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => isWanted(name)));

const declares = ({ template }: LoadedTemplate, name: string): boolean => {
  const declared = template['Parameters'];
  return isObject(declared) && Object.hasOwn(declared, name);
};

interface Request {
  readonly template: string;
  readonly previous: string | undefined;
  readonly parameters: readonly string[];
}

/** What is to be deployed and what is there; a parameter that only one of the two templates declares goes to that one. */
const loadOperation = async (request: Request, terminal: Terminal): Promise<Operation> => {
  const parameters = await readParameters(request.parameters, terminal);
  const name = stackNameOf(basename(request.template));
  const loaded = await loadTemplate(request.template, terminal);
  const before = request.previous === undefined ? undefined : await loadTemplate(request.previous, terminal);
  const given = pick(parameters, (key) => declares(loaded, key) || before === undefined || !declares(before, key));
  const stack = makeStackOf(request.template, { name, ...loaded, parameters: given });
  if (before === undefined) return { stack };
  const deployed = { name, ...before, parameters: pick(parameters, (key) => declares(before, key)) };
  return { stack, previous: makeStackOf(String(request.previous), deployed) };
};

const modes = { fail: 'FAIL', warn: 'WARN' } as const;

/** Runs the command; `dist` is the folder of the built function. @throws {UsageError} */
export const simulate = async (args: readonly string[], terminal: Terminal, dist: string): Promise<ExitCode> => {
  const { template, previous, parameters = [], mode, format, ...flags } = readOptions(args);
  const operation = await loadOperation({ template, previous, parameters }, terminal);
  const report = format === 'json' ? jsonReport(terminal) : textReport(terminal);
  const isBlocked = await withPayloadServer(({ origin, publish }) => {
    const setup: HookSetup = {
      bundle: join(dist, 'handler/index.js'),
      settings: { EGRESS_GUARD_PAYLOAD_ORIGIN: origin },
      resourceMode: modes[mode ?? 'fail'],
      templateMode: modes[mode ?? 'warn'],
      isCloudControl: flags['cloud-control'],
      isStringified: flags.stringified,
      publish,
    };
    if (setup.isCloudControl) return report.requests(createAll(operation.stack, setup));
    const run = flags['change-set'] ? deployChangeSet : deploy;
    return report.stack(operation.stack.name, run(operation, setup));
  });
  return isBlocked ? exitCodes.violations : exitCodes.done;
};
