import { describe, expect, test } from 'vitest';
import { type Config, readConfig } from '../../../handler/config.ts';
import { makeReadExemptions } from '../../../handler/decide/exemptions.ts';
import type { ObjectStore, StoredObject } from '../../../handler/s3/object-store.ts';
import { makeStorage } from '../../../handler/storage.ts';
import { evaluateResource } from '../../../rule/library.ts';
import { allOut, groupOf, resourceEvent, tcpOut, templateEvent } from '../../support/events.ts';
import { dayFrom, documentOf, exemption } from '../../support/exemptions.ts';
import { expectWellFormed } from '../../support/hook-response.ts';
import { invoke, START } from '../../support/invoke.ts';
import { localServer } from '../../support/local-server.ts';
import { type Fetched, fakeStore, hangingStore } from '../../support/object-store.ts';

const LOCATION = { bucket: 'security', key: 'egress/exemptions.json' };
const config = (): Config => readConfig({ EGRESS_GUARD_EXEMPTIONS_URI: 's3://security/egress/exemptions.json' });
const now = (): number => START;

/** What each exemption of these tests covers. */
const [FINDING = expect.unreachable()] = evaluateResource({
  logicalId: 'AppSg',
  type: 'AWS::EC2::SecurityGroup',
  properties: groupOf(allOut),
}).findings;

const stored = (...exemptions: readonly unknown[]): StoredObject => ({ text: documentOf(...exemptions), etag: '"1"' });

/** Asks about a group with egress, with exemptions from a store. */
const askWith = async (store: ObjectStore, event: unknown = resourceEvent(groupOf(tcpOut, allOut))) => {
  const storage = makeStorage(now, store);
  const { response, lines, findings } = await invoke(event, { config, now, storage: async () => storage });
  expectWellFormed(response);
  return { response, record: JSON.parse(lines.join()), findings: findings.map((line) => JSON.parse(line)) };
};

const OPEN =
  'AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[1] allows all protocols (IpProtocol -1) to 0.0.0.0/0.';
const FIX = 'Name the protocol and ports it needs, e.g. tcp 443.';
const TAG = '[security_group_egress_with_all_protocols, Medium]';

