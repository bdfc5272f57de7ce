import { describe, expect, test } from 'vitest';
import { type HookResponse, respond } from '../../../handler/answer/response.ts';
import { decide, fail, type Stance, skip } from '../../../handler/decide/decision.ts';
import { allNew } from '../../../handler/decide/known-before.ts';
import { evaluateResource } from '../../../rule/library.ts';
import { allOut, TOKEN, tcpOut } from '../../support/events.ts';
import { expectWellFormed } from '../../support/hook-response.ts';

const RULE = 'security_group_egress_with_all_protocols';
const TAG = `[${RULE}, Medium]`;
const LINK =
  'https://docs.datadoghq.com/security/code_security/iac_security/iac_rules/cloudformation/aws/security_group_egress_with_all_protocols';
const FIX = 'Name the protocol and ports it needs, e.g. tcp 443.';
const LOOPBACK_FIX =
  'Name the protocol and ports it needs, or leave the group without egress: only icmp, ports 252 and 86, to 255.255.255.255/32.';
const LITERAL = 'Write the egress and its IpProtocol as literals, or as parameters and mappings that resolve to them.';

const COMPLIES = 'No security group egress is open to all protocols.';

const answer = (egress: unknown, logicalId = 'Sg', stance: Stance = 'gate', help?: string): HookResponse => {
  const resource = { logicalId, type: 'AWS::EC2::SecurityGroup', properties: { SecurityGroupEgress: egress } };
  const evaluation = evaluateResource(resource);
  const judged = allNew(evaluation.findings).map((finding) => ({ ...finding, verdict: 'BLOCKED' as const }));
  return respond(decide({ ...evaluation, findings: judged }, stance, COMPLIES), TOKEN, help);
};

/** The answer to findings that were judged in this way, each with what the gate says of an open entry. */
const answerTo = (judged: readonly object[], others: object = {}, help?: string): HookResponse => {
  const resource = { logicalId: 'Sg', type: 'AWS::EC2::SecurityGroup', properties: { SecurityGroupEgress: [allOut] } };
  const { findings, ...evaluation } = evaluateResource(resource);
  const all = judged.flatMap((one) =>
    allNew(findings).map((finding) => ({ ...finding, verdict: 'BLOCKED' as const, ...one })),
  );
  return respond(decide({ ...evaluation, findings: all, ...others }, 'gate', COMPLIES), TOKEN, help);
};

const annotation = (status: string, statusMessage: string, remediationMessage: string) => ({
  annotationName: RULE,
  status,
  statusMessage,
  remediationMessage,
  remediationLink: LINK,
  severityLevel: 'MEDIUM',
});

const opens = (index: number): string =>
  `Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[${index}] allows all protocols (IpProtocol -1) to 0.0.0.0/0.`;
const hides = (index: number): string =>
  `Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[${index}] cannot be decided: Ref is resolved by CloudFormation only.`;

const hidden = { Ref: 'Rule' };

describe('answers whole', () => {
  const cases: Record<string, readonly [response: HookResponse, expected: object]> = {
    'what complies': [
      answer([tcpOut]),
      {
        hookStatus: 'SUCCESS',
        message: 'No security group egress is open to all protocols.',
        clientRequestToken: TOKEN,
      },
    ],
    'a violation': [
      answer([tcpOut, allOut]),
      {
        hookStatus: 'FAILED',
        errorCode: 'NonCompliant',
        message: `${opens(1)} ${FIX} ${TAG}`,
        clientRequestToken: TOKEN,
        annotations: [annotation('FAILED', opens(1), FIX)],
      },
    ],
    'two violations, the remedy once': [
      answer([allOut, allOut]),
      {
        hookStatus: 'FAILED',
        errorCode: 'NonCompliant',
        message: `${opens(0)} ${FIX} ${TAG} ${opens(1)}`,
        clientRequestToken: TOKEN,
        annotations: [annotation('FAILED', opens(0), FIX), annotation('FAILED', opens(1), FIX)],
      },
    ],
    'what hides from the gate': [
      answer([hidden]),
      {
        hookStatus: 'FAILED',
        errorCode: 'NonCompliant',
        message: `${hides(0)} ${LITERAL} ${TAG}`,
        clientRequestToken: TOKEN,
        annotations: [annotation('FAILED', hides(0), LITERAL)],
      },
    ],
    'what hides before a violation, the violation first': [
      answer([hidden, allOut]),
      {
        hookStatus: 'FAILED',
        errorCode: 'NonCompliant',
        message: `${opens(1)} ${FIX} ${TAG} ${hides(0)}`,
        clientRequestToken: TOKEN,
        annotations: [annotation('FAILED', opens(1), FIX), annotation('FAILED', hides(0), LITERAL)],
      },
    ],
    'what hides from the early warning, left to the gate': [
      answer([hidden], 'Sg', 'warning'),
      {
        hookStatus: 'SUCCESS',
        message: `${hides(0)} Decided when the resource is provisioned. ${TAG}`,
        clientRequestToken: TOKEN,
        annotations: [annotation('SKIPPED', hides(0), 'Decided when the resource is provisioned.')],
      },
    ],
    'a type of others': [
      respond(skip('AWS::S3::Bucket is not a type that this hook checks.'), TOKEN, undefined),
      {
        hookStatus: 'SUCCESS',
        message: 'AWS::S3::Bucket is not a type that this hook checks.',
        clientRequestToken: TOKEN,
        annotations: [
          {
            annotationName: 'egress_guard',
            status: 'SKIPPED',
            statusMessage: 'AWS::S3::Bucket is not a type that this hook checks.',
          },
        ],
      },
    ],
    'a fault at the gate': [
      respond(fail('FAULT', 'Egress Guard failed.', 'gate'), TOKEN, undefined),
      {
        hookStatus: 'FAILED',
        errorCode: 'InternalFailure',
        message: 'Egress Guard failed.',
        clientRequestToken: TOKEN,
      },
    ],
    'a fault of the early warning, which stops nothing': [
      respond(fail('PAYLOAD', 'The template was not checked.', 'warning'), TOKEN, undefined),
      {
        hookStatus: 'SUCCESS',
        message: 'The template was not checked.',
        clientRequestToken: TOKEN,
        annotations: [
          { annotationName: 'egress_guard', status: 'SKIPPED', statusMessage: 'The template was not checked.' },
        ],
      },
    ],
    'who sent no token': [
      respond(fail('FAULT', 'Egress Guard failed.', 'gate'), undefined, undefined),
      { hookStatus: 'FAILED', errorCode: 'InternalFailure', message: 'Egress Guard failed.' },
    ],
  };

  test.each(Object.entries(cases))('%s', (_name, [response, expected]) => {
    expect(response).toStrictEqual(expected);
    expectWellFormed(response);
  });
});

