import { describe, expect, test } from 'vitest';
import { respond } from '../../../handler/answer/response.ts';
import { type Config, readConfig } from '../../../handler/config.ts';
import { decide, nothing } from '../../../handler/decide/decision.ts';
import { markKnownBefore } from '../../../handler/decide/known-before.ts';
import { evaluateChangeSet } from '../../../handler/template/evaluate-change-set.ts';
import { evaluateStack } from '../../../handler/template/evaluate-stack.ts';
import { leaveFindingOpen } from '../../../handler/template/leave-finding-open.ts';
import type { ChangedResource } from '../../../handler/template/payload.ts';
import { allOut, groupOf, resourceEvent, tcpOut } from '../../support/events.ts';
import { expectWellFormed } from '../../support/hook-response.ts';
import { invoke } from '../../support/invoke.ts';

const config = (): Config => readConfig({ EGRESS_GUARD_EXISTING_VIOLATIONS: 'ALLOW' });
const other = { IpProtocol: '-1', CidrIp: '10.0.0.0/8' };

/** An update of a group from one egress to another. */
const update = (before: unknown, after: unknown, point = 'UPDATE_PRE_PROVISION') =>
  resourceEvent(
    { SecurityGroupEgress: after },
    { event: { actionInvocationPoint: point }, model: { previousResourceProperties: { SecurityGroupEgress: before } } },
  );

const outcomeOf = async (event: unknown): Promise<unknown> => {
  const { response, lines } = await invoke(event, { config });
  expectWellFormed(response);
  return JSON.parse(lines.join()).outcome;
};

const ports = { FromPort: 0, ToPort: 65_535 };

describe('at the gate, an entry stood there before where', () => {
  const same: Record<string, readonly [before: unknown, after: unknown]> = {
    'nothing of it changed': [[allOut], [allOut]],
    'it moved in its list': [
      [allOut, tcpOut],
      [tcpOut, tcpOut, allOut],
    ],
    'two changed places': [
      [allOut, other],
      [other, allOut],
    ],
    'its protocol is a number now': [[allOut], [{ ...allOut, IpProtocol: -1 }]],
    'its ports are others, which EC2 ignores': [[{ ...allOut, ...ports }], [{ ...allOut, FromPort: 0, ToPort: 80 }]],
    'it has ports now, which EC2 ignores': [[allOut], [{ ...allOut, ...ports }]],
    'its ports are texts now': [[{ ...allOut, ...ports }], [{ ...allOut, FromPort: '0', ToPort: '65535' }]],
    'its description changed': [[{ ...allOut, Description: 'a' }], [{ ...allOut, Description: 'b' }]],
    'it stood alone and is in a list now': [allOut, [allOut]],
    'another one is gone': [[allOut, other], [other]],
    'it names a group': [
      [{ IpProtocol: '-1', DestinationSecurityGroupId: 'sg-1' }],
      [{ IpProtocol: -1, DestinationSecurityGroupId: 'sg-1' }],
    ],
    'it names nothing': [[{ IpProtocol: '-1' }], [{ IpProtocol: -1 }]],
    'it stands there as often as before': [
      [allOut, allOut],
      [allOut, allOut],
    ],
    'there are spaces around what it names': [[allOut], [{ ...allOut, CidrIp: ' 0.0.0.0/0 ' }]],
    'what it does not name is null now': [[allOut], [{ ...allOut, CidrIpv6: null }]],
  };

  test.each(Object.entries(same))('%s', async (_name, [before, after]) => {
    expect(await outcomeOf(update(before, after))).toBe('EXISTING');
  });
});

