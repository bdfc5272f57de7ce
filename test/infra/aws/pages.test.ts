import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readStacks } from '../../../infra/audit/stack.ts';
import { readChangeSet } from '../../../infra/aws/change-set.ts';
import { listHookResults } from '../../../infra/aws/hook-results.ts';
import { listAll } from '../../../infra/aws/pages.ts';
import { countVersions, purgeBucket } from '../../../infra/aws/purge-bucket.ts';
import { readEvents } from '../../../infra/aws/stack-events.ts';
import { listInstances } from '../../../infra/aws/stack-set-instance.ts';
import { listResults } from '../../../infra/aws/stack-set-operation.ts';
import { listTargets } from '../../../infra/aws/stack-set-target.ts';
import { readLogGroup } from '../../../infra/remove/log-group.ts';
import { type StandIn, startStandIn } from '../../aws/support/stand-in.ts';

/** Pages by their token, each with the token of the next. */
const listingOf = (pages: Readonly<Record<string, readonly [item: string, next?: string]>>) => ({
  action: 'ListThings',
  read: async (token = '') => pages[token] ?? ['nothing'],
  next: ([, next]: readonly [string, string?]) => next,
});

describe('a list in pages', () => {
  const itemsOf = ([item]: readonly [string, string?]) => [item];

  test.each([
    ['without a token', undefined],
    ['with an empty token', ''],
  ])('ends with a page %s', async (_name, end) => {
    const listing = listingOf({ '': ['a', '1'], 1: ['b', '2'], 2: ['c', end] as [string, string?] });
    expect(await listAll(listing, itemsOf)).toEqual(['a', 'b', 'c']);
  });

  test.each([
    ['at once', { '': ['a', '1'], 1: ['b', '1'] }],
    ['after others', { '': ['a', '1'], 1: ['b', '2'], 2: ['c', '1'] }],
  ] as const)('ends with an error where a token comes again %s', async (_name, pages) => {
    await expect(listAll(listingOf(pages), itemsOf)).rejects.toThrow(
      /^AWS gave the same page token of ListThings twice/,
    );
  });
});

const StackName = 'egress-guard';
const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };

let standIn: StandIn;
let client: CloudFormationClient;
let s3: S3Client;

beforeAll(async () => {
  standIn = await startStandIn('http://127.0.0.1:9');
  const config = { credentials, endpoint: standIn.origin, maxAttempts: 1, region: 'eu-west-1' };
  client = new CloudFormationClient(config);
  s3 = new S3Client({ ...config, forcePathStyle: true });
});

beforeEach(() => standIn.reset());

const account = { id: '123456789012', partition: 'aws', region: 'eu-west-1' };
const set = () => ({ client, id: { StackSetName: StackName, CallAs: 'SELF' as const } });
const stack = { id: StackName, name: StackName, status: 'CREATE_COMPLETE', parameters: {}, outputs: {} };
const own = { Bucket: 'bucket', ExpectedBucketOwner: account.id, partition: 'aws' };

/** Every list that a command reads. */
const lists: Readonly<Record<string, () => Promise<unknown>>> = {
  DescribeStacks: () => readStacks(client),
  DescribeStackEvents: () => readEvents({ cloudFormation: client }, StackName),
  DescribeChangeSet: () => readChangeSet({ cloudFormation: client }, { id: 'set', stackId: StackName }, async () => {}),
  ListStackResources: () => readLogGroup({ cloudFormation: client }, { ...stack, isProtected: false }),
  ListHookResults: () => listHookResults({ client, account }, { outcomes: [] }),
  ListStackInstances: () => listInstances(set()),
  ListStackSetOperationResults: () => listResults(set(), 'operation'),
  ListStackSetAutoDeploymentTargets: () => listTargets(set()),
};

/** Longer than any page, and far too short for a list without end to fill the memory. */
const TIMEOUT_MS = 20_000;

test.each(Object.entries(lists))(
  '%s with the same token on each page is an error',
  { timeout: TIMEOUT_MS },
  async (action, read) => {
    standIn.answer(action, () => '<NextToken>again</NextToken>', 60);
    await expect(read()).rejects.toThrow(`AWS gave the same page token of ${action} twice`);
    expect(standIn.calls.length).toBeLessThanOrEqual(4);
  },
);

const versions = (more: string) => `<ListVersionsResult><Name>bucket</Name>${more}
  <Version><Key>a</Key><VersionId>1</VersionId></Version></ListVersionsResult>`;

const answerVersions = (more: string): void =>
  standIn.answer('S3.GET', (_call, response) => {
    response.writeHead(200, { 'content-type': 'application/xml' }).end(versions(more));
    return undefined;
  });

test('the versions in a bucket with the same markers on each page are an error', { timeout: TIMEOUT_MS }, async () => {
  answerVersions('<IsTruncated>true</IsTruncated><NextKeyMarker>a</NextKeyMarker>');
  await expect(countVersions(s3, own)).rejects.toThrow('AWS gave the same page token of ListObjectVersions twice');
});

test('versions that S3 says are deleted and that are still there are an error', { timeout: TIMEOUT_MS }, async () => {
  answerVersions('<IsTruncated>false</IsTruncated>');
  standIn.answer('S3.POST', (_call, response) => {
    response.writeHead(200, { 'content-type': 'application/xml' }).end('<DeleteResult></DeleteResult>');
    return undefined;
  });
  await expect(purgeBucket(s3, own)).rejects.toThrow(
    'the bucket bucket could not be emptied: S3 says that a is deleted, and lists it still.',
  );
});
