import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_STACK, failureModeParameters } from '../../../infra/hook/index.ts';
import { type Endpoint, listen, makeSandbox, type Sandbox, type SandboxNews } from '../../../infra/sandbox/index.ts';
import { printable } from '../../../rule/index.ts';
import { loadTemplate, readExemptionsFile } from '../../input/index.ts';
import { type ExitCode, errorCode, exitCodes, openLog, type Terminal, withInterrupt } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { eventText } from '../simulate/index.ts';
import { readOptions, type SandboxValues } from './options.ts';

/** Runs the command; `dist` is the folder of the built functions and the built template. @throws {UsageError} */
export async function sandbox(args: readonly string[], terminal: Terminal, dist: string): Promise<ExitCode> {
  const values = readOptions(args);
  const { text } = await loadTemplate(join(dist, 'egress-guard.template.yaml'), terminal);
  if (values.exemptions !== undefined) await readExemptionsFile(values.exemptions, terminal);
  const log = values.log === undefined ? undefined : openLog(values.log);
  const made = makeSandbox({
    bundles: { resource: join(dist, 'handler/resource.js'), template: join(dist, 'handler/template.js') },
    product: { name: DEFAULT_STACK, text, parameters: parametersFor(values) },
    accountId: values.account,
    // Where Lambda has its SDK.
    environment: { NODE_PATH: join(dist, 'runtime') },
    ...(log && { onLog: log.onLog }),
    tell: (news) => terminal.out(newsText(news, terminal)),
  });
  linkExemptions(made, values);
  const endpoint = await start(made, values.port);
  terminal.out(welcome(endpoint.origin));
  await withInterrupt((signal) => aborted(signal));
  await endpoint.close();
  log?.close();
  terminal.out('\nThe sandbox is gone, with all that was in it.\n');
  return exitCodes.done;
}

const BUCKET = 'sandbox';

const KEY = 'exemptions.json';

/** The parameters of the template that come to what the options say. */
const parametersFor = (values: SandboxValues): Readonly<Record<string, string>> => ({
  [failureModeParameters.resource]: values.mode.toUpperCase(),
  [failureModeParameters.template]: values.templateMode.toUpperCase(),
  ExistingViolations: values.existing.toUpperCase(),
  AllowLoopbackOnlyEgress: String(values['allow-loopback-only']),
  RequireInlineEgress: String(values['require-inline-egress']),
  ...(values.rules !== undefined && { Rules: values.rules.join(',') }),
  ...(values['help-text'] !== undefined && { HelpText: values['help-text'] }),
  ...(values.exemptions !== undefined && { ExemptionsUri: `s3://${BUCKET}/${KEY}` }),
});

/** The hooks read the document where they would on AWS; whoever edits the file sees what becomes of it. */
const linkExemptions = ({ store }: Sandbox, { exemptions }: SandboxValues): void => {
  if (exemptions !== undefined) store.link(BUCKET, KEY, () => readFileSync(exemptions));
};

const start = async (made: Sandbox, port: number): Promise<Endpoint> => {
  try {
    return await listen(made, port);
  } catch (error) {
    const code = errorCode(error);
    const why =
      code === 'EADDRINUSE'
        ? 'something listens there already, perhaps another sandbox. Name another port, or 0 for a free one.'
        : `this machine does not let it listen there (${code}).`;
    throw new UsageError(`--port ${port}: ${why}`);
  }
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

const welcome = (origin: string): string => `The sandbox listens at ${origin}, until Ctrl-C. In another terminal:

  export AWS_ENDPOINT_URL=${origin} AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
  export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any
  aws cloudformation deploy --stack-name app --template-file app.yaml

`;

const MAX_TEXT = 2000;

const newsText = (news: SandboxNews, terminal: Terminal): string => {
  switch (news.kind) {
    case 'REQUEST':
      return QUIET.test(news.action) ? '' : `${terminal.paint('bold', news.action)} ${printable(news.subject, 200)}\n`;
    case 'REFUSAL':
      return `${terminal.paint('yellow', printable(news.code))} ${news.action}: ${printable(news.message, MAX_TEXT)}\n`;
    case 'EVENT':
      return `  ${printable(news.event.StackName)}  ${eventText(terminal, news.event)}`;
    case 'NOTE':
      return `  ${printable(news.text, MAX_TEXT)}\n`;
  }
};

/** What clients ask again and again while they wait. */
const QUIET = /^(Describe|List|Get|BatchDescribe|Validate)/;