describe('at the gate, an entry is new where', () => {
  const secret = { IpProtocol: '-1', CidrIp: '{{resolve:secretsmanager:cidr}}' };
  const different: Record<string, readonly [before: unknown, after: unknown, point?: string]> = {
    'there was none': [[], [allOut]],
    'there was another protocol': [[{ ...allOut, IpProtocol: 'tcp' }], [allOut]],
    'it leads elsewhere': [[other], [allOut]],
    'it leads elsewhere by another key': [
      [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }],
      [{ IpProtocol: '-1', CidrIpv6: '::/0' }],
    ],
    'it stands there twice now': [[allOut], [allOut, allOut]],
    'a second destination was added': [[allOut], [{ ...allOut, CidrIpv6: '::/0' }]],
    'its destination hides behind a reference': [[secret], [secret]],
    'its destination is a function': [
      [{ IpProtocol: '-1', CidrIp: { Ref: 'A' } }],
      [{ IpProtocol: '-1', CidrIp: { Ref: 'A' } }],
    ],
    'the group is created': [[allOut], [allOut], 'CREATE_PRE_PROVISION'],
    'the point is not documented': [[allOut], [allOut], 'IMPORT_PRE_PROVISION'],
    'what was there is no list': ['-1', [allOut]],
    'it leads to the same text by another key': [
      [{ IpProtocol: '-1', DestinationPrefixListId: 'pl-1' }],
      [{ IpProtocol: '-1', CidrIp: 'pl-1' }],
    ],
    'what was there was undetermined': [[{ IpProtocol: '{{resolve:ssm-secure:p}}', CidrIp: '0.0.0.0/0' }], [allOut]],
  };

  test.each(Object.entries(different))('%s', async (_name, [before, after, point]) => {
    expect(await outcomeOf(update(before, after, point))).toBe('BLOCKED');
  });

  test('its group moves to another network', async () => {
    const inNetwork = (VpcId: string) =>
      resourceEvent(
        { ...groupOf(allOut), VpcId },
        { model: { previousResourceProperties: { ...groupOf(allOut), VpcId: 'vpc-1' } } },
      );
    expect(await outcomeOf(inNetwork('vpc-1'))).toBe('EXISTING');
    expect(await outcomeOf(inNetwork('vpc-2'))).toBe('BLOCKED');
    expect(await outcomeOf(inNetwork('{{resolve:ssm:vpc}}'))).toBe('BLOCKED');
  });

  test.each(['GroupName', 'GroupDescription'])('its group is made anew by another %s', async (key) => {
    const named = (name: string) =>
      resourceEvent(
        { ...groupOf(allOut), [key]: name },
        { model: { previousResourceProperties: { ...groupOf(allOut), [key]: 'a' } } },
      );
    expect(await outcomeOf(named('a'))).toBe('EXISTING');
    expect(await outcomeOf(named('b'))).toBe('BLOCKED');
  });

  test('a standalone egress opens another group', async () => {
    const target = { targetName: 'AWS::EC2::SecurityGroupEgress', targetLogicalId: 'Out' };
    const moved = (GroupId: string) =>
      resourceEvent(
        { ...allOut, GroupId },
        { data: target, model: { previousResourceProperties: { ...allOut, GroupId: 'sg-1' } } },
      );
    expect(await outcomeOf(moved('sg-1'))).toBe('EXISTING');
    expect(await outcomeOf(moved('sg-2'))).toBe('BLOCKED');
  });
});

describe('what is undetermined', () => {
  test('is refused at the gate, whatever stood there before', async () => {
    const hidden = { IpProtocol: '{{resolve:ssm-secure:p}}', CidrIp: '0.0.0.0/0' };
    expect(await outcomeOf(update([hidden, allOut], [hidden, allOut]))).toBe('UNDETERMINED');
  });
});

const OPEN = 'AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress';
const FIX = 'Name the protocol and ports it needs, e.g. tcp 443. [security_group_egress_with_all_protocols, Medium]';

