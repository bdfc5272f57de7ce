import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  CircularDependencyError,
  createAll,
  DeployError,
  type Deployment,
  deploy,
  deployChangeSet,
  exemptionsSettings,
  type HookSetup,
  makeStack,
  makeUpParameters,
  type Operation,
  type PayloadServer,
  type Stack,
  type TemplateFiles,
  uuidOf,
  withPayloadServer,
} from '../../../infra/sandbox/index.ts';
import { declaredParameters } from '../../../infra/template/index.ts';
import { printable, UnreadableError } from '../../../rule/index.ts';
import {
  type Assignment,
  checkNames,
  inputName,
  type LoadedTemplate,
  loadTemplate,
  nestedFile,
  readExemptionsFile,
  readIncludedFile,
  readParameters,
  valuesOf,
} from '../../input/index.ts';
import { type ExitCode, exitCodes, openLog, type Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { readOptions } from './options.ts';
import { jsonReport, textReport } from './report.ts';

/** Runs the command; `dist` is the folder of the built functions. @throws {UsageError} */
export async function simulate(args: readonly string[], terminal: Terminal, dist: string): Promise<ExitCode> {
  const options = readOptions(args);
  const templateFiles = templateFilesOf(terminal);
  const operation = await loadOperation(options, terminal, templateFiles);
  const exemptions = await readExemptions(options, terminal);
  const log = options.log === undefined ? undefined : openLog(options.log);
  const report = options.format === 'json' ? jsonReport(terminal) : textReport(terminal);
  const isBlocked = await withPayloadServer((server) => {
    const setup: HookSetup = {
      bundles: { resource: join(dist, 'handler/resource.js'), template: join(dist, 'handler/template.js') },
      settings: { ...settingsOf(options, exemptions, server), NODE_PATH: join(dist, 'runtime') },
      resourceMode: modes[options.mode ?? 'fail'],
      templateMode: modes[options.mode ?? 'warn'],
      isCloudControl: options['cloud-control'],
      isStringified: options.stringified,
      publish: server.publish,
      nextId: makeIds(),
      templateFiles,
      ...(log && { onLog: log.onLog }),
    };
    if (setup.isCloudControl) return report.requests(createAll(operation.stack, setup));
    const run = options['change-set'] ? deployChangeSet : deploy;
    return report.stack(operation.stack.name, run(operation, setup));
  });
  log?.close();
  return isBlocked ? exitCodes.violations : exitCodes.done;
}

/** Ids that are the same in every run. */
const makeIds = () => {
  let count = 0;
  return (): string => {
    count += 1;
    return uuidOf(`invocation ${count}`);
  };
};

const modes = { fail: 'FAIL', warn: 'WARN' } as const;

type Options = ReturnType<typeof readOptions>;

/** What is to be deployed and what is there; a parameter goes to each of the two templates that declares it. */
const loadOperation = async (
  options: Options,
  terminal: Terminal,
  templateFiles: TemplateFiles,
): Promise<Operation> => {
  const { template, previous, name, home } = options;
  const parameters = await readParameters(options.parameters ?? [], terminal);
  const loaded = await loadTemplate(template, terminal);
  const before = previous === undefined ? undefined : await loadTemplate(previous, terminal);
  const names = [loaded, ...(before === undefined ? [] : [before])].flatMap(namesIn);
  const onNote = (note: string): void => terminal.err(`egress-guard: ${printable(note, 2000)}\n`);
  checkNames(parameters, { names, none: 'no template', isSure: true }, onNote);
  const stack = makeStackOf(template, {
    name,
    home,
    files: [template],
    templateFiles,
    ...loaded,
    parameters: valuesFor(loaded, parameters, options, onNote),
  });
  if (before === undefined) return { stack };
  const deployed = {
    name,
    home,
    files: [String(previous)],
    templateFiles,
    ...before,
    parameters: valuesFor(before, parameters, options, onNote),
  };
  return { stack, previous: makeStackOf(String(previous), deployed) };
};

/** What a template is given, and what is made up for it. */
const valuesFor = (
  loaded: LoadedTemplate,
  parameters: readonly Assignment[],
  options: Options,
  onNote: (note: string) => void,
): Readonly<Record<string, unknown>> => {
  const given = pick(parameters, loaded);
  if (options['strict-parameters']) return given;
  const settings = {
    rules: options.rules,
    allowLoopbackOnly: options['allow-loopback-only'],
    requireInlineEgress: options['require-inline-egress'],
  };
  const { values } = makeUpParameters(loaded.text, loaded.template, given, settings);
  const told = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  if (told.length > 0) onNote(`made up, since no rule depends on them: ${told.join(', ')}.`);
  return { ...given, ...values };
};

const namesIn = ({ template }: LoadedTemplate): readonly string[] => Object.keys(declaredParameters(template));

const makeStackOf = (path: string, deployment: Deployment): Stack => {
  try {
    return makeStack(deployment);
  } catch (error) {
    throw explain(path, error);
  }
};

/** What CloudFormation would refuse is told as wrong use of the template. */
const explain = (path: string, error: unknown): unknown =>
  error instanceof DeployError || error instanceof CircularDependencyError || error instanceof UnreadableError
    ? new UsageError(
        `${inputName(path)}: ${error.message}${/must have values$/.test(error.message) ? '; give them with --parameters Name=Value' : ''}`,
      )
    : error;

/** What a template is given of the parameters: those that it declares. */
const pick = (parameters: readonly Assignment[], loaded: LoadedTemplate): Readonly<Record<string, unknown>> => {
  const names = namesIn(loaded);
  return valuesOf(parameters.filter(({ name }) => names.includes(name)));
};

/** The document as it is: what the hooks make of a faulty one is part of what is played. */
const readExemptions = async ({ exemptions }: Options, terminal: Terminal): Promise<Buffer | undefined> =>
  exemptions === undefined ? undefined : readExemptionsFile(exemptions, terminal);

const existingViolations = { block: 'BLOCK', allow: 'ALLOW' } as const;

/** The names are those that the template gives the settings. */
const settingsOf = (options: Options, exemptions: Buffer | undefined, server: PayloadServer) => ({
  ...(options.rules !== undefined && { EGRESS_GUARD_RULES: options.rules.join(',') }),
  EGRESS_GUARD_REQUIRE_INLINE_EGRESS: String(options['require-inline-egress']),
  EGRESS_GUARD_HELP_TEXT: options['help-text'] ?? '',
  EGRESS_GUARD_ALLOW_LOOPBACK_ONLY_EGRESS: String(options['allow-loopback-only']),
  EGRESS_GUARD_EXISTING_VIOLATIONS: existingViolations[options.existing],
  EGRESS_GUARD_PAYLOAD_ORIGIN: server.origin,
  ...(exemptions !== undefined && exemptionsSettings(server, exemptions)),
});

/** Nested and included templates are played where they are local files. */
const templateFilesOf = (terminal: Terminal): TemplateFiles => {
  const told = new Set<string>();
  return {
    load: async (location, from) => {
      const path = nestedFile(location, from);
      return path !== undefined && existsSync(path) ? { path, ...(await loadTemplate(path, terminal)) } : undefined;
    },
    readIncluded: readIncludedFile,
    tell: (note) => {
      if (told.size < told.add(note).size) terminal.err(`egress-guard: ${note}\n`);
    },
  };
};