test('as many findings as fit are told, and the rest counted', () => {
  for (let count = 1; count <= 60; count += 1) {
    const response = answer(new Array(count).fill(allOut), 'A'.repeat(count));
    const told = response.message.match(/allows all protocols/g)?.length ?? 0;
    const counted = Number(/ \(and (\d+) more\)$/.exec(response.message)?.[1] ?? 0);
    expect(told + counted).toBe(count);
    expectWellFormed(response);
  }
});

test('nothing is counted that could have been told', () => {
  const { message } = answer(new Array(60).fill(allOut));
  expect(message).toMatch(/ \(and \d+ more\)$/);
  expect(message.length + opens(10).length).toBeGreaterThan(1000);
});

test('what fits to the last character is told', () => {
  const longest = (others: readonly object[]): number => {
    const lengths = Array.from({ length: 1000 }, (_, length) => {
      const { message } = answerTo([{}, ...others, { message: 'x'.repeat(length) }]);
      return message.includes(' more)') ? 0 : message.length;
    });
    return Math.max(...lengths);
  };
  expect([longest([]), longest([{ message: 'y' }])]).toEqual([1000, 1000]);
});

test('what may stay comes before what is exempted, and a refusal names neither, and no note', () => {
  const exemption = {
    ...{ id: 'VPN-7', reason: 'x', approvedBy: 'y', expires: '2027-01-31', match: {}, daysLeft: 60, isExpiring: false },
  };
  const exempted = { verdict: 'EXEMPTED', exemption, message: 'One.' };
  const existing = { verdict: 'EXISTING', isExisting: true, message: 'Two.' };
  const statuses = (response: HookResponse) =>
    response.annotations?.map(({ statusMessage }) => statusMessage.slice(0, 4));
  expect(statuses(answerTo([exempted, existing]))).toEqual(['Two.', 'One.']);
  const [note] = evaluateResource({ logicalId: 'Sg', type: 'AWS::EC2::SecurityGroup', properties: {} }).notes;
  const refused = answerTo([exempted, existing, {}], { notes: [note] });
  expect(refused.message).toBe(`${opens(0)} ${FIX} ${TAG}`);
  expect(statuses(refused)).toEqual([opens(0).slice(0, 4), 'Two.', 'One.', 'Sg (']);
});

test('a reason of ours is cut to 1,000 characters', () => {
  const response = respond(fail('FAULT', 'x'.repeat(2000), 'gate'), TOKEN, undefined);
  expect(response.message).toBe(`${'x'.repeat(997)}...`);
});

