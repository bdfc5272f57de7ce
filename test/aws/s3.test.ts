import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withPayloadServer } from '../../infra/sandbox/payload-server.ts';
import { runFunction } from '../../infra/sandbox/run-function.ts';
import { allOut, groupOf, resourceEvent, templateEvent } from '../support/events.ts';
import { dayFrom, documentOf, exemption } from '../support/exemptions.ts';
import { securityGroup } from '../support/stacks.ts';
import { resetMoto, startMoto } from './support/moto.ts';
import { startStrictMoto } from './support/user.ts';

const bundles = { resource: 'dist/handler/resource.js', template: 'dist/handler/template.js' };
const Bucket = 'security';
const Key = 'exemptions.json';
const now = Date.now();
const good = documentOf(exemption(now));

let origin = '';
let s3: S3Client;

const clientFor = (endpoint: string): S3Client =>
  new S3Client({
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
    endpoint,
    forcePathStyle: true,
    region: 'us-east-1',
  });

const put = (text: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: text }));

/** Asks a built function, unless told otherwise that of the resource hook about a violation. */
const ask = async (
  settings: Readonly<Record<string, string>>,
  bundle = bundles.resource,
  event: unknown = resourceEvent(groupOf(allOut)),
) => {
  let log = '';
  const environment = {
    AWS_ENDPOINT_URL_S3: origin,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    ...settings,
  };
  const onLog = (text: string): void => {
    log += text;
  };
  const ending = await runFunction({ bundle, settings: environment, onLog }, event);
  if (!('answer' in ending)) throw new Error(ending.fault);
  return { response: JSON.parse(ending.answer), record: JSON.parse(log.split('\n')[0] ?? '') };
};

/** Asks the function of the template hook about a template that holds a violation. */
const askOfTemplate = (settings: Readonly<Record<string, string>>) =>
  withPayloadServer(({ origin: payloads, publish }) => {
    const template = JSON.stringify({ Resources: { AppSg: securityGroup(groupOf(allOut)) } });
    const given = { ...settings, EGRESS_GUARD_PAYLOAD_ORIGIN: payloads };
    return ask(given, bundles.template, templateEvent('STACK', publish({ template })));
  });

const EXEMPTIONS = { EGRESS_GUARD_EXEMPTIONS_URI: `s3://${Bucket}/${Key}` };

beforeAll(async () => {
  origin = await startMoto();
  s3 = clientFor(origin);
});

beforeEach(async () => {
  await resetMoto(origin);
  await s3.send(new CreateBucketCommand({ Bucket }));
});

describe('exemptions in a bucket', () => {
  test('let a violation pass', async () => {
    await put(good);
    const { response, record } = await ask(EXEMPTIONS);
    expect(response).toMatchObject({ hookStatus: 'SUCCESS' });
    expect(record).toMatchObject({ outcome: 'EXEMPTED', exemptions: [{ id: 'VPN-7', expires: dayFrom(now, 100) }] });
    expect(record).not.toHaveProperty('exemptionsVersion');
  });

  test('let a violation in a template pass', async () => {
    await put(good);
    const { response, record } = await askOfTemplate(EXEMPTIONS);
    expect(response).toMatchObject({ hookStatus: 'SUCCESS' });
    expect(record).toMatchObject({ outcome: 'EXEMPTED', exemptions: [{ id: 'VPN-7', expires: dayFrom(now, 100) }] });
  });

  test('are told by their version where the bucket keeps versions', async () => {
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const { VersionId: first } = await put(good);
    expect((await ask(EXEMPTIONS)).record).toMatchObject({ outcome: 'EXEMPTED', exemptionsVersion: first });
    const { VersionId: second } = await put(documentOf());
    expect(second).not.toBe(first);
    expect((await ask(EXEMPTIONS)).record).toMatchObject({ outcome: 'BLOCKED', exemptionsVersion: second });
  });

  const unusable: Record<string, readonly [text: string | undefined, problem: RegExp]> = {
    'there are none': [undefined, /^it cannot be read: NoSuchKey \(there is no such object; status 404\)$/],
    'they are 3 MB': [`${good}${' '.repeat(3 * 1024 * 1024)}`, /^it cannot be read: it is larger than 1 MB$/],
    'they are not JSON': ['{', /^it is invalid: /],
  };

  test.each(Object.entries(unusable))('exempt nothing where %s', async (_name, [text, problem]) => {
    if (text !== undefined) await put(text);
    const { response, record } = await ask(EXEMPTIONS);
    expect(response).toMatchObject({ hookStatus: 'FAILED', errorCode: 'NonCompliant' });
    expect(response.message).toContain('Exemptions were not applied');
    expect(record).toMatchObject({ outcome: 'BLOCKED', exemptionsProblem: expect.stringMatching(problem) });
  });

  test('exempt nothing where there is no bucket', async () => {
    const { record } = await ask({ EGRESS_GUARD_EXEMPTIONS_URI: 's3://nowhere/exemptions.json' });
    expect(record.exemptionsProblem).toBe('it cannot be read: NoSuchBucket (there is no such bucket; status 404)');
  });
});

