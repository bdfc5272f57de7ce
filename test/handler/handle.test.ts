import { describe, expect, test } from 'vitest';
import { readConfig } from '../../handler/config.ts';
import { createHandler } from '../../handler/handle.ts';
import { makeStorage } from '../../handler/storage.ts';
import { version } from '../../rule/version.ts';
import {
  allOut,
  type Change,
  groupOf,
  resourceEvent,
  STACK_ID,
  TOKEN,
  tcpOut,
  templateEvent,
} from '../support/events.ts';
import { expectWellFormed } from '../support/hook-response.ts';
import { invoke } from '../support/invoke.ts';

const OPEN =
  'AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.';
const FIX = 'Name the protocol and ports it needs, e.g. tcp 443.';
const RULE = 'security_group_egress_with_all_protocols';

const refusal = {
  hookStatus: 'FAILED',
  errorCode: 'NonCompliant',
  message: `${OPEN} ${FIX} [${RULE}, Medium]`,
  clientRequestToken: TOKEN,
  annotations: [
    {
      annotationName: RULE,
      status: 'FAILED',
      statusMessage: OPEN,
      remediationMessage: FIX,
      remediationLink:
        'https://docs.datadoghq.com/security/code_security/iac_security/iac_rules/cloudformation/aws/security_group_egress_with_all_protocols',
      severityLevel: 'MEDIUM',
    },
  ],
};
const { clientRequestToken: _, ...refusalWithoutToken } = refusal;

const consent = {
  hookStatus: 'SUCCESS',
  message: 'No security group egress is open to all protocols.',
  clientRequestToken: TOKEN,
};

/** Variants of one request that change nothing in what is decided. */
const variants: Record<string, Change> = {
  'an update': {},
  'a creation': {
    event: { actionInvocationPoint: 'CREATE_PRE_PROVISION' },
    model: { previousResourceProperties: null },
  },
  'a point that is not documented': { event: { actionInvocationPoint: 'IMPORT_PRE_PROVISION' } },
  'the token in its other spelling': { event: { clientRequestToken: undefined, clientRequesttoken: TOKEN } },
  'no previous properties': { model: { previousResourceProperties: undefined } },
  'previous properties that are null': { model: { previousResourceProperties: null } },
  'previous properties that are empty': { model: { previousResourceProperties: {} } },
  'no change set': { event: { changeSetId: undefined } },
  'a change set that is empty': { event: { changeSetId: '' } },
  'a change set': { event: { changeSetId: 'arn:aws:cloudformation:us-west-2:123456789012:changeSet/Cs/1' } },
  'a later attempt': { event: { requestContext: { invocation: 3, callbackContext: { any: 'thing' } } } },
  'no context': { event: { requestContext: undefined, hookModel: undefined, hookTypeVersion: undefined } },
  'unknown keys at every level': { event: { region: 'x' }, data: { callerCredentials: {} }, model: { extra: [] } },
  'Cloud Control': { event: { stackId: '', changeSetId: '' }, data: { targetType: 'RESOURCE' } },
};

describe.each(Object.entries(variants))('%s', (_name, change) => {
  test.each(['-1', -1])('is refused with the protocol %j', async (IpProtocol) => {
    const { response } = await invoke(resourceEvent(groupOf({ ...allOut, IpProtocol }), change));
    expect(response).toStrictEqual(refusal);
  });

  test('passes with the protocol tcp', async () => {
    const { response } = await invoke(resourceEvent(groupOf(tcpOut), change));
    expect(response).toStrictEqual(consent);
  });
});

