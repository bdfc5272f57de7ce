import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runFunction } from '../../infra/sandbox/run-function.ts';
import { allOut, groupOf, resourceEvent, tcpOut, templateEvent } from '../support/events.ts';
import { BAD, BUNDLES, eventsOf, startSandbox, statusOf } from '../support/sandbox.ts';
import { temporaryBundle } from '../support/temporary-folder.ts';

// One fault at a time, injected into the built functions from without: what they depend on fails, never their own code.

const MODULES = join(import.meta.dirname, '../../node_modules');

type Answer = (response: ServerResponse) => void;

/** Stands in for S3: hands out what is asked for as an answer says. */
const serve = async (answer: Answer): Promise<string> => {
  const server = createServer((request, response) => void request.resume().on('end', () => answer(response)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const status =
  (code: number, body = ''): Answer =>
  (response) =>
    void response.writeHead(code).end(body);

const never: Answer = () => undefined;

const hangUp: Answer = (response) => void response.destroy();

/** What a fault changes about the world of a function. */
interface Fault {
  /** How S3 answers. */
  readonly s3?: Answer;
  readonly settings?: Readonly<Record<string, string>>;
  /** Code that runs before the function's. */
  readonly before?: string;
  /** The function lies where no package is near. */
  readonly isAlone?: true;
}

interface Outcome {
  readonly hookStatus: string;
  readonly errorCode?: string;
  readonly message: string;
}

const ask = async (
  name: 'resource' | 'template',
  event: (origin: string) => unknown,
  fault: Fault,
): Promise<Outcome> => {
  const origin = await serve(fault.s3 ?? status(404));
  const file = `dist/handler/${name}.js`;
  const source = await readFile(file, 'utf8');
  const bundle =
    fault.isAlone || fault.before !== undefined ? await temporaryBundle(`${fault.before ?? ''};${source}`) : file;
  const settings = {
    ...{ AWS_ENDPOINT_URL_S3: origin, EGRESS_GUARD_PAYLOAD_ORIGIN: origin, AWS_MAX_ATTEMPTS: '1' },
    ...{ AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' },
    ...(!fault.isAlone && { NODE_PATH: MODULES }),
    ...fault.settings,
  };
  const ending = await runFunction({ bundle, settings }, event(origin));
  return 'answer' in ending ? JSON.parse(ending.answer) : { hookStatus: 'none', message: ending.fault };
};

const refused = (message: RegExp): Outcome => ({
  ...{ hookStatus: 'FAILED', errorCode: 'NonCompliant' },
  message: expect.stringMatching(message),
});

const ALLOWS_ALL = /^AppSg \(AWS::EC2::SecurityGroup\) SecurityGroupEgress\[0\] allows all protocols/;

const NOT_APPLIED = /exemptions were not applied/i;

const exemptions = { EGRESS_GUARD_EXEMPTIONS_URI: 's3://config/exemptions.json' };

const archive = { EGRESS_GUARD_ARCHIVE_BUCKET: 'archive' };

const failed: Outcome = { hookStatus: 'FAILED', errorCode: 'InternalFailure', message: expect.any(String) };

/** What the gate answers about an open group. */
const gateFaults: Record<string, readonly [Fault, Outcome]> = {
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
  'settings: a rule that is none': [{ settings: { EGRESS_GUARD_RULES: 'no_such_rule' } }, failed],
  'settings: a name that is none': [{ settings: { EGRESS_GUARD_RULE: 'x' } }, failed],
  'settings: a choice that is none': [{ settings: { EGRESS_GUARD_EXISTING_VIOLATIONS: 'allow' } }, failed],
  'settings: no owner': [{ settings: { EGRESS_GUARD_ARCHIVE_BUCKET_OWNER: 'me' } }, failed],
  'random: there is none': [{ before: "crypto.randomUUID = () => { throw new Error('no'); }" }, refused(ALLOWS_ALL)],
};

describe('the gate, asked about an open group', () => {
  test.each(Object.entries(gateFaults))('refuses it, whatever fails: %s', async (_name, [fault, outcome]) => {
    expect(await ask('resource', () => resourceEvent(groupOf(allOut)), fault)).toMatchObject(outcome);
  });

  test('lets a group pass that names its protocols, although all that it does not need fails', async () => {
    const settings = { ...exemptions, ...archive };
    const event = () => resourceEvent(groupOf(tcpOut));
    expect(await ask('resource', event, { settings, s3: never, isAlone: true })).toMatchObject({
      hookStatus: 'SUCCESS',
    });
  });
});

const skipped: Outcome = { hookStatus: 'SUCCESS', message: expect.stringContaining('was not checked') };

const MANY_BYTES = ' '.repeat(20 * 2 ** 20);

/** What the template function answers where it cannot read the template of a stack. */
const templateFaults: Record<string, readonly [Fault, Outcome]> = {
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
  'settings: a rule that is none': [
    { settings: { EGRESS_GUARD_RULES: 'no_such_rule' } },
    { hookStatus: 'SUCCESS', message: expect.stringContaining('set up wrongly') },
  ],
};

describe('the template function, asked about a stack that it cannot read', () => {
  test.each(Object.entries(templateFaults))(
    'leaves it to the gate, and says so: %s',
    async (_name, [fault, outcome]) => {
      const event = (origin: string) => templateEvent('STACK', `${origin}/payload`);
      expect(await ask('template', event, fault)).toMatchObject(outcome);
    },
  );
});

/** Functions that are broken themselves; each is asked about an open stack. */
const brokenFunctions: Record<string, string> = {
  'memory: it runs out':
    "require('v8').setFlagsFromString('--max-old-space-size=48'); const all = []; for (;;) all.push(new Array(1e6).fill(0))",
  'it does not load': "throw new Error('no')",
  'it ends the process': 'process.exit(1)',
};

describe('a stack in the sandbox', () => {
  test.each(Object.entries(brokenFunctions))('is blocked by its gate, whatever fails: %s', async (_name, source) => {
    const resource = await temporaryBundle(`exports.handler = async () => { ${source} };`);
    const aws = await startSandbox({}, { bundles: { ...BUNDLES, resource } });
    await aws.client.send(new CreateStackCommand({ StackName: 'app', TemplateBody: BAD }));
    await expect.poll(() => statusOf(aws, 'app'), { timeout: 20_000 }).toBe('ROLLBACK_COMPLETE');
    expect((await eventsOf(aws, 'app')).join()).toContain('Sg CREATE_FAILED');
  });
});