describe('a refused operation', () => {
  const archive = { EGRESS_GUARD_ARCHIVE_BUCKET: Bucket };

  test('leaves one report, encrypted by the server', async () => {
    const { record } = await ask(archive);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents.map((object) => object.Key)).toEqual([record.archiveKey]);
    const kept = { Bucket, Key: record.archiveKey };
    expect(await s3.send(new HeadObjectCommand(kept))).toMatchObject({
      ServerSideEncryption: 'AES256',
      ContentType: 'application/json',
    });
    const { Body } = await s3.send(new GetObjectCommand(kept));
    expect(JSON.parse((await Body?.transformToString()) ?? '')).toMatchObject({
      version: 1,
      decision: { outcome: 'BLOCKED' },
      findings: [{ logicalId: 'AppSg', verdict: 'BLOCKED' }],
    });
  });

  test('leaves one report where a template was refused, too', async () => {
    const { record } = await askOfTemplate(archive);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents.map((object) => object.Key)).toEqual([record.archiveKey]);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: record.archiveKey }));
    expect(JSON.parse((await Body?.transformToString()) ?? '')).toMatchObject({
      decision: { outcome: 'BLOCKED' },
      findings: [{ logicalId: 'AppSg', verdict: 'BLOCKED' }],
    });
  });

  test('is refused without a bucket, too', async () => {
    const { response, record } = await ask({ EGRESS_GUARD_ARCHIVE_BUCKET: 'nowhere' });
    expect(response).toMatchObject({ hookStatus: 'FAILED', errorCode: 'NonCompliant' });
    expect(record).toMatchObject({ archiveProblem: 'NoSuchBucket (there is no such bucket; status 404)' });
  });
});

describe('the permissions of the function', () => {
  const allow = (Action: string, Resource: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource }],
  });

  const prepare = async (strict: string): Promise<void> => {
    const client = clientFor(strict);
    await client.send(new CreateBucketCommand({ Bucket }));
    await client.send(new PutObjectCommand({ Bucket, Key, Body: good }));
  };

  const askAs = async (policy: object) => {
    const { origin: strict, user } = await startStrictMoto(policy, prepare, 2);
    const settings = { ...EXEMPTIONS, EGRESS_GUARD_ARCHIVE_BUCKET: Bucket, AWS_ENDPOINT_URL_S3: strict, ...user };
    return ask(settings);
  };

  test('suffice to read exemptions', async () => {
    const { record } = await askAs(allow('s3:GetObject', `arn:aws:s3:::${Bucket}/${Key}`));
    expect(record).toMatchObject({ outcome: 'EXEMPTED' });
  });

  test('suffice to keep reports', async () => {
    const { record } = await askAs(allow('s3:PutObject', `arn:aws:s3:::${Bucket}/123456789012/us-west-2/*`));
    expect(record).toMatchObject({ outcome: 'BLOCKED', archiveKey: expect.any(String) });
  });

  test('where they are missing, nothing is exempted and nothing kept, and the log says so', async () => {
    const { response, record } = await askAs(allow('s3:ListAllMyBuckets', '*'));
    expect(response).toMatchObject({ hookStatus: 'FAILED', errorCode: 'NonCompliant' });
    expect(record).toMatchObject({
      exemptionsProblem: expect.stringMatching(/^it cannot be read: AccessDenied \(.*status 403\)$/),
      archiveProblem: expect.stringMatching(/^AccessDenied \(.*status 403\)$/),
    });
  });
});