describe('where it is and what to do stand within 400 characters', () => {
  const long = 'x'.repeat(500);
  const cases: Record<string, readonly [entry: object, id: string, fix: string]> = {
    'with the longest id of a template': [allOut, 'A'.repeat(255), FIX],
    'with the longest id of Cloud Control': [allOut, 'A'.repeat(1024), FIX],
    'with the longest IPv6 range': [
      { IpProtocol: '-1', CidrIpv6: '2001:0db8:1111:2222:3333:4444:5555:6666/128' },
      'A'.repeat(255),
      FIX,
    ],
    'with a loopback destination': [{ IpProtocol: '-1', CidrIpv6: '::1/128' }, 'A'.repeat(255), LOOPBACK_FIX],
    'with a long intrinsic as destination': [
      { IpProtocol: '-1', DestinationSecurityGroupId: { 'Fn::ImportValue': long } },
      'A'.repeat(255),
      FIX,
    ],
    'with a long value': [{ IpProtocol: `-1.${'0'.repeat(500)}`, CidrIp: '0.0.0.0/0' }, 'A'.repeat(255), FIX],
    'with every destination at once, each of them long': [
      {
        IpProtocol: '-1',
        CidrIp: long,
        CidrIpv6: long,
        DestinationPrefixListId: long,
        DestinationSecurityGroupId: long,
      },
      'A'.repeat(255),
      FIX,
    ],
    'with what cannot be decided': [{ IpProtocol: { 'Fn::FindInMap': [] } }, 'A'.repeat(255), LITERAL],
    'with a function of an endless name': [{ IpProtocol: { [`Fn::${long}`]: [] } }, 'A'.repeat(255), LITERAL],
  };

  test.each(Object.entries(cases))('%s', (_name, [entry, id, fix]) => {
    const response = answer([tcpOut, entry], id);
    const essence = response.message.slice(0, 400);
    expect(essence).toContain('AAA');
    expect(essence).toContain('SecurityGroupEgress[1]');
    expect(essence).toContain(fix);
    expectWellFormed(response);
  });
});

describe('at most 50 annotations', () => {
  const cases: Record<string, readonly [findings: number, last: string]> = {
    'of 50 findings each has its own': [50, opens(49)],
    'of 51 findings the last one counts two': [51, '2 more like these are not listed.'],
    'of 1,000 findings the last one counts the rest': [1000, '951 more like these are not listed.'],
  };

  test.each(Object.entries(cases))('%s', (_name, [findings, last]) => {
    const response = answer(new Array(findings).fill(allOut));
    expect(response.annotations).toHaveLength(50);
    expect(response.annotations?.at(48)).toEqual(annotation('FAILED', opens(48), FIX));
    expect(response.annotations?.at(49)).toMatchObject({ status: 'FAILED', statusMessage: last });
    expectWellFormed(response);
  });

  test('the one that counts stops nothing where nothing is stopped', () => {
    const response = answer(new Array(60).fill(hidden), 'Sg', 'warning');
    expect(response.annotations?.at(49)).toEqual({
      annotationName: 'egress_guard',
      status: 'SKIPPED',
      statusMessage: '11 more like these are not listed.',
    });
    expectWellFormed(response);
  });
});

describe('the help', () => {
  const HELP = 'Ask in #network-security, or see https://wiki.example.com/egress.';

  test('ends a refusal, and the last annotation that stands in the way', () => {
    const response = answer([tcpOut, allOut, hidden], 'Sg', 'gate', HELP);
    expect(response.message).toBe(`${opens(1)} ${FIX} ${TAG} ${hides(2)} ${HELP}`);
    expect(response.annotations?.map(({ remediationMessage }) => remediationMessage)).toEqual([
      FIX,
      `${LITERAL} ${HELP}`,
    ]);
    expectWellFormed(response);
  });

  test.each([
    ['alone', [{}], {}, `${FIX} ${HELP}`],
    ['before others that pass', [{}, { verdict: 'EXISTING', isExisting: true }], {}, `${FIX} ${HELP}`],
    [
      'as a rule that failed, for which there is nothing else to do',
      [],
      {
        faults: [{ ruleId: RULE, logicalId: 'Sg', resourceType: 'AWS::EC2::SecurityGroup', error: new TypeError('x') }],
      },
      HELP,
    ],
  ])('ends the annotation that stands %s', (_what, judged, others, expected) => {
    const annotations = answerTo(judged, others, HELP).annotations ?? [];
    expect(annotations[0]?.remediationMessage).toBe(expected);
    expect(JSON.stringify(annotations.slice(1))).not.toContain(HELP);
  });

  test('stands whole, however much is refused', () => {
    const long = 'x'.repeat(200);
    for (const count of [1, 5, 60]) {
      const response = answer(new Array(count).fill(allOut), 'A'.repeat(200), 'gate', long);
      expect(response.message.endsWith(` ${long}`)).toBe(true);
      expect(response.message.length).toBeLessThanOrEqual(1000);
      expect(response.message.slice(0, 400)).toContain(FIX);
      expectWellFormed(response);
    }
    const failed = respond(fail('FAULT', 'y'.repeat(2000), 'gate'), TOKEN, long);
    expect(failed.message).toBe(`${'y'.repeat(796)}... ${long}`);
  });

  test('is for nobody who is not refused', () => {
    for (const response of [answer([tcpOut], 'Sg', 'gate', HELP), answer([hidden], 'Sg', 'warning', HELP)])
      expect(JSON.stringify(response)).not.toContain(HELP);
  });
});

test('a group that names no egress is told what EC2 does, and never that nothing is open', () => {
  const response = answer(undefined);
  const message =
    'Sg (AWS::EC2::SecurityGroup) names no egress, so EC2 allows everything unless another resource adds some.';
  expect(response).toMatchObject({
    hookStatus: 'SUCCESS',
    message,
    annotations: [{ annotationName: 'security_group_without_egress', status: 'SKIPPED', statusMessage: message }],
  });
  expectWellFormed(response);
});
