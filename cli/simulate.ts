import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Operation } from '../infra/sandbox/change.ts';
import { createAll } from '../infra/sandbox/cloud-control.ts';
import { deploy, deployChangeSet } from '../infra/sandbox/deploy.ts';
import { exemptionsSettings } from '../infra/sandbox/exemptions-object.ts';
import type { HookSetup } from '../infra/sandbox/hook-setup.ts';
import { type PayloadServer, withPayloadServer } from '../infra/sandbox/payload-server.ts';
import { CircularDependencyError } from '../infra/sandbox/references.ts';
import { DeployError, type Deployment, makeStack, type Stack } from '../infra/sandbox/stack.ts';
import { isObject } from '../rule/place.ts';
import { UnreadableError } from '../rule/template/unreadable-error.ts';
import { explainWriteFault } from './file/write-fault.ts';
import { readExemptionsFile } from './load-exemptions.ts';
import { type LoadedTemplate, loadTemplate } from './load-template.ts';
import { readParameters } from './parameters.ts';
import { readOptions } from './simulate/options.ts';
import { jsonReport, textReport } from './simulate/report.ts';
import { type ExitCode, exitCodes, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

type Options = ReturnType<typeof readOptions>;

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

/** What is to be deployed and what is there; a parameter that only one of the two templates declares goes to that one. */
const loadOperation = async (options: Options, terminal: Terminal): Promise<Operation> => {
  const { template, previous, name, home } = options;
  const parameters = await readParameters(options.parameters ?? [], terminal);
  const loaded = await loadTemplate(template, terminal);
  const before = previous === undefined ? undefined : await loadTemplate(previous, terminal);
  const given = pick(parameters, (key) => declares(loaded, key) || before === undefined || !declares(before, key));
  const stack = makeStackOf(template, { name, home, ...loaded, parameters: given });
  if (before === undefined) return { stack };
  const deployed = { name, home, ...before, parameters: pick(parameters, (key) => declares(before, key)) };
  return { stack, previous: makeStackOf(String(previous), deployed) };
};

/** The document as it is: what the hooks make of a faulty one is part of what is played. */
const readExemptions = async ({ exemptions }: Options, terminal: Terminal): Promise<Buffer | undefined> =>
  exemptions === undefined ? undefined : readExemptionsFile(exemptions, terminal);

/** A file that takes what the function logs, and tells in the end why it did not. */
interface LogFile {
  readonly onLog: (text: string) => void;
  readonly close: () => void;
}

/** Empties the file, so that one that cannot be written is told before anything happens. */
const openLog = (log: string): LogFile => {
  let fault: UsageError | undefined;
  const write = (how: typeof appendFileSync, text: string): void => {
    try {
      how(log, text);
    } catch (error) {
      fault = new UsageError(`--log ${log}: ${explainWriteFault(log, error)}`);
    }
  };
  const close = (): void => {
    if (fault !== undefined) throw fault;
  };
  write(writeFileSync, '');
  close();
  return { onLog: (text) => write(appendFileSync, text), close };
};

const modes = { fail: 'FAIL', warn: 'WARN' } as const;
const existingViolations = { block: 'BLOCK', allow: 'ALLOW' } as const;

/** The names are those that the template gives the settings. */
const settingsOf = (options: Options, exemptions: Buffer | undefined, server: PayloadServer) => ({
  EGRESS_GUARD_ALLOW_LOOPBACK_ONLY_EGRESS: String(options['allow-loopback-only']),
  EGRESS_GUARD_EXISTING_VIOLATIONS: existingViolations[options.existing],
  EGRESS_GUARD_PAYLOAD_ORIGIN: server.origin,
  ...(exemptions !== undefined && exemptionsSettings(server, exemptions)),
});

/** Runs the command; `dist` is the folder of the built function. @throws {UsageError} */
export const simulate = async (args: readonly string[], terminal: Terminal, dist: string): Promise<ExitCode> => {
  const options = readOptions(args);
  const operation = await loadOperation(options, terminal);
  const exemptions = await readExemptions(options, terminal);
  const log = options.log === undefined ? undefined : openLog(options.log);
  const report = options.format === 'json' ? jsonReport(terminal) : textReport(terminal);
  const isBlocked = await withPayloadServer((server) => {
    const setup: HookSetup = {
      bundle: join(dist, 'handler/index.js'),
      settings: settingsOf(options, exemptions, server),
      resourceMode: modes[options.mode ?? 'fail'],
      templateMode: modes[options.mode ?? 'warn'],
      isCloudControl: options['cloud-control'],
      isStringified: options.stringified,
      publish: server.publish,
      ...(log && { onLog: log.onLog }),
    };
    if (setup.isCloudControl) return report.requests(createAll(operation.stack, setup));
    const run = options['change-set'] ? deployChangeSet : deploy;
    return report.stack(operation.stack.name, run(operation, setup));
  });
  log?.close();
  return isBlocked ? exitCodes.violations : exitCodes.done;
};
