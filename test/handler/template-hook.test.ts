import { describe, expect, test } from 'vitest';
import { readConfig } from '../../handler/config.ts';
import { version } from '../../rule/version.ts';
import { allOut, groupOf, resourceEvent, STACK_ID, TOKEN, tcpOut, templateEvent } from '../support/events.ts';
import { expectWellFormed } from '../support/hook-response.ts';
import { invoke } from '../support/invoke.ts';
import type { Answer } from '../support/local-server.ts';
import { ask, askOf, SECRET, type Told } from '../support/template-hook.ts';

const RULE = 'security_group_egress_with_all_protocols';
const FIX = 'Name the protocol and ports it needs, e.g. tcp 443.';
const LATER = 'Decided when the resource is provisioned.';
const LINK =
  'https://docs.datadoghq.com/security/code_security/iac_security/iac_rules/cloudformation/aws/security_group_egress_with_all_protocols';

const bad = (where: string, line?: number): string =>
  `${line === undefined ? '' : `Line ${line}: `}${where} allows all protocols (IpProtocol -1) to 0.0.0.0/0.`;
const unclear = (where: string, reason: string, line: number): string =>
  `Line ${line}: ${where} cannot be decided: ${reason}.`;

const annotation = (status: 'FAILED' | 'SKIPPED', statusMessage: string) => ({
  annotationName: RULE,
  status,
  statusMessage,
  remediationMessage: status === 'FAILED' ? FIX : LATER,
  remediationLink: LINK,
  severityLevel: 'MEDIUM',
});

const consent = {
  hookStatus: 'SUCCESS',
  message: 'No security group egress is open to all protocols.',
  clientRequestToken: TOKEN,
};

const outcomeOf = ({ lines }: Told): unknown => JSON.parse(lines.join()).outcome;

const template = (second: string): string => `Description: ${SECRET}
Parameters: { Protocol: { Type: String, Default: tcp } }
Resources:
  App:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: ${SECRET}
      SecurityGroupEgress:
        - { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0 }
        - IpProtocol: ${second}
          CidrIp: 0.0.0.0/0
  Out:
    Type: AWS::EC2::SecurityGroupEgress
    Properties:
      IpProtocol: ${second}
      CidrIp: 0.0.0.0/0
`;

const APP = 'App (AWS::EC2::SecurityGroup) SecurityGroupEgress[1]';
const OUT = 'Out (AWS::EC2::SecurityGroupEgress)';

describe('of a stack', () => {
  test('every violation is refused at once, with its line', async () => {
    const told = await askOf({ template: template('-1'), previousTemplate: '' });
    expect(told.response).toStrictEqual({
      hookStatus: 'FAILED',
      errorCode: 'NonCompliant',
      message: `${bad(APP, 10)} ${FIX} [${RULE}, Medium] ${bad(OUT, 15)}`,
      clientRequestToken: TOKEN,
      annotations: [annotation('FAILED', bad(APP, 10)), annotation('FAILED', bad(OUT, 15))],
    });
    expect(outcomeOf(told)).toBe('BLOCKED');
  });

  test('what cannot be decided passes, and is decided later', async () => {
    const told = await askOf({ template: template('!Ref Protocol'), previousTemplate: '' });
    const reason = 'the value of parameter Protocol is not known here';
    expect(told.response).toStrictEqual({
      hookStatus: 'SUCCESS',
      message: `${unclear(APP, reason, 10)} ${LATER} [${RULE}, Medium] ${unclear(OUT, reason, 15)}`,
      clientRequestToken: TOKEN,
      annotations: [annotation('SKIPPED', unclear(APP, reason, 10)), annotation('SKIPPED', unclear(OUT, reason, 15))],
    });
    expect(outcomeOf(told)).toBe('UNDETERMINED');
  });

  test('of both, the violation is refused, and the other left', async () => {
    const mixed = template('-1').replace('IpProtocol: -1', 'IpProtocol: !ImportValue P');
    const told = await askOf({ template: mixed });
    const reason = 'Fn::ImportValue is resolved by CloudFormation only';
    expect(told.response).toStrictEqual({
      hookStatus: 'FAILED',
      errorCode: 'NonCompliant',
      message: `${bad(OUT, 15)} ${FIX} [${RULE}, Medium] ${unclear(APP, reason, 10)}`,
      clientRequestToken: TOKEN,
      annotations: [annotation('FAILED', bad(OUT, 15)), annotation('SKIPPED', unclear(APP, reason, 10))],
    });
    expect(outcomeOf(told)).toBe('BLOCKED');
  });

  test('what complies passes', async () => {
    const told = await askOf({ template: template('tcp'), previousTemplate: template('-1') });
    expect(told.response).toStrictEqual(consent);
    expect(outcomeOf(told)).toBe('ALLOWED');
  });

  test('a thousand violations break no limit', async () => {
    const group = { Type: 'AWS::EC2::SecurityGroup', Properties: groupOf(allOut) };
    const Resources = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`Sg${index}`, group]));
    const { response } = await askOf({ template: JSON.stringify({ Resources }) });
    expect(response.annotations).toHaveLength(50);
    expect(response.annotations?.at(-1)).toMatchObject({
      status: 'FAILED',
      statusMessage: '951 more like these are not listed.',
    });
    expect(response.message).toMatch(/ \(and 99\d more\)$/);
  });

  test('the log tells what it was about', async () => {
    const { lines } = await askOf({ template: template('-1') });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        event: 'decision',
        time: expect.any(String),
        hookTypeName: 'Private::Lambda::EgressGuard',
        targetOperation: 'STACK',
        actionInvocationPoint: 'UPDATE_PRE_PROVISION',
        accountId: '123456789012',
        region: 'us-west-2',
        stackId: STACK_ID,
        stackName: 'MyStack',
        logicalId: 'my-cloudformation-stack',
        resourceType: 'STACK',
        outcome: 'BLOCKED',
        hookStatus: 'FAILED',
        findings: 2,
        blocked: 2,
        exempted: 0,
        existing: 0,
        undetermined: 0,
        notes: 0,
        durationMs: expect.any(Number),
        version,
      },
    ]);
  });
});