describe('the answer', () => {
  test('lets an update pass with a warning, where the settings say so', async () => {
    const { response, lines, findings } = await invoke(update([allOut], [tcpOut, allOut]), { config });
    const warning = `${OPEN}[1] allows all protocols (IpProtocol -1) to 0.0.0.0/0. Warning: it stood there before this update, and passes for now.`;
    expect(response).toMatchObject({
      hookStatus: 'SUCCESS',
      message: `${warning} ${FIX}`,
      annotations: [{ status: 'SKIPPED', statusMessage: warning }],
    });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { outcome: 'EXISTING', findings: 1, existing: 1, blocked: 0 },
    ]);
    expect(findings).toHaveLength(1);
  });

  test('blocks a new entry beside an old one, and names the new one alone', async () => {
    const { response, lines } = await invoke(update([allOut], [allOut, other]), { config });
    expect(response).toMatchObject({
      hookStatus: 'FAILED',
      errorCode: 'NonCompliant',
      message: `${OPEN}[1] allows all protocols (IpProtocol -1) to 10.0.0.0/8. ${FIX}`,
      annotations: [{ status: 'FAILED' }, { status: 'SKIPPED' }],
    });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { outcome: 'BLOCKED', findings: 2, existing: 1, blocked: 1 },
    ]);
  });

  test('blocks old ones by default, names the new one first and says which stood there before', async () => {
    const { response, lines } = await invoke(update([allOut], [allOut, other]));
    expect(response.message).toBe(
      `${OPEN}[1] allows all protocols (IpProtocol -1) to 10.0.0.0/8. ${FIX} ${OPEN}[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0. It stood there before this update.`,
    );
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { outcome: 'BLOCKED', findings: 2, existing: 0, blocked: 2 },
    ]);
  });

  test('says nothing of it where nothing violates the rule', async () => {
    const { response } = await invoke(update([allOut], [tcpOut]), { config });
    expect(response.message).toBe('No security group egress is open to all protocols.');
  });
});

const context = (...egress: unknown[]): string => JSON.stringify({ Properties: groupOf(...egress) });
const changed = (fields: Partial<ChangedResource>): ChangedResource => ({
  logicalId: 'Sg',
  type: 'AWS::EC2::SecurityGroup',
  beforeContext: context(allOut),
  afterContext: context(allOut),
  ...fields,
});

/** Which of the findings stood there before. */
const standing = ({ findings }: ReturnType<typeof evaluateStack>): boolean[] =>
  findings.map(({ isExisting }) => isExisting);

describe('in a change set, an entry', () => {
  const cases: Record<string, readonly [fields: Partial<ChangedResource>, expected: boolean[]]> = {
    'stood there before': [{}, [true]],
    moved: [{ afterContext: context(tcpOut, allOut) }, [true]],
    'is new beside an old one': [{ afterContext: context(other, allOut) }, [false, true]],
    'is new in a resource that is created': [{ beforeContext: null }, [false]],
    'is new where what was there cannot be read': [{ beforeContext: 'no JSON' }, [false]],
    'stood there with a reference that is still to come': [
      {
        beforeContext: context({ ...allOut, CidrIp: '{{resolve:ssm:cidr}}' }),
        afterContext: context({ ...allOut, CidrIp: '{{resolve:ssm:cidr}}' }),
      },
      [true],
    ],
  };

  test.each(Object.entries(cases))('%s', (_name, [fields, expected]) => {
    expect(standing(evaluateChangeSet({ template: '', changedResources: [changed(fields)] }, {}))).toEqual(expected);
  });

  test('of one resource does not answer for that of another', () => {
    const changedResources = [
      changed({ afterContext: context(tcpOut) }),
      changed({ logicalId: 'New', beforeContext: null }),
    ];
    expect(standing(evaluateChangeSet({ template: '', changedResources }, {}))).toEqual([false]);
  });
});

/** A template with the groups given, each with its egress as YAML in one line. */
const stack = (groups: Readonly<Record<string, string>>): string =>
  [
    'Parameters: { Cidr: { Type: String, Default: 10.0.0.0/8 } }',
    'Conditions: { IsProd: !Equals [ !Ref AWS::Region, eu-west-1 ] }',
    'Resources:',
    ...Object.entries(groups).map(
      ([name, egress]) =>
        `  ${name}: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x, SecurityGroupEgress: ${egress} } }`,
    ),
  ].join('\n');

const ALL = '{ IpProtocol: -1, CidrIp: 0.0.0.0/0 }';
const TO_PARAMETER = '{ IpProtocol: -1, CidrIp: !Ref Cidr }';