describe('a violation that is exempted', () => {
  test('passes, and the answer and the log say by what', async () => {
    const { response, record, findings } = await askWith(fakeStore([{ ...stored(exemption(START)), versionId: 'v1' }]));
    const expires = dayFrom(START, 100);
    expect(response).toMatchObject({
      hookStatus: 'SUCCESS',
      message: `${OPEN} Exempted by VPN-7 until ${expires}. ${TAG}`,
      annotations: [{ status: 'SKIPPED', statusMessage: `${OPEN} Exempted by VPN-7 until ${expires}.` }],
    });
    expect(record).toMatchObject({
      outcome: 'EXEMPTED',
      hookStatus: 'SUCCESS',
      findings: 1,
      blocked: 0,
      exempted: 1,
      exemptions: [{ id: 'VPN-7', expires, daysLeft: 100 }],
      exemptionsVersion: 'v1',
    });
    expect(findings).toMatchObject([{ class_uid: 2003, status_id: 3 }]);
  });

  const expiring: Record<string, readonly [days: number, told: string]> = {
    'in two weeks': [14, 'only: 14 more days'],
    tomorrow: [1, 'only: 1 more day'],
    today: [0, 'only: today'],
  };

  test.each(Object.entries(expiring))('is told to expire %s', async (_name, [days, told]) => {
    const expires = dayFrom(START, days);
    const { response, record } = await askWith(fakeStore([stored(exemption(START, { expires }))]));
    expect(response.message).toBe(`${OPEN} Exempted by VPN-7 until ${expires} ${told}. ${TAG}`);
    expect(record).toMatchObject({ exemptions: [{ id: 'VPN-7', expires, daysLeft: days, isExpiring: true }] });
  });

  test('is not told to expire in fifteen days', async () => {
    const { record } = await askWith(fakeStore([stored(exemption(START, { expires: dayFrom(START, 15) }))]));
    expect(record.exemptions).toEqual([{ id: 'VPN-7', expires: dayFrom(START, 15), daysLeft: 15 }]);
  });

  test('does not let another one pass, which alone is named', async () => {
    const toNet = exemption(START, { match: { logicalId: 'AppSg', destination: '10.*' } });
    const event = resourceEvent(groupOf({ ...allOut, CidrIp: '10.0.0.0/8' }, allOut));
    const { response, record } = await askWith(fakeStore([stored(toNet)]), event);
    expect(response.message).toBe(`${OPEN} ${FIX} ${TAG}`);
    expect(response.annotations).toMatchObject([{ status: 'FAILED' }, { status: 'SKIPPED' }]);
    expect(record).toMatchObject({ outcome: 'BLOCKED', findings: 2, blocked: 1, exempted: 1 });
  });

  test('does not let pass what is undetermined beside it', async () => {
    const hidden = { IpProtocol: '{{resolve:ssm-secure:p}}', CidrIp: '0.0.0.0/0' };
    const { record } = await askWith(fakeStore([stored(exemption(START))]), resourceEvent(groupOf(allOut, hidden)));
    expect(record).toMatchObject({ outcome: 'UNDETERMINED', hookStatus: 'FAILED', exempted: 1, undetermined: 1 });
  });

  test('is covered by what lasts longest, of two that overlap', async () => {
    const short = exemption(START, { id: 'SHORT', expires: dayFrom(START, 3) });
    const { record } = await askWith(fakeStore([stored(short, exemption(START))]));
    expect(record.exemptions).toEqual([{ id: 'VPN-7', expires: dayFrom(START, 100), daysLeft: 100 }]);
  });

  test('is one through Cloud Control by its logical id, and never by a stack', async () => {
    const event = resourceEvent(groupOf(allOut), { event: { stackId: '' }, data: { targetType: 'RESOURCE' } });
    expect((await askWith(fakeStore([stored(exemption(START))]), event)).record.outcome).toBe('EXEMPTED');
    const ofAnyStack = exemption(START, { match: { logicalId: 'AppSg', stackName: '*' } });
    expect((await askWith(fakeStore([stored(ofAnyStack)]), event)).record.outcome).toBe('BLOCKED');
  });
});

describe('what a request says of itself is matched:', () => {
  const cases: Record<string, readonly [match: Record<string, string>, outcome: string]> = {
    'its account': [{ account: '123456789012' }, 'EXEMPTED'],
    'another account': [{ account: '210987654321' }, 'BLOCKED'],
    'its Region': [{ region: 'us-west-*' }, 'EXEMPTED'],
    'another Region': [{ region: 'eu-*' }, 'BLOCKED'],
    'its stack': [{ stackName: 'MyStack' }, 'EXEMPTED'],
    'another stack': [{ stackName: 'MyStac' }, 'BLOCKED'],
    'its type': [{ resourceType: 'AWS::EC2::SecurityGroup' }, 'EXEMPTED'],
    'another type': [{ resourceType: 'AWS::EC2::SecurityGroupEgress' }, 'BLOCKED'],
  };

  test.each(Object.entries(cases))('%s', async (_name, [match, outcome]) => {
    const { record } = await askWith(
      fakeStore([stored(exemption(START, { match: { logicalId: 'AppSg', ...match } }))]),
    );
    expect(record.outcome).toBe(outcome);
  });
});