describe('also', () => {
  test('a request without a token is answered without one', async () => {
    const event = resourceEvent(groupOf(allOut), { event: { clientRequestToken: undefined } });
    expect((await invoke(event)).response).toStrictEqual(refusalWithoutToken);
  });

  test('a deletion passes, whatever stood there', async () => {
    const event = resourceEvent(null, {
      event: { actionInvocationPoint: 'DELETE_PRE_PROVISION' },
      model: { previousResourceProperties: groupOf(allOut) },
    });
    const message = 'What is deleted opens nothing.';
    expect((await invoke(event)).response).toStrictEqual({ ...consent, message });
  });

  test('what stood there before does not matter', async () => {
    const event = resourceEvent(groupOf(tcpOut), { model: { previousResourceProperties: groupOf(allOut) } });
    expect((await invoke(event)).response).toStrictEqual(consent);
  });

  test('a standalone egress is refused', async () => {
    const event = resourceEvent(allOut, { data: { targetName: 'AWS::EC2::SecurityGroupEgress' } });
    expect((await invoke(event)).response).toMatchObject({
      hookStatus: 'FAILED',
      errorCode: 'NonCompliant',
      message: `AppSg (AWS::EC2::SecurityGroupEgress) allows all protocols (IpProtocol -1) to 0.0.0.0/0. ${FIX} [${RULE}, Medium]`,
    });
  });

  test('a type of others is skipped', async () => {
    const event = resourceEvent(groupOf(allOut), { data: { targetName: 'AWS::S3::Bucket' } });
    const message = 'AWS::S3::Bucket is not a type that this hook checks.';
    expect((await invoke(event)).response).toStrictEqual({
      hookStatus: 'SUCCESS',
      message,
      clientRequestToken: TOKEN,
      annotations: [{ annotationName: 'egress_guard', status: 'SKIPPED', statusMessage: message }],
    });
  });

  test('loopback alone passes where the setting allows it', async () => {
    const event = resourceEvent(groupOf({ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }));
    const config = () => readConfig({ EGRESS_GUARD_ALLOW_LOOPBACK_ONLY_EGRESS: 'true' });
    expect((await invoke(event)).response.hookStatus).toBe('FAILED');
    expect((await invoke(event, { config })).response).toStrictEqual(consent);
  });

  test('a group that names no egress passes, and is told what EC2 does', async () => {
    const { response, lines } = await invoke(resourceEvent({ GroupDescription: 'x' }));
    expect(response).toMatchObject({
      hookStatus: 'SUCCESS',
      message:
        'AppSg (AWS::EC2::SecurityGroup) names no egress, so EC2 allows everything unless another resource adds some.',
    });
    expect(JSON.parse(lines.join())).toMatchObject({ outcome: 'ALLOWED', notes: 1 });
  });

  test('a group that names no egress is refused where it has to name it itself', async () => {
    const event = resourceEvent({ GroupDescription: 'x' });
    const rules = { EGRESS_GUARD_RULES: 'security_group_without_egress' };
    const { response } = await invoke(event, { config: () => readConfig(rules) });
    expect(response.hookStatus).toBe('SUCCESS');
    const config = () =>
      readConfig({ ...rules, EGRESS_GUARD_REQUIRE_INLINE_EGRESS: 'true', EGRESS_GUARD_HELP_TEXT: 'Ask the team.' });
    expect((await invoke(event, { config })).response).toMatchObject({
      hookStatus: 'FAILED',
      errorCode: 'NonCompliant',
      message: expect.stringMatching(/names no egress, .* \[security_group_without_egress, Medium\] Ask the team\.$/),
      annotations: [{ annotationName: 'security_group_without_egress', status: 'FAILED' }],
    });
  });

  test('a type that no rule looks at that is on passes, and the answer claims no more', async () => {
    const config = () => readConfig({ EGRESS_GUARD_RULES: 'security_group_without_egress' });
    const event = resourceEvent(allOut, { data: { targetName: 'AWS::EC2::SecurityGroupEgress' } });
    expect((await invoke(event, { config })).response).toStrictEqual({
      ...consent,
      message: 'No rule that is on looks at AWS::EC2::SecurityGroupEgress.',
    });
  });

  test('the function of the resource hook reads no template, and says so', async () => {
    const storage = makeStorage(Date.now);
    const lines: string[] = [];
    const handler = createHandler({
      config: () => readConfig({}),
      now: Date.now,
      openLog: () => (line) => lines.push(line),
      storage: async () => storage,
    });
    const response = await handler(templateEvent('STACK', 'https://s3.us-west-2.amazonaws.com/x'));
    expect(response).toMatchObject({
      hookStatus: 'SUCCESS',
      message: expect.stringContaining('requestData.targetName: STACK is for the function of the template hook.'),
    });
    expect(JSON.parse(lines.join())).toMatchObject({ outcome: 'ERROR', error: 'EVENT' });
  });

  test('an endless name of a function breaks no limit', async () => {
    const { response } = await invoke(resourceEvent({ SecurityGroupEgress: { [`Fn::${'x'.repeat(100_000)}`]: [] } }));
    expect(response.errorCode).toBe('NonCompliant');
    expectWellFormed(response);
  });
});

const told = {
  event: 'decision',
  time: '2026-01-02T03:04:05.000Z',
  hookTypeName: 'Private::Lambda::EgressGuard',
  targetOperation: 'RESOURCE',
  actionInvocationPoint: 'UPDATE_PRE_PROVISION',
  accountId: '123456789012',
  region: 'us-west-2',
  stackId: STACK_ID,
  stackName: 'MyStack',
  logicalId: 'AppSg',
  resourceType: 'AWS::EC2::SecurityGroup',
  findings: 0,
  blocked: 0,
  exempted: 0,
  existing: 0,
  undetermined: 0,
  notes: 0,
  durationMs: 7,
  version,
};
const { stackId: _stackId, stackName: _stackName, ...toldWithoutStack } = told;