const change = (logicalResourceId: string, properties: unknown) => ({
  logicalResourceId,
  resourceType: 'AWS::EC2::SecurityGroup',
  action: 'CREATE',
  lineNumber: null,
  beforeContext: null,
  afterContext: JSON.stringify({ Properties: properties }),
});

const askOfChanges = (...changedResources: unknown[]): Promise<Told> =>
  askOf({ template: template('!Ref Protocol'), changedResources }, { target: 'CHANGE_SET' });

describe('of a change set', () => {
  test('a violation is refused, with its line in the template', async () => {
    const told = await askOfChanges(change('App', { ...groupOf(tcpOut, allOut), GroupDescription: SECRET }));
    expect(told.response).toStrictEqual({
      hookStatus: 'FAILED',
      errorCode: 'NonCompliant',
      message: `${bad(APP, 10)} ${FIX} [${RULE}, Medium]`,
      clientRequestToken: TOKEN,
      annotations: [annotation('FAILED', bad(APP, 10))],
    });
    expect(JSON.parse(told.lines.join())).toMatchObject({ outcome: 'BLOCKED', targetOperation: 'CHANGE_SET' });
  });

  test('a violation outside the template is refused without a line', async () => {
    const { response } = await askOfChanges(change('Made', groupOf(allOut)));
    const text = bad('Made (AWS::EC2::SecurityGroup) SecurityGroupEgress[0]');
    expect(response.message).toBe(`${text} ${FIX} [${RULE}, Medium]`);
    expect(response.annotations).toEqual([annotation('FAILED', text)]);
  });

  test('a value that becomes known later passes, and is decided later', async () => {
    const later = '{{changeSet:KNOWN_AFTER_APPLY}}';
    const told = await askOfChanges(change('App', groupOf(tcpOut, { IpProtocol: later })));
    const text = unclear(APP, 'its value is resolved only when the resource is provisioned', 10);
    expect(told.response).toStrictEqual({
      hookStatus: 'SUCCESS',
      message: `${text} ${LATER} [${RULE}, Medium]`,
      clientRequestToken: TOKEN,
      annotations: [annotation('SKIPPED', text)],
    });
    expect(outcomeOf(told)).toBe('UNDETERMINED');
  });

  test('what complies, what is removed and what is of another type passes', async () => {
    const told = await askOfChanges(
      change('App', groupOf(tcpOut)),
      { ...change('Old', groupOf(allOut)), action: 'DELETE', afterContext: null },
      { ...change('Queue', { QueueName: SECRET }), resourceType: 'AWS::SQS::Queue' },
    );
    expect(told.response).toStrictEqual(consent);
    expect(outcomeOf(told)).toBe('ALLOWED');
  });
});