describe('an exemption that is narrowed to a destination', () => {
  const toNet = (destination: string) =>
    fakeStore([stored(exemption(START, { match: { logicalId: 'AppSg', destination } }))]);
  const leadingTo = (entry: object) => resourceEvent(groupOf({ IpProtocol: '-1', ...entry }));

  const cases: Record<string, readonly [destination: string, entry: object, outcome: string]> = {
    'covers that block': ['10.0.0.0/8', { CidrIp: '10.0.0.0/8' }, 'EXEMPTED'],
    'covers blocks that match': ['10.*', { CidrIp: '10.1.0.0/16' }, 'EXEMPTED'],
    'covers blocks of IPv6': ['fd00:*', { CidrIpv6: 'fd00:1::/32' }, 'EXEMPTED'],
    'covers groups': ['sg-*', { DestinationSecurityGroupId: 'sg-1' }, 'EXEMPTED'],
    'covers any by an asterisk': ['*', { CidrIp: '10.0.0.0/0' }, 'EXEMPTED'],
    'does not cover what EC2 makes the whole internet': ['10.*', { CidrIp: '10.0.0.0/0' }, 'BLOCKED'],
    'does not cover what EC2 makes half of it': ['10.*', { CidrIp: '10.0.0.0/1' }, 'BLOCKED'],
    'does not cover what EC2 makes all of IPv6': ['fd00:*', { CidrIpv6: 'fd00::/0' }, 'BLOCKED'],
    'does not cover a second destination': ['10.*', { CidrIp: '10.0.0.0/8', CidrIpv6: '::/0' }, 'BLOCKED'],
    'does not cover an entry that names none': ['*', {}, 'BLOCKED'],
    'does not cover what the gate cannot tell': ['10.*', { CidrIp: '{{resolve:ssm:net}}' }, 'BLOCKED'],
  };

  test.each(Object.entries(cases))('%s', async (_name, [destination, entry, outcome]) => {
    expect((await askWith(toNet(destination), leadingTo(entry))).record.outcome).toBe(outcome);
  });

  /** Asks the early warning about a template with one such entry. */
  const askEarly = async (destination: string, entry: object) => {
    const group = { Type: 'AWS::EC2::SecurityGroup', Properties: groupOf({ IpProtocol: -1, ...entry }) };
    const template = JSON.stringify({ Parameters: { Cidr: { Type: 'String' } }, Resources: { AppSg: group } });
    const { origin } = await localServer((response) => response.end(JSON.stringify({ template })));
    const storage = makeStorage(now, toNet(destination));
    const settings = { EGRESS_GUARD_EXEMPTIONS_URI: 's3://security/x.json', EGRESS_GUARD_PAYLOAD_ORIGIN: origin };
    const { response, lines } = await invoke(templateEvent('STACK', `${origin}/x`), {
      config: () => readConfig(settings),
      now,
      storage: async () => storage,
    });
    return { response, record: JSON.parse(lines.join()) };
  };

  test.each([
    ['Cidr', { CidrIp: { Ref: 'Cidr' } }],
    ['10.0.0.0/8, Cidr', { CidrIp: '10.0.0.0/8', CidrIpv6: { Ref: 'Cidr' } }],
  ])('leaves to the gate what a template does not tell yet: %s', async (where, entry) => {
    const { response, record } = await askEarly('10.*', entry);
    expect(response).toMatchObject({
      hookStatus: 'SUCCESS',
      message: expect.stringContaining(`to ${where}; whether VPN-7 exempts it depends on where it leads. Decided when`),
      annotations: [{ status: 'SKIPPED' }],
    });
    expect(record).toMatchObject({ outcome: 'UNDETERMINED', hookStatus: 'SUCCESS', findings: 0, undetermined: 1 });
  });

  test.each([
    ['which it does not cover', { CidrIp: '0.0.0.0/0' }, 'BLOCKED'],
    ['which it covers', { CidrIp: '10.0.0.0/8' }, 'EXEMPTED'],
  ])('judges what a template tells, %s', async (_what, entry, outcome) => {
    expect((await askEarly('10.*', entry)).record).toMatchObject({ outcome, findings: 1, undetermined: 0 });
  });
});

