import { describe, expect, test } from 'vitest';
import { evaluateResource, type Resource } from '../../../../rule/library.ts';
import { bothForms, group, judge, type Said, standalone } from '../../../support/egress.ts';

const GROUP = 'AWS::EC2::SecurityGroup';
const EGRESS = '/Resources/Sg/Properties/SecurityGroupEgress';

const tcp = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' };
const all = { IpProtocol: -1, CidrIp: '0.0.0.0/0' };

const compliant: Record<string, Resource> = {
  'no properties': { logicalId: 'Sg', type: GROUP, properties: undefined },
  'properties that are null': { logicalId: 'Sg', type: GROUP, properties: null },
  'no properties of a standalone egress': standalone(undefined),
  'no egress': { logicalId: 'Sg', type: GROUP, properties: { GroupDescription: 'app' } },
  'egress that is null': group(null),
  'an empty list': group([]),
  'named protocols': group([tcp, { IpProtocol: 'udp' }, { IpProtocol: 'icmp' }, { IpProtocol: 'icmpv6' }]),
  'protocols by number': group([{ IpProtocol: 6 }, { IpProtocol: '17' }, { IpProtocol: '50' }]),
  'a single object that names tcp': group(tcp),
  'a standalone egress that names tcp': standalone(tcp),
  'the idiom for a group without egress': group({
    IpProtocol: 'icmp',
    FromPort: 252,
    ToPort: 86,
    CidrIp: '255.255.255.255/32',
  }),
  'an intrinsic that stands in no egress value': {
    logicalId: 'Sg',
    type: GROUP,
    properties: {
      GroupDescription: { Ref: 'Description' },
      SecurityGroupEgress: [{ ...tcp, CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }],
    },
  },
};

const elsewhere: Record<string, Resource> = {
  'ingress of a group': { logicalId: 'Sg', type: GROUP, properties: { SecurityGroupIngress: [all] } },
  'a standalone ingress': { logicalId: 'In', type: 'AWS::EC2::SecurityGroupIngress', properties: all },
  'an entry of a network ACL': {
    logicalId: 'Acl',
    type: 'AWS::EC2::NetworkAclEntry',
    properties: { Egress: true, Protocol: -1, CidrBlock: '0.0.0.0/0' },
  },
  'a custom resource': { logicalId: 'Custom', type: 'Custom::Group', properties: { SecurityGroupEgress: [all] } },
  'another service': { logicalId: 'Db', type: 'AWS::RDS::DBSecurityGroup', properties: { SecurityGroupEgress: [all] } },
  'the type in small letters': {
    logicalId: 'Sg',
    type: GROUP.toLowerCase(),
    properties: { SecurityGroupEgress: [all] },
  },
  'a standalone egress with a list inside': standalone({ IpProtocol: 'tcp', SecurityGroupEgress: [all] }),
  'a group with a protocol of its own': { logicalId: 'Sg', type: GROUP, properties: { IpProtocol: -1 } },
};

interface Bad {
  readonly resource: Resource;
  readonly findings: readonly Said[];
  readonly undetermined?: readonly Said[];
}