describe.each(['STACK', 'CHANGE_SET'] as const)('of a %s that is deleted', (target) => {
  const deletion = (payload: unknown) => ({
    ...templateEvent(target, payload),
    actionInvocationPoint: 'DELETE_PRE_PROVISION',
  });

  test.each([undefined, null, '', 'https://s3.us-west-2.amazonaws.com/x'])(
    'with the payload %j, nothing is fetched',
    async (payload) => {
      const { response, lines } = await invoke(deletion(payload));
      expect(response).toStrictEqual({ ...consent, message: 'What is deleted opens nothing.' });
      expect(JSON.parse(lines.join())).toMatchObject({
        outcome: 'ALLOWED',
        actionInvocationPoint: 'DELETE_PRE_PROVISION',
      });
    },
  );
});

const malformed: Record<string, readonly [payload: unknown, complaint: string]> = {
  'no payload': [undefined, 'expected a string, got nothing'],
  'a payload that is null': [null, 'expected a string, got null'],
  'a payload that is empty': ['', 'expected a string, got an empty one'],
  'a payload that is a list': [[SECRET], 'expected a string, got a list'],
  'a payload in the event itself': [{ template: template('-1') }, 'expected a string, got an object'],
};

describe.each(['STACK', 'CHANGE_SET'] as const)('a malformed %s event is refused:', (target) => {
  test.each(Object.entries(malformed))('%s', async (_name, [payload, complaint]) => {
    const { response, lines } = await invoke(templateEvent(target, payload));
    expect(response).toStrictEqual({
      hookStatus: 'FAILED',
      errorCode: 'InternalFailure',
      message: `Egress Guard got an event that it cannot read: requestData.payload: ${complaint}.`,
      clientRequestToken: TOKEN,
    });
    expectWellFormed(response);
    expect(JSON.parse(lines.join())).toMatchObject({ outcome: 'ERROR', hookStatus: 'FAILED' });
    expect(JSON.stringify([response, lines])).not.toContain(SECRET);
  });
});

describe('a wrong setting', () => {
  const settings = { EGRESS_GUARD_ALLOW_LOOPBACK_ONLY_EGRESS: SECRET };
  const message = 'Egress Guard is set up wrongly: EGRESS_GUARD_ALLOW_LOOPBACK_ONLY_EGRESS: expected true or false.';
  const never: Answer = () => {
    throw new Error('A payload was asked for.');
  };

  test.each(['STACK', 'CHANGE_SET'] as const)('stops no %s, and is told', async (target) => {
    const told = await ask(never, { target, settings });
    expect(told.response).toStrictEqual({
      hookStatus: 'SUCCESS',
      message,
      clientRequestToken: TOKEN,
      annotations: [{ annotationName: 'egress_guard', status: 'SKIPPED', statusMessage: message }],
    });
    expect(told.attempts).toBe(0);
    expect(JSON.parse(told.lines.join())).toMatchObject({ outcome: 'ERROR', hookStatus: 'SUCCESS', reason: message });
  });

  test('stops a resource', async () => {
    const config = () => readConfig(settings);
    const { response } = await invoke(resourceEvent(groupOf(tcpOut)), { config });
    expect(response).toMatchObject({ hookStatus: 'FAILED', errorCode: 'InternalFailure', message });
  });
});

describe('a fault of ours', () => {
  test.each(['STACK', 'CHANGE_SET'] as const)('stops no %s, and is told by its kind alone', async (target) => {
    const config = (): never => {
      throw new TypeError(SECRET);
    };
    const { response, lines } = await invoke(templateEvent(target, 'https://s3.amazonaws.com/x'), { config });
    const message = 'Egress Guard failed (TypeError) and decided nothing; its log has the details.';
    expect(response).toMatchObject({ hookStatus: 'SUCCESS', message, annotations: [{ status: 'SKIPPED' }] });
    expect(JSON.parse(lines.join())).toMatchObject({ outcome: 'ERROR', fault: { name: 'TypeError' } });
    expect(JSON.stringify([response, lines])).not.toContain(SECRET);
  });
});

describe('a stack without a template', () => {
  test.each(['', ' \n', null, undefined])('is no fault where it is updated: %j', async (template) => {
    const { response, lines } = await askOf({ template, previousTemplate: '' });
    const message =
      'The update came without a template, so nothing was checked. Its security groups are decided when they are provisioned.';
    expect(response).toMatchObject({ hookStatus: 'SUCCESS', message, annotations: [{ status: 'SKIPPED' }] });
    const record = JSON.parse(lines.join());
    expect(record).toMatchObject({ outcome: 'SKIPPED', reason: message });
    expect(record).not.toHaveProperty('error');
  });
});