test('comparing ends after two seconds, and what was not compared stays blocked', async () => {
  let time = START;
  const slow = (): number => {
    time += 30;
    return time;
  };
  const storage = makeStorage(slow, fakeStore([stored(exemption(START))]));
  const event = resourceEvent(groupOf(...new Array(200).fill(allOut)));
  const { response, lines } = await invoke(event, { config, now: slow, storage: async () => storage });
  expectWellFormed(response);
  const record = JSON.parse(lines.join());
  expect(record).toMatchObject({
    outcome: 'BLOCKED',
    findings: 200,
    exemptionsProblem: 'there are too many findings to compare with it',
  });
  expect(record.exempted).toBeGreaterThan(10);
  expect(record.blocked).toBe(200 - record.exempted);
  expect(response.message).toContain('Exemptions were not applied');
});

test('an exemption that expired exempts nothing, and the message says so', async () => {
  const { response, record } = await askWith(fakeStore([stored(exemption(START, { expires: '2026-01-01' }))]));
  expect(response.message).toBe(`${OPEN} Its exemption VPN-7 expired on 2026-01-01. ${FIX} ${TAG}`);
  expect(record.outcome).toBe('BLOCKED');
  expect(record).not.toHaveProperty('exemptions');
});

const NOT_APPLIED = 'Exemptions were not applied: their document cannot be used, and the log of the hook says why.';

describe('without a document that can be used nothing is exempted, the message says so and the log why:', () => {
  const good = exemption(START);
  const { reason: _, ...withoutReason } = good;
  const cases: Record<string, readonly [fetched: Fetched, problem: RegExp]> = {
    'it is missing': ['NoSuchKey (there is no such object; status 404)', /^it cannot be read: NoSuchKey/],
    'access is denied': ['AccessDenied (status 403)', /^it cannot be read: AccessDenied/],
    'S3 calls it unchanged at once': [
      undefined,
      /^it cannot be read: S3 calls it unchanged, although it was never read/,
    ],
    'it is not JSON': [{ text: '{' }, /^it is invalid: the document is not JSON;/],
    'it is no object': [{ text: '[]' }, /^it is invalid: the document is wrong;/],
    'it is empty': [{ text: '' }, /^it is invalid: the document is not JSON;/],
    'it is of another version': [
      { text: JSON.stringify({ version: 2, exemptions: [good] }) },
      /^it is invalid: \/version is wrong;/,
    ],
    'a key is unknown': [
      stored(good, { ...good, id: 'B', priority: 1 }),
      /^it is invalid: \/exemptions\/1\/priority is unknown;/,
    ],
    'a key is misspelt': [
      stored({ ...good, expiry: good['expires'] }),
      /^it is invalid: \/exemptions\/0\/expiry is unknown;/,
    ],
    'a key is missing': [
      stored(withoutReason),
      /^it is invalid: \/exemptions\/0\/reason is missing; `egress-guard exemptions validate` says what is right$/,
    ],
    'one lasts too long': [
      stored(good, exemption(START, { id: 'B', expires: dayFrom(START, 367) })),
      /^it is invalid: \/exemptions\/1\/expires is wrong;/,
    ],
    'one matches everything': [
      stored(good, exemption(START, { id: 'B', match: { stackName: '*', logicalId: '*?' } })),
      /^it is invalid: \/exemptions\/1\/match is too broad;/,
    ],
    'two have one id': [stored(good, good), /^it is invalid: \/exemptions\/1\/id is taken;/],
    'a key is given twice': [
      { text: documentOf(good).replace('"id"', '"match":{"logicalId":"AppSg"},"id"') },
      /^it is invalid: \/exemptions\/0\/match is repeated;/,
    ],
    'more than one thing is wrong': [{ text: '{"version":2}' }, /\/version is wrong \(and 1 more\);/],
  };

  test.each(Object.entries(cases))('%s', async (_name, [fetched, problem]) => {
    const { response, record } = await askWith(fakeStore([fetched]));
    expect(response).toMatchObject({ hookStatus: 'FAILED', message: `${OPEN} ${FIX} ${TAG} ${NOT_APPLIED}` });
    expect(record).toMatchObject({ outcome: 'BLOCKED', exemptionsProblem: expect.stringMatching(problem) });
  });

  test('it does not come', async () => {
    const began = performance.now();
    const reading = await makeReadExemptions(hangingStore, now)(LOCATION, 50);
    expect(reading.problem).toBe('it cannot be read: S3 did not answer in time');
    // S3 has three seconds, where as many are left.
    expect(performance.now() - began).toBeLessThan(2500);
  });

  test('no time is left', async () => {
    const reading = await makeReadExemptions(hangingStore, now)(LOCATION, -1);
    expect(reading.problem).toBe('it cannot be read: S3 did not answer in time');
  });

  test('a fault of ours is not repeated', async () => {
    const broken: ObjectStore = { ...hangingStore, get: async () => JSON.parse('SECRET') };
    expect((await makeReadExemptions(broken, now)(LOCATION, 50)).problem).toBe('it cannot be read: internal fault');
  });
});