const violating: Record<string, Bad> = {
  'the number -1': {
    resource: group([all]),
    findings: [
      [
        `${EGRESS}/0/IpProtocol`,
        'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
      ],
    ],
  },
  'the string -1 between spaces': {
    resource: group([{ IpProtocol: ' -1 ', CidrIp: '10.0.0.0/8' }]),
    findings: [
      [
        `${EGRESS}/0/IpProtocol`,
        'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 10.0.0.0/8.',
      ],
    ],
  },
  'the word all': {
    resource: group([{ IpProtocol: 'ALL', CidrIpv6: '::/0' }]),
    findings: [
      [
        `${EGRESS}/0/IpProtocol`,
        'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol ALL) to ::/0.',
      ],
    ],
  },
  'ports beside it do not narrow it': {
    resource: group([{ ...tcp, IpProtocol: '-1' }]),
    findings: [
      [
        `${EGRESS}/0/IpProtocol`,
        'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
      ],
    ],
  },
  'a single object instead of a list': {
    resource: group(all),
    findings: [
      [
        `${EGRESS}/IpProtocol`,
        'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
      ],
    ],
  },
  'two bad entries around a good one': {
    resource: group([all, tcp, { IpProtocol: '-1', CidrIpv6: '::/0' }]),
    findings: [
      [
        `${EGRESS}/0/IpProtocol`,
        'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
      ],
      [
        `${EGRESS}/2/IpProtocol`,
        'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[2] allows all protocols (IpProtocol -1) to ::/0.',
      ],
    ],
  },
  'the same entry twice': {
    resource: group([all, all]),
    findings: [
      [
        `${EGRESS}/0/IpProtocol`,
        'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
      ],
      [
        `${EGRESS}/1/IpProtocol`,
        'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[1] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
      ],
    ],
  },
  'a standalone egress': {
    resource: standalone({ GroupId: 'sg-1', ...all }),
    findings: [
      [
        '/Resources/Out/Properties/IpProtocol',
        'Out (AWS::EC2::SecurityGroupEgress) allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
      ],
    ],
  },
  'a standalone egress without a destination': {
    resource: standalone({ GroupId: 'sg-1', IpProtocol: '-1' }),
    findings: [
      [
        '/Resources/Out/Properties/IpProtocol',
        'Out (AWS::EC2::SecurityGroupEgress) allows all protocols (IpProtocol -1).',
      ],
    ],
  },
  'a bad entry beside one that cannot be decided': {
    resource: group([{ 'Fn::If': ['IsProd', tcp, all] }, all]),
    findings: [
      [
        `${EGRESS}/1/IpProtocol`,
        'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[1] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
      ],
    ],
    undetermined: [
      [
        `${EGRESS}/0`,
        'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] cannot be decided: Fn::If is resolved by CloudFormation only.',
      ],
    ],
  },
};

describe('complies', () => {
  test.each(Object.entries(compliant))('%s', (_name, resource) => {
    for (const form of bothForms(resource)) expect(judge(form)).toEqual({ findings: [], undetermined: [] });
  });
});

describe('is not this rule', () => {
  test.each(Object.entries(elsewhere))('%s', (_name, resource) => {
    for (const form of bothForms(resource)) expect(judge(form)).toEqual({ findings: [], undetermined: [] });
  });
});

describe('violates', () => {
  test.each(Object.entries(violating))('%s', (_name, { resource, findings, undetermined = [] }) => {
    for (const form of bothForms(resource)) expect(judge(form)).toEqual({ findings, undetermined });
  });
});

test('of two resources only the bad one has a finding', () => {
  expect(judge(group([tcp], 'Good')).findings).toEqual([]);
  expect(judge(group([all], 'Bad')).findings.map(([path]) => path)).toEqual([
    '/Resources/Bad/Properties/SecurityGroupEgress/0/IpProtocol',
  ]);
});

test('a finding carries all that a report needs', () => {
  expect(evaluateResource(group([{ IpProtocol: ' -1', CidrIp: '0.0.0.0/0' }])).findings).toEqual([
    {
      ruleId: 'security_group_egress_with_all_protocols',
      severity: 'Medium',
      logicalId: 'Sg',
      resourceType: GROUP,
      path: `${EGRESS}/0/IpProtocol`,
      mark: `${EGRESS}/0/IpProtocol`,
      value: ' -1',
      sources: [],
      destinations: [{ kind: 'CidrIp', value: '0.0.0.0/0' }],
      entry: { IpProtocol: ' -1', CidrIp: '0.0.0.0/0' },
      identity: [
        '/Resources/Sg/Properties',
        undefined,
        'app',
        undefined,
        undefined,
        '0.0.0.0/0',
        undefined,
        undefined,
        undefined,
      ],
      message: 'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
      remediation: 'Name the protocol and ports it needs, e.g. tcp 443.',
    },
  ]);
});

test('a resource that is told where it stands and when is reported there', () => {
  const resource: Resource = {
    ...standalone(all),
    pointer: '/Resources/Fn::ForEach::Rules/2/Out',
    when: [
      { condition: 'IsProd', holds: true },
      { condition: 'IsDev', holds: false },
    ],
  };
  expect(evaluateResource(resource).findings).toMatchObject([
    {
      path: '/Resources/Fn::ForEach::Rules/2/Out/Properties/IpProtocol',
      condition: 'IsProd and not IsDev',
      message: 'Out (AWS::EC2::SecurityGroupEgress) allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
    },
  ]);
});