describe('in a template, an entry', () => {
  const cases: Record<string, readonly [before: string, after: string, expected: boolean[]]> = {
    'stood there before': [stack({ A: `[ ${ALL} ]` }), stack({ A: `[ ${ALL} ]` }), [true]],
    'is written in JSON now': [
      stack({ A: `[ ${ALL} ]` }),
      JSON.stringify({ Resources: { A: { Type: 'AWS::EC2::SecurityGroup', Properties: groupOf(allOut) } } }),
      [true],
    ],
    moved: [stack({ A: `[ ${ALL} ]` }), stack({ A: `[ { IpProtocol: tcp }, ${ALL} ]` }), [true]],
    'says of a destination that it has none': [
      stack({ A: '[ { IpProtocol: -1, CidrIp: 0.0.0.0/0, CidrIpv6: !Ref AWS::NoValue } ]' }),
      stack({ A: `[ ${ALL} ]` }),
      [true],
    ],
    'leads where the same parameter says': [
      stack({ A: `[ ${TO_PARAMETER} ]` }),
      stack({ A: `[ ${TO_PARAMETER} ]` }),
      [true],
    ],
    'leads where a parameter says now': [stack({ A: `[ ${ALL} ]` }), stack({ A: `[ ${TO_PARAMETER} ]` }), [false]],
    'is new beside an old one': [
      stack({ A: `[ ${ALL} ]` }),
      stack({ A: `[ ${TO_PARAMETER}, ${ALL} ]` }),
      [false, true],
    ],
    'is new in another group': [stack({ A: `[ ${ALL} ]` }), stack({ B: `[ ${ALL} ]` }), [false]],
    'is new where it hung on a condition': [
      stack({ A: `[ !If [ IsProd, ${ALL}, { IpProtocol: tcp } ] ]` }),
      stack({ A: `[ ${ALL} ]` }),
      [false],
    ],
    'is new where what was there cannot be read': ['Resources: [', stack({ A: `[ ${ALL} ]` }), [false]],
    'is new where nothing was there': ['', stack({ A: `[ ${ALL} ]` }), [false]],
  };

  test.each(Object.entries(cases))('%s', (_name, [previousTemplate, template, expected]) => {
    expect(standing(evaluateStack({ template, previousTemplate }, {}))).toEqual(expected);
  });

  test('of a template within it stood there before', () => {
    const outer = (egress: string) =>
      JSON.stringify({
        Resources: {
          A: { Type: 'AWS::EC2::SecurityGroup', Properties: groupOf(allOut) },
          Set: { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateBody: stack({ A: egress }) } },
        },
      });
    const standingIn = (before: string, after: string) =>
      standing(evaluateStack({ template: outer(after), previousTemplate: outer(before) }, {}));
    expect(standingIn(`[ ${ALL} ]`, `[ ${ALL} ]`)).toEqual([true, true]);
    expect(standingIn('[ { IpProtocol: tcp } ]', `[ ${ALL} ]`)).toEqual([true, false]);
  });

  test('is not compared where it names what would take for ever', () => {
    const bomb = `[ &a [ x, x ], &b [ *a, *a ], ${'cdefghijklmnopqrstuvw'.replace(/./g, (letter, index) => `&${letter} [ *${'bcdefghijklmnopqrstuv'[index]}, *${'bcdefghijklmnopqrstuv'[index]} ], `)} ]`;
    const template = stack({ A: `[ { IpProtocol: -1, CidrIp: { "Fn::Join": ${bomb} } } ]` });
    expect(standing(evaluateStack({ template, previousTemplate: template }, {}))).toEqual([false]);
  });
});