describe('the document is asked for', () => {
  test('never where nothing violates the rule', async () => {
    const store = fakeStore([stored(exemption(START))]);
    await askWith(store, resourceEvent(groupOf(tcpOut)));
    await askWith(store, resourceEvent(groupOf({ Ref: 'Rule' })));
    expect(store.asked).toEqual([]);
  });

  test('never where all that violates it may pass, as it stood there before', async () => {
    const store = fakeStore([stored(exemption(START))]);
    const storage = makeStorage(now, store);
    const settings = { EGRESS_GUARD_EXISTING_VIOLATIONS: 'ALLOW', EGRESS_GUARD_EXEMPTIONS_URI: 's3://security/x.json' };
    const event = resourceEvent(groupOf(allOut), { model: { previousResourceProperties: groupOf(allOut) } });
    await invoke(event, { config: () => readConfig(settings), storage: async () => storage });
    expect(store.asked).toEqual([]);
  });

  test('where it was set to be', async () => {
    const store = fakeStore([stored(exemption(START))]);
    await askWith(store);
    expect(store.asked).toEqual([{ location: LOCATION }]);
  });

  /** Reads it at each of the times, in milliseconds from the first; tells what S3 was asked and what came of it. */
  const readAt = async (times: readonly number[], fetched: readonly Fetched[]) => {
    let time = START;
    const store = fakeStore(fetched);
    const read = makeReadExemptions(store, () => time);
    const ids: (string | undefined)[] = [];
    for (const after of times) {
      time = START + after;
      const { finderFor } = await read(LOCATION, 1000);
      ids.push(finderFor({}, time)(FINDING).active?.id);
    }
    return { ids, etags: store.asked.map(({ etag }) => etag) };
  };

  const second = { ...stored(exemption(START, { id: 'B' })), etag: '"2"' };

  test('once a minute', async () => {
    const { ids, etags } = await readAt([0, 1, 59_999], [stored(exemption(START)), second]);
    expect(ids).toEqual(['VPN-7', 'VPN-7', 'VPN-7']);
    expect(etags).toEqual([undefined]);
  });

  test('after a minute by its ETag, and kept where that is unchanged', async () => {
    const { ids, etags } = await readAt([0, 60_000, 90_000, 120_001], [stored(exemption(START)), undefined, second]);
    expect(ids).toEqual(['VPN-7', 'VPN-7', 'VPN-7', 'B']);
    expect(etags).toEqual([undefined, '"1"', '"1"']);
  });

  test('anew after a failure, until which nothing is exempted', async () => {
    const { ids, etags } = await readAt([0, 60_000, 60_001], [stored(exemption(START)), 'SlowDown', second]);
    expect(ids).toEqual(['VPN-7', undefined, 'B']);
    expect(etags).toEqual([undefined, '"1"', undefined]);
  });

  test('and judged anew, since a day that was too far ahead comes nearer', async () => {
    const far = { ...stored(exemption(START, { expires: dayFrom(START, 367) })), etag: '"1"' };
    const { ids } = await readAt([0, 86_400_000], [far, undefined]);
    expect(ids).toEqual([undefined, 'VPN-7']);
  });
});
