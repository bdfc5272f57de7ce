import { describe, expect, test } from 'vitest';
import { type Config, readConfig } from '../../../handler/config.ts';
import type { ObjectStore } from '../../../handler/s3/object-store.ts';
import { makeStorage } from '../../../handler/storage.ts';
import { allOut, groupOf, resourceEvent, STACK_ID, TOKEN, tcpOut } from '../../support/events.ts';
import { expectWellFormed } from '../../support/hook-response.ts';
import { invoke, START } from '../../support/invoke.ts';
import { fakeStore, hangingStore } from '../../support/object-store.ts';

const config = (): Config => readConfig({ EGRESS_GUARD_ARCHIVE_BUCKET: 'reports' });
const now = (): number => START;

const ask = async (event: unknown, store: ObjectStore) => {
  const storage = makeStorage(now, store);
  const { response, lines } = await invoke(event, { config, now, storage: async () => storage });
  expectWellFormed(response);
  return { response, record: JSON.parse(lines.join()) };
};

const KEY = `123456789012/us-west-2/2026-01-02/030405.000Z-${TOKEN}.json`;
const refusal = resourceEvent({ ...groupOf(tcpOut, allOut), GroupDescription: 'SECRET' });

describe('a refused operation is kept as a report', () => {
  test('under its account, Region and day', async () => {
    const store = fakeStore([]);
    const { response, record } = await ask(refusal, store);
    expect(response.hookStatus).toBe('FAILED');
    expect(record).toMatchObject({ outcome: 'BLOCKED', archiveKey: KEY });
    expect(store.asked).toEqual([{ location: { bucket: 'reports', key: KEY }, text: expect.any(String) }]);
    const { archiveKey: _, ...decision } = record;
    expect(JSON.parse(String(store.asked[0]?.text))).toEqual({
      version: 1,
      decision,
      findings: [
        expect.objectContaining({
          logicalId: 'AppSg',
          path: '/Resources/AppSg/Properties/SecurityGroupEgress/1/IpProtocol',
          value: '-1',
          destination: '0.0.0.0/0',
          verdict: 'BLOCKED',
          isExisting: false,
        }),
      ],
      undetermined: [],
    });
    expect(String(store.asked[0]?.text)).not.toContain('SECRET');
  });

  test('where it was undetermined, too', async () => {
    const store = fakeStore([]);
    const { record } = await ask(resourceEvent(groupOf({ Ref: 'Rule' })), store);
    expect(record).toMatchObject({ outcome: 'UNDETERMINED', archiveKey: KEY });
    expect(JSON.parse(String(store.asked[0]?.text))).toMatchObject({
      findings: [],
      undetermined: [{ logicalId: 'AppSg' }],
    });
  });

  test('under a name of its own where the request has no token that could be one', async () => {
    const { record } = await ask(
      resourceEvent(groupOf(allOut), { event: { clientRequestToken: '../x' } }),
      fakeStore([]),
    );
    expect(record.archiveKey).toMatch(/^123456789012\/us-west-2\/2026-01-02\/030405\.000Z-[0-9a-f-]{36}\.json$/);
  });
});

test('of a thousand findings and more, a thousand are kept', async () => {
  const store = fakeStore([]);
  const { record } = await ask(resourceEvent(groupOf(...new Array(1001).fill(allOut))), store);
  expect(record.findings).toBe(1001);
  expect(JSON.parse(String(store.asked[0]?.text)).findings).toHaveLength(1000);
});

describe('nothing is kept', () => {
  const quiet: Record<string, unknown> = {
    'of what passes': resourceEvent(groupOf(tcpOut)),
    'of another type': resourceEvent({}, { data: { targetName: 'AWS::S3::Bucket' } }),
    'of an event that cannot be read': resourceEvent(null),
  };

  test.each(Object.entries(quiet))('%s', async (_name, event) => {
    const store = fakeStore([]);
    const { record } = await ask(event, store);
    expect(store.asked).toEqual([]);
    expect(record).not.toHaveProperty('archiveKey');
    expect(record).not.toHaveProperty('archiveProblem');
  });

  test('without a bucket', async () => {
    const store = fakeStore([]);
    const storage = makeStorage(now, store);
    const { lines } = await invoke(refusal, { storage: async () => storage });
    expect(store.asked).toEqual([]);
    expect(JSON.parse(lines.join())).not.toHaveProperty('archiveKey');
  });
});

describe('a report that cannot be kept changes no decision, and the log says why:', () => {
  const broken: ObjectStore = {
    ...hangingStore,
    put: async () => {
      throw new TypeError('SECRET');
    },
  };
  const cases: Record<string, readonly [event: unknown, store: ObjectStore, problem: string]> = {
    'S3 refuses it': [refusal, fakeStore([], 'AccessDenied'), 'AccessDenied'],
    'S3 does not answer': [refusal, hangingStore, 'S3 did not answer in time'],
    'a fault of ours': [refusal, broken, 'internal fault'],
    'no Region': [
      resourceEvent(groupOf(allOut), { event: { stackId: '', hookModel: undefined } }),
      fakeStore([]),
      'the request names no account or Region to put it under',
    ],
    'an account that is none': [
      resourceEvent(groupOf(allOut), { event: { awsAccountId: '../../1' } }),
      fakeStore([]),
      'the request names no account or Region to put it under',
    ],
    'a Region that is none': [
      resourceEvent(groupOf(allOut), { event: { stackId: STACK_ID.replace('us-west-2', '../x') } }),
      fakeStore([]),
      'the request names no account or Region to put it under',
    ],
  };

  test.each(Object.entries(cases))('%s', async (_name, [event, store, problem]) => {
    const { response, record } = await ask(event, store);
    expect(response).toMatchObject({ hookStatus: 'FAILED', errorCode: 'NonCompliant' });
    expect(record).toMatchObject({ outcome: 'BLOCKED', hookStatus: 'FAILED', archiveProblem: problem });
  });
});