describe('an entry that moved to a resource of its own', () => {
  const inline = stack({ A: `[ ${ALL} ]` });
  const moved = `${stack({ A: '[]' })}
  Out: { Type: AWS::EC2::SecurityGroupEgress, Properties: { IpProtocol: -1, CidrIp: 0.0.0.0/0, GroupId: !Ref A } }`;

  test('is new, and says where it stood before', () => {
    const { findings } = evaluateStack({ template: moved, previousTemplate: inline }, {});
    expect(findings).toMatchObject([{ logicalId: 'Out', isExisting: false, movedFrom: 'A' }]);
    const told = { ...nothing, findings: findings.map((finding) => ({ ...finding, verdict: 'BLOCKED' as const })) };
    expect(respond(decide(told, 'warning', ''), undefined, undefined).message).toContain(
      'It stood in A before this update; what moves to another resource counts as new.',
    );
  });

  test.each([
    ['what stood there leads elsewhere', '[ { IpProtocol: -1, CidrIp: 10.0.0.0/8 } ]', 'CidrIp: 0.0.0.0/0, '],
    ['neither names where it leads', '[ { IpProtocol: -1 } ]', ''],
  ])('is only new where %s', (_what, before, destination) => {
    const template = `${stack({ A: '[]' })}
  Out: { Type: AWS::EC2::SecurityGroupEgress, Properties: { IpProtocol: -1, ${destination}GroupId: !Ref A } }`;
    const { findings } = evaluateStack({ template, previousTemplate: stack({ A: before }) }, {});
    expect(findings.map(({ logicalId, movedFrom }) => [logicalId, movedFrom])).toEqual([['Out', undefined]]);
  });

  test('has not moved where its group is made anew', () => {
    const renamed = inline.replace('GroupDescription: x', 'GroupDescription: y');
    const { findings } = evaluateStack({ template: renamed, previousTemplate: inline }, {});
    expect(findings.map(({ isExisting, movedFrom }) => [isExisting, movedFrom])).toEqual([[false, undefined]]);
  });

  test('is only new beside one that still stands there', () => {
    const both = `${inline}
  Out: { Type: AWS::EC2::SecurityGroupEgress, Properties: { IpProtocol: -1, CidrIp: 0.0.0.0/0, GroupId: !Ref A } }`;
    const { findings } = evaluateStack({ template: both, previousTemplate: inline }, {});
    expect(findings.map(({ logicalId, isExisting, movedFrom }) => [logicalId, isExisting, movedFrom])).toEqual([
      ['A', true, undefined],
      ['Out', false, undefined],
    ]);
  });
});

describe('a finding that is left open', () => {
  const [finding] = evaluateStack({ template: stack({ A: `[ ${ALL} ]` }) }, {}).findings;

  test('says so in the same place, under the same condition', () => {
    if (finding === undefined) throw new Error('There is no finding.');
    const left = leaveFindingOpen({ ...finding, condition: 'IsProd' }, 'for a reason', ', perhaps');
    const { ruleId, severity, logicalId, resourceType, path, mark, line, column, remediation } = finding;
    expect(left).toEqual({
      ...{ ruleId, severity, logicalId, resourceType, path, mark, line, column, remediation },
      condition: 'IsProd',
      reason: 'for a reason',
      message:
        'A (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0, perhaps.',
    });
  });

  test('has no place and no condition where the finding has none', () => {
    if (finding === undefined) throw new Error('There is no finding.');
    const { line: _line, column: _column, ...placeless } = finding;
    expect(Object.keys(leaveFindingOpen(placeless, 'x', ''))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(line|column|condition)$/)]),
    );
  });
});

test('ten thousands of entries that are all the same are compared, in time', () => {
  const [finding] = evaluateStack({ template: stack({ A: `[ ${ALL} ]` }) }, {}).findings;
  const same = Array.from({ length: 100_000 }, () => finding).flatMap((one) => one ?? []);
  const compared = markKnownBefore(same, same.slice(1), false);
  expect(compared.filter(({ isExisting }) => isExisting)).toHaveLength(99_999);
}, 10_000);

test('where the steps do not last for the template before, the stack is left to the gate if what stood there may pass', () => {
  const template = stack({ A: `[ ${`${ALL}, `.repeat(9000)} ]` });
  const ask = (existingViolations: 'ALLOW' | 'BLOCK') =>
    evaluateStack({ template, previousTemplate: template }, { existingViolations });
  expect(() => ask('ALLOW')).toThrow('the template before this update cannot be read: it takes too many steps');
  expect(ask('BLOCK').findings.every(({ isExisting }) => !isExisting)).toBe(true);
});