describe('logs a decision as one line of JSON', () => {
  const cases: Record<string, readonly [event: unknown, record: object]> = {
    'of what passes': [resourceEvent(groupOf(tcpOut)), { ...told, outcome: 'ALLOWED', hookStatus: 'SUCCESS' }],
    'of what is refused': [
      resourceEvent(groupOf(allOut, allOut)),
      { ...told, outcome: 'BLOCKED', hookStatus: 'FAILED', findings: 2, blocked: 2 },
    ],
    'of what cannot be decided': [
      resourceEvent(groupOf({ Ref: 'Rule' })),
      { ...told, outcome: 'UNDETERMINED', hookStatus: 'FAILED', undetermined: 1 },
    ],
    'of what is skipped': [
      resourceEvent({}, { data: { targetName: 'AWS::S3::Bucket' } }),
      {
        ...told,
        resourceType: 'AWS::S3::Bucket',
        outcome: 'SKIPPED',
        hookStatus: 'SUCCESS',
        reason: 'AWS::S3::Bucket is not a type that this hook checks.',
      },
    ],
    'of a call through Cloud Control': [
      resourceEvent(groupOf(tcpOut), { event: { stackId: '' }, data: { targetType: 'RESOURCE' } }),
      { ...toldWithoutStack, targetOperation: 'CLOUD_CONTROL', outcome: 'ALLOWED', hookStatus: 'SUCCESS' },
    ],
    'of a change set': [
      resourceEvent(groupOf(tcpOut), { event: { changeSetId: 'arn:cs' } }),
      { ...told, changeSetId: 'arn:cs', outcome: 'ALLOWED', hookStatus: 'SUCCESS' },
    ],
    'of an event that cannot be read': [
      null,
      {
        event: 'decision',
        time: told.time,
        hookTypeName: 'UNKNOWN',
        targetOperation: 'UNKNOWN',
        outcome: 'ERROR',
        error: 'EVENT',
        hookStatus: 'FAILED',
        findings: 0,
        blocked: 0,
        exempted: 0,
        existing: 0,
        undetermined: 0,
        notes: 0,
        reason: 'Egress Guard got an event that it cannot read: event: expected an object, got null.',
        durationMs: 7,
        version,
      },
    ],
  };

  test.each(Object.entries(cases))('%s', async (_name, [event, record]) => {
    const { lines } = await invoke(event);
    expect(lines.map((line) => JSON.parse(line))).toEqual([record]);
    expect(lines.join()).not.toMatch(/[\r\n]/);
  });

  test('and no properties in it', async () => {
    const properties = { ...groupOf(allOut), GroupDescription: 'SECRET', Tags: [{ Key: 'SECRET', Value: 'SECRET' }] };
    const event = resourceEvent(properties, {
      event: { callbackContext: 'SECRET', requestContext: { callbackContext: 'SECRET' } },
      data: { callerCredentials: 'SECRET' },
      model: { previousResourceProperties: { GroupDescription: 'SECRET' } },
    });
    const { response, lines } = await invoke(event);
    expect(response.hookStatus).toBe('FAILED');
    expect(JSON.stringify([response, lines])).not.toContain('SECRET');
  });
});

test('a log that takes nothing changes no decision', async () => {
  const log = (): void => {
    throw new Error('the log is closed');
  };
  const { response } = await invoke(resourceEvent(groupOf(allOut)), { openLog: () => log });
  expect(response).toMatchObject({ hookStatus: 'FAILED', errorCode: 'NonCompliant' });
});

describe('what cannot be recorded changes no decision, and leaves one line', () => {
  /** A log that breaks at some line, and then takes the others. */
  const breakingAt = (index: number) => {
    const lines: string[] = [];
    let count = 0;
    const log = (line: string): void => {
      count += 1;
      if (count === index) throw new TypeError('SECRET');
      lines.push(line);
    };
    return { log, lines };
  };

  test.each([
    [1, 'decision', 0],
    [2, 'findings', 1],
    [3, 'findings', 2],
  ])('where line %i breaks', async (index, what, before) => {
    const { log, lines } = breakingAt(index);
    const { response } = await invoke(resourceEvent(groupOf(allOut, allOut)), { openLog: () => log });
    expect(response).toMatchObject({ hookStatus: 'FAILED', errorCode: 'NonCompliant' });
    expect(lines).toHaveLength(before + 1);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      event: 'recordFailure',
      what,
      outcome: 'BLOCKED',
      hookStatus: 'FAILED',
      fault: { name: 'TypeError' },
      version,
    });
    expect(lines.join()).not.toContain('SECRET');
  });
});
