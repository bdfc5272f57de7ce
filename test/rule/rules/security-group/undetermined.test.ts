import { describe, expect, test } from 'vitest';
import { evaluateResource, type Resource } from '../../../../rule/library.ts';
import { bothForms, group, judge, type Said, standalone } from '../../../support/egress.ts';

const GROUP = 'AWS::EC2::SecurityGroup';
const EGRESS = '/Resources/Sg/Properties/SecurityGroupEgress';
const LATER = 'its value is resolved only when the resource is provisioned';
const NO_ENTRY = 'an egress entry must be an object';
const left = (name: string): string => `${name} is resolved by CloudFormation only`;

const tcp = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' };
const all = { IpProtocol: -1, CidrIp: '0.0.0.0/0' };

interface Open {
  readonly resource: Resource;
  readonly said: Said;
}

const inGroup = (at: string, where: string, reason: string): Said => [
  `${EGRESS}${at}`,
  `Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress${where} cannot be decided: ${reason}.`,
];

const LACKING = 'it names no IpProtocol';

const open: Record<string, Open> = {
  'an entry without a protocol': {
    resource: group([{ CidrIp: '0.0.0.0/0' }]),
    said: inGroup('/0/IpProtocol', '[0]', LACKING),
  },
  'an entry whose protocol is null': {
    resource: group([{ IpProtocol: null, CidrIp: '0.0.0.0/0' }]),
    said: inGroup('/0/IpProtocol', '[0]', LACKING),
  },
  'an entry whose protocol is empty': {
    resource: group([{ IpProtocol: '', CidrIp: '0.0.0.0/0' }]),
    said: inGroup('/0/IpProtocol', '[0]', 'its IpProtocol is neither the name nor the number of a protocol'),
  },
  'an entry whose protocol is in digits of full width': {
    resource: group([{ IpProtocol: '\uff0d\uff11', CidrIp: '0.0.0.0/0' }]),
    said: inGroup('/0/IpProtocol', '[0]', 'its IpProtocol is neither the name nor the number of a protocol'),
  },
  'an entry whose protocol is masked': {
    resource: group([{ IpProtocol: '****', CidrIp: '0.0.0.0/0' }]),
    said: inGroup('/0/IpProtocol', '[0]', LATER),
  },
  'an empty entry': { resource: group([{}]), said: inGroup('/0/IpProtocol', '[0]', LACKING) },
  'an entry that is null': { resource: group([tcp, null]), said: inGroup('/1', '[1]', NO_ENTRY) },
  'an entry with its key in small letters': {
    resource: group([{ ipProtocol: -1 }]),
    said: inGroup('/0/IpProtocol', '[0]', LACKING),
  },
  'an object for a list': {
    resource: group({ 0: all }),
    said: inGroup('/IpProtocol', '', LACKING),
  },
  'a standalone egress without a protocol': {
    resource: standalone({ CidrIp: '0.0.0.0/0' }),
    said: [
      '/Resources/Out/Properties/IpProtocol',
      `Out (AWS::EC2::SecurityGroupEgress) cannot be decided: ${LACKING}.`,
    ],
  },
  'all properties from a function': {
    resource: { logicalId: 'Sg', type: GROUP, properties: { 'Fn::Transform': { Name: 'Macro' } } },
    said: ['/Resources/Sg/Properties', `Sg (AWS::EC2::SecurityGroup) cannot be decided: ${left('Fn::Transform')}.`],
  },
  'properties that a transform adds to': {
    resource: {
      logicalId: 'Sg',
      type: GROUP,
      properties: { SecurityGroupEgress: [tcp], 'Fn::Transform': { Name: 'Macro' } },
    },
    said: ['/Resources/Sg/Properties', `Sg (AWS::EC2::SecurityGroup) cannot be decided: ${left('Fn::Transform')}.`],
  },
  'the list from a parameter': { resource: group({ Ref: 'Rules' }), said: inGroup('', '', left('Ref')) },
  'the list from an import': {
    resource: group({ 'Fn::Split': [',', { 'Fn::ImportValue': 'Rules' }] }),
    said: inGroup('', '', left('Fn::Split')),
  },
  'an entry from a condition': {
    resource: group([tcp, { 'Fn::If': ['IsProd', tcp, { Ref: 'AWS::NoValue' }] }]),
    said: inGroup('/1', '[1]', left('Fn::If')),
  },
  'an entry that a transform adds to': {
    resource: group([{ ...tcp, 'Fn::Transform': { Name: 'Macro' } }]),
    said: inGroup('/0', '[0]', left('Fn::Transform')),
  },
  'a protocol from a parameter': {
    resource: group([{ ...tcp, IpProtocol: { Ref: 'Protocol' } }]),
    said: inGroup('/0/IpProtocol', '[0]', left('Ref')),
  },
  'a protocol from a mapping': {
    resource: group([{ ...tcp, IpProtocol: { 'Fn::FindInMap': ['M', 'a', 'b'] } }]),
    said: inGroup('/0/IpProtocol', '[0]', left('Fn::FindInMap')),
  },
  'a protocol from a secret': {
    resource: group([{ ...tcp, IpProtocol: '{{resolve:ssm-secure:/protocol}}' }]),
    said: inGroup('/0/IpProtocol', '[0]', LATER),
  },
  'a protocol known after apply': {
    resource: group([{ ...tcp, IpProtocol: '{{changeSet:KNOWN_AFTER_APPLY}}' }]),
    said: inGroup('/0/IpProtocol', '[0]', LATER),
  },
  'a protocol that is an object': {
    resource: group([{ ...tcp, IpProtocol: { Protocol: '-1' } }]),
    said: inGroup('/0/IpProtocol', '[0]', LATER),
  },
  'a protocol that is a list': {
    resource: group([{ ...tcp, IpProtocol: ['-1'] }]),
    said: inGroup('/0/IpProtocol', '[0]', LATER),
  },
  'a list that is a string': { resource: group('-1'), said: inGroup('', '', NO_ENTRY) },
  'a list that is a number': { resource: group(-1), said: inGroup('', '', NO_ENTRY) },
  'an entry that is a string': { resource: group([tcp, '-1']), said: inGroup('/1', '[1]', NO_ENTRY) },
  'an entry that is a list': { resource: group([[all]]), said: inGroup('/0', '[0]', NO_ENTRY) },
  'properties that are a list': {
    resource: { logicalId: 'Sg', type: GROUP, properties: [all] },
    said: ['/Resources/Sg/Properties', `Sg (AWS::EC2::SecurityGroup) cannot be decided: ${NO_ENTRY}.`],
  },
  'a standalone protocol from a parameter': {
    resource: standalone({ IpProtocol: { Ref: 'Protocol' }, CidrIp: '0.0.0.0/0' }),
    said: [
      '/Resources/Out/Properties/IpProtocol',
      `Out (AWS::EC2::SecurityGroupEgress) cannot be decided: ${left('Ref')}.`,
    ],
  },
  'standalone properties from a function': {
    resource: standalone({ 'Fn::If': ['IsProd', all, tcp] }),
    said: ['/Resources/Out/Properties', `Out (AWS::EC2::SecurityGroupEgress) cannot be decided: ${left('Fn::If')}.`],
  },
};

describe('is undetermined', () => {
  test.each(Object.entries(open))('%s', (_name, { resource, said }) => {
    for (const form of bothForms(resource)) expect(judge(form)).toEqual({ findings: [], undetermined: [said] });
  });
});

test('what cannot be decided carries the reason and what to do', () => {
  expect(evaluateResource(standalone({ IpProtocol: '{{resolve:ssm:/p}}' })).undetermined).toEqual([
    {
      ruleId: 'security_group_egress_with_all_protocols',
      severity: 'Medium',
      logicalId: 'Out',
      resourceType: 'AWS::EC2::SecurityGroupEgress',
      path: '/Resources/Out/Properties/IpProtocol',
      mark: '/Resources/Out/Properties/IpProtocol',
      reason: LATER,
      message: `Out (AWS::EC2::SecurityGroupEgress) cannot be decided: ${LATER}.`,
      remediation:
        'Write the egress and its IpProtocol as literals, or as parameters and mappings that resolve to them.',
    },
  ]);
});
