import { runFunction } from '../../infra/sandbox/run-function.ts';
import { part, readTemplate } from './deployed.ts';
import { type Parameters, renderTemplate } from './rendered-template.ts';
import { withS3 } from './rendered-template-s3.ts';
import { type FunctionId, makeSamples, objects, type Sample } from './rendered-template-samples.ts';

/** A value for every parameter that creates something, and existing violations pass. */
export const everything: Parameters = {
  AlarmTopicArn: 'arn:aws:sns:us-east-1:123456789012:operations',
  EventBusArn: 'arn:aws:events:us-east-1:210987654321:event-bus/security',
  ArchiveBucket: 'archive',
  ExemptionsUri: 's3://config/exemptions.json',
  ExistingViolations: 'ALLOW',
};

/** What the functions and Lambda wrote into the log, line by line, by the name of what was asked. */
export type Log = Readonly<Record<string, readonly string[]>>;

/** What Lambda reports of an invocation; https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
const reportOf = (record: object): string =>
  JSON.stringify({
    time: '2026-11-24T09:00:00.000Z',
    type: 'platform.report',
    record: { requestId: 'r-1', ...record },
  });

const lambdaLines: Log = {
  'a report of Lambda': [reportOf({ status: 'success', metrics: { durationMs: 2.5 } })],
  'a timeout': [reportOf({ status: 'timeout', errorType: 'Sandbox.Timedout', metrics: { durationMs: 25_000 } })],
};

const bundles: Readonly<Record<FunctionId, string>> = {
  ResourceFunction: 'dist/handler/resource.js',
  TemplateFunction: 'dist/handler/template.js',
};

type Environment = Readonly<Record<string, string>>;

const run = async ({ by, event, settings }: Sample, environment: Environment): Promise<string[]> => {
  let log = '';
  const onLog = (text: string): void => {
    log += text;
  };
  const given = { bundle: bundles[by], settings: { ...environment, ...settings }, onLog };
  const ending = await runFunction(given, event);
  if ('fault' in ending) throw new Error(ending.fault);
  return log.split('\n').filter((line) => line !== '');
};

const runAll = async (origin: string, variables: Record<FunctionId, Environment>): Promise<Log> => {
  const environment = {
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_ENDPOINT_URL_S3: origin,
    EGRESS_GUARD_PAYLOAD_ORIGIN: origin,
  };
  const log: Record<string, readonly string[]> = { ...lambdaLines };
  for (const [name, sample] of Object.entries(makeSamples(origin)))
    log[name] = await run(sample, { ...variables[sample.by], ...environment });
  return log;
};

const variablesOf = (lambda: unknown): Environment => {
  const variables = Object.entries(part(lambda, 'Environment', 'Variables'));
  return Object.fromEntries(variables.map(([name, value]) => [name, String(value)]));
};

/** Has the bundles answer a request of each kind, with the settings and the rights that the template gives them. */
export const writeLog = async (): Promise<Log> => {
  const { resources } = renderTemplate(await readTemplate('template.yaml'), everything);
  const { ResourceFunction, TemplateFunction, FunctionRole: role = {} } = resources;
  const variables = {
    ResourceFunction: variablesOf(ResourceFunction),
    TemplateFunction: variablesOf(TemplateFunction),
  };
  return withS3({ objects, role }, (origin) => runAll(origin, variables));
};

/** The one line that tells what was decided. */
export const decisionIn = (lines: readonly string[]): string | undefined =>
  lines.find((line) => JSON.parse(line).event === 'decision');
