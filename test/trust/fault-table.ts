import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isObject, own } from '../../rule/index.ts';

// One fault at a time, injected into the built functions from without: what they depend on fails, never their own code.

type Answer = (response: ServerResponse) => void;

/** What a fault changes about the world of a function. */
export interface Fault {
  /** How S3 answers; default: there is nothing. */
  readonly s3?: Answer;
  readonly settings?: Readonly<Record<string, string>>;
  /** Code that runs before the function's. */
  readonly before?: string;
  /** The function lies where no SDK is. */
  readonly isAlone?: true;
}

/** What has to come of it; `none`: no answer, which CloudFormation takes for a failure of the hook. */
export interface Outcome {
  readonly status: 'SUCCESS' | 'FAILED' | 'none';
  readonly errorCode?: 'NonCompliant' | 'InternalFailure';
  readonly message: RegExp;
}

/** Stands in for S3, and hands out what is asked for as an answer says. */
export const serveS3 = async (answer: Answer = status(404)): Promise<{ origin: string; close: () => void }> => {
  const server = createServer((request, response) => void request.resume().on('end', () => answer(response)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
};

/** The environment of a function whose S3 is at this origin, and whose SDK is in this folder. */
export const environmentOf = (fault: Fault, origin: string, modules: string): Readonly<Record<string, string>> => ({
  ...{ AWS_ENDPOINT_URL_S3: origin, EGRESS_GUARD_PAYLOAD_ORIGIN: origin, AWS_MAX_ATTEMPTS: '1' },
  ...{ AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' },
  ...(!fault.isAlone && { NODE_PATH: modules }),
  ...fault.settings,
});

/** How an answer differs from what has to come of a fault; undefined where it does not. */
export const differenceFrom = ({ status, errorCode, message }: Outcome, answer: unknown): string | undefined => {
  const tell = (name: string): unknown => (isObject(answer) ? own(answer, name) : undefined);
  const isRight =
    (tell('hookStatus') ?? 'none') === status &&
    tell('errorCode') === errorCode &&
    message.test(String(tell('message') ?? ''));
  return isRight ? undefined : `expected ${status} ${errorCode ?? ''} ${message}, got ${JSON.stringify(answer)}`;
};

const status =
  (code: number, body = ''): Answer =>
  (response) =>
    void response.writeHead(code).end(body);

const never: Answer = () => undefined;

const hangUp: Answer = (response) => void response.destroy();

const refused = (message: RegExp): Outcome => ({ status: 'FAILED', errorCode: 'NonCompliant', message });

const ALLOWS_ALL = /^AppSg \(AWS::EC2::SecurityGroup\) SecurityGroupEgress\[0\] allows all protocols/;

const NOT_APPLIED = /exemptions were not applied/i;

const exemptions = { EGRESS_GUARD_EXEMPTIONS_URI: 's3://config/exemptions.json' };

const archive = { EGRESS_GUARD_ARCHIVE_BUCKET: 'archive' };

const failed: Outcome = { status: 'FAILED', errorCode: 'InternalFailure', message: /./ };

const noAnswer: Outcome = { status: 'none', message: /^$/ };

/** While the function works on its event it grows over its memory: Lambda kills it. */
const OUT_OF_MEMORY = `JSON.parse = () => {
  const all = [];
  while (process.memoryUsage.rss() < 2 ** 28) all.push(Buffer.alloc(2 ** 24, 1));
  process.kill(process.pid, 'SIGKILL');
};`;

/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:1';

/** What the gate answers about an open group. */
export const gateFaults: Readonly<Record<string, readonly [Fault, Outcome]>> = {
  'exemptions: not allowed': [{ settings: exemptions, s3: status(403) }, refused(NOT_APPLIED)],
  'exemptions: S3 fails': [{ settings: exemptions, s3: status(500) }, refused(NOT_APPLIED)],
  'exemptions: S3 never answers': [{ settings: exemptions, s3: never }, refused(NOT_APPLIED)],
  'exemptions: the connection breaks': [{ settings: exemptions, s3: hangUp }, refused(NOT_APPLIED)],
  'exemptions: no JSON': [{ settings: exemptions, s3: status(200, '{"version": 1,') }, refused(NOT_APPLIED)],
  'exemptions: of a later version': [
    { settings: exemptions, s3: status(200, '{"version": 2, "exemptions": []}') },
    refused(NOT_APPLIED),
  ],
  'exemptions: larger than 1 MB': [
    { settings: exemptions, s3: status(200, ' '.repeat(2 ** 21)) },
    refused(NOT_APPLIED),
  ],
  'exemptions: no SDK': [{ settings: exemptions, isAlone: true }, refused(NOT_APPLIED)],
  'exemptions: no address': [{ settings: { EGRESS_GUARD_EXEMPTIONS_URI: 'exemptions.json' } }, failed],
  'archive: not allowed': [{ settings: archive, s3: status(403) }, refused(ALLOWS_ALL)],
  'archive: S3 never answers': [{ settings: archive, s3: never }, refused(ALLOWS_ALL)],
  'archive: no SDK': [{ settings: archive, isAlone: true }, refused(ALLOWS_ALL)],
  'EventBridge and SNS: not there, as every service but S3': [
    { settings: { AWS_ENDPOINT_URL: NOWHERE } },
    refused(ALLOWS_ALL),
  ],
  'log: nobody reads it': [{ before: 'process.stdout.destroy()' }, refused(ALLOWS_ALL)],
  'log: writing throws': [
    {
      before: "process.stdout.write = () => { throw new Error('no'); }; require('fs').writeSync = process.stdout.write",
    },
    refused(ALLOWS_ALL),
  ],
  'clock: stands at the beginning of time': [{ before: 'Date.now = () => 0' }, refused(ALLOWS_ALL)],
  'clock: runs backwards': [{ before: 'let t = 1e12; Date.now = () => (t -= 60_000)' }, refused(ALLOWS_ALL)],
  'clock: far in the future': [{ before: 'Date.now = () => 8.64e15' }, refused(ALLOWS_ALL)],
  'memory: it runs out': [{ before: OUT_OF_MEMORY }, noAnswer],
  'settings: a rule that is none': [{ settings: { EGRESS_GUARD_RULES: 'no_such_rule' } }, failed],
  'settings: a name that is none': [{ settings: { EGRESS_GUARD_RULE: 'x' } }, failed],
  'settings: a choice that is none': [{ settings: { EGRESS_GUARD_EXISTING_VIOLATIONS: 'allow' } }, failed],
  'settings: no owner': [{ settings: { EGRESS_GUARD_ARCHIVE_BUCKET_OWNER: 'me' } }, failed],
  'random: there is none': [{ before: "crypto.randomUUID = () => { throw new Error('no'); }" }, refused(ALLOWS_ALL)],
};

/** All that a group does not need whose entries name their protocols. */
export const allButTheGroup: Fault = { settings: { ...exemptions, ...archive }, s3: never, isAlone: true };

const skipped: Outcome = { status: 'SUCCESS', message: /was not checked/ };

const MANY_BYTES = ' '.repeat(20 * 2 ** 20);

/** What the template function answers where it cannot read the template of a stack. */
export const templateFaults: Readonly<Record<string, readonly [Fault, Outcome]>> = {
  'payload: gone': [{ s3: status(404) }, skipped],
  'payload: expired': [{ s3: status(403) }, skipped],
  'payload: S3 fails': [{ s3: status(500) }, skipped],
  'payload: the connection breaks': [{ s3: hangUp }, skipped],
  'payload: empty': [{ s3: status(200, '') }, skipped],
  'payload: no JSON': [{ s3: status(200, '<html>') }, skipped],
  'payload: another shape': [{ s3: status(200, '[]') }, skipped],
  'payload: a template that is none': [
    { s3: status(200, '{"template": "{\\"Resources\\": {\\"A\\": {\\"Type\\": \\"AWS::EC2::SecurityGroup\\""}') },
    skipped,
  ],
  'payload: larger than any template': [{ s3: status(200, MANY_BYTES) }, skipped],
  'payload: from elsewhere': [{ settings: { EGRESS_GUARD_PAYLOAD_ORIGIN: 'https://example.com' } }, skipped],
  'EventBridge and SNS: not there, as every service but S3': [{ settings: { AWS_ENDPOINT_URL: NOWHERE } }, skipped],
  'memory: it runs out': [{ before: OUT_OF_MEMORY }, noAnswer],
  'settings: a rule that is none': [
    { settings: { EGRESS_GUARD_RULES: 'no_such_rule' } },
    { status: 'SUCCESS', message: /set up wrongly/ },
  ],
};
