import { describe, expect, test } from 'vitest';
import { evaluateResource } from '../../../../rule/library.ts';
import { asStrings } from '../../../support/as-strings.ts';
import { group, judge, standalone } from '../../../support/egress.ts';

const LABEL = 'Out (AWS::EC2::SecurityGroupEgress) allows all protocols (IpProtocol -1)';
const NAME_IT = 'Name the protocol and ports it needs, e.g. tcp 443.';
const NO_EGRESS =
  'Name the protocol and ports it needs, or leave the group without egress: only icmp, ports 252 and 86, to 255.255.255.255/32.';

const bad = (destination: object) => ({ IpProtocol: '-1', ...destination });

const ATT = { 'Fn::GetAtt': ['Db', 'GroupId'] };
const LONG = '1001:0db8:1111:2222:3333:4444:5555:6666/0';

/** The destinations as data, kind and whole value, and how they are told. */
const destinations: Record<string, readonly [entry: object, destinations: readonly unknown[][], message: string]> = {
  'an IPv4 range': [{ CidrIp: '0.0.0.0/0' }, [['CidrIp', '0.0.0.0/0']], `${LABEL} to 0.0.0.0/0.`],
  'an IPv6 range': [{ CidrIpv6: '::/0' }, [['CidrIpv6', '::/0']], `${LABEL} to ::/0.`],
  'a prefix list': [{ DestinationPrefixListId: 'pl-1' }, [['DestinationPrefixListId', 'pl-1']], `${LABEL} to pl-1.`],
  'a security group': [
    { DestinationSecurityGroupId: 'sg-1' },
    [['DestinationSecurityGroupId', 'sg-1']],
    `${LABEL} to sg-1.`,
  ],
  'two at once': [
    { CidrIpv6: '::/0', CidrIp: '10.0.0.0/8' },
    [
      ['CidrIp', '10.0.0.0/8'],
      ['CidrIpv6', '::/0'],
    ],
    `${LABEL} to 10.0.0.0/8, ::/0.`,
  ],
  'a long one whole, though it is shown shortened': [
    { CidrIpv6: LONG, CidrIp: '10.0.0.0/8' },
    [
      ['CidrIp', '10.0.0.0/8'],
      ['CidrIpv6', LONG],
    ],
    `${LABEL} to 10.0.0.0/8, 1001:0db8:1111:2222:3333:4444:5555:66....`,
  ],
  'a function, as the name that it names': [
    { DestinationSecurityGroupId: ATT },
    [['DestinationSecurityGroupId', ATT]],
    `${LABEL} to Db.`,
  ],
  'an attribute that is no id, with it': [
    { DestinationSecurityGroupId: { 'Fn::GetAtt': 'Child.Outputs.GroupId' } },
    [['DestinationSecurityGroupId', { 'Fn::GetAtt': 'Child.Outputs.GroupId' }]],
    `${LABEL} to Child.Outputs.GroupId.`,
  ],
  'a parameter, as its name': [{ CidrIp: { Ref: 'Cidr' } }, [['CidrIp', { Ref: 'Cidr' }]], `${LABEL} to Cidr.`],
  'an import, as its name': [
    { CidrIp: { 'Fn::ImportValue': 'office' } },
    [['CidrIp', { 'Fn::ImportValue': 'office' }]],
    `${LABEL} to office.`,
  ],
  'any other function, as JSON': [
    { CidrIp: { 'Fn::Select': [0, ['a']] } },
    [['CidrIp', { 'Fn::Select': [0, ['a']] }]],
    `${LABEL} to {"Fn::Select":[0,["a"]]}.`,
  ],
  'one that is null': [{ CidrIp: null }, [], `${LABEL}.`],
  none: [{}, [], `${LABEL}.`],
  'the source of an ingress is none': [{ SourceSecurityGroupId: 'sg-1' }, [], `${LABEL}.`],
};

describe('names the destination', () => {
  test.each(Object.entries(destinations))('%s', (_name, [entry, named, message]) => {
    expect(evaluateResource(standalone(bad(entry))).findings).toMatchObject([
      { destinations: named.map(([kind, value]) => ({ kind, value })), message, remediation: NAME_IT },
    ]);
  });
});

/** Whether the entry complies once `allowLoopbackOnly` is on; off, every one of them violates. */
const loopback: Record<string, readonly [entry: object, complies: boolean]> = {
  'the IPv4 loopback address': [{ CidrIp: '127.0.0.1/32' }, true],
  'the IPv6 loopback address': [{ CidrIpv6: '::1/128' }, true],
  both: [{ CidrIp: '127.0.0.1/32', CidrIpv6: '::1/128' }, true],
  'ports beside it': [{ CidrIp: '127.0.0.1/32', FromPort: 0, ToPort: 65535 }, true],
  'the whole loopback network': [{ CidrIp: '127.0.0.0/8' }, false],
  'the address with a wider mask': [{ CidrIp: '127.0.0.1/0' }, false],
  'the address without a mask': [{ CidrIp: '127.0.0.1' }, false],
  'the address with a space': [{ CidrIp: '127.0.0.1/32 ' }, false],
  'the IPv6 address written in full': [{ CidrIpv6: '0:0:0:0:0:0:0:1/128' }, false],
  'an intrinsic that may give it': [{ CidrIp: { 'Fn::Sub': '127.0.0.1/32' } }, false],
  'a list of it': [{ CidrIp: ['127.0.0.1/32'] }, false],
  'loopback and elsewhere': [{ CidrIp: '127.0.0.1/32', CidrIpv6: '::/0' }, false],
  'loopback and a security group': [{ CidrIp: '127.0.0.1/32', DestinationSecurityGroupId: 'sg-1' }, false],
  'no destination': [{}, false],
  'a destination that is null': [{ CidrIp: null }, false],
};

describe.each(Object.entries(loopback))('to %s', (_name, [entry, complies]) => {
  test('violates where nothing is set', () => {
    expect(judge(group([bad(entry)])).findings).toHaveLength(1);
  });

  test('violates where the setting is off', () => {
    expect(judge(group([bad(entry)]), { allowLoopbackOnly: false }).findings).toHaveLength(1);
  });

  test(`${complies ? 'complies' : 'violates'} where the setting is on, in a group and alone, typed and as strings`, () => {
    const resources = [group([bad(entry)]), group(bad(entry)), standalone(bad(entry))];
    for (const resource of resources) {
      for (const properties of [resource.properties, asStrings(resource.properties)]) {
        const { findings } = judge({ ...resource, properties }, { allowLoopbackOnly: true });
        expect(findings).toHaveLength(complies ? 0 : 1);
      }
    }
  });
});

test('the setting frees the loopback entry alone', () => {
  const egress = [bad({ CidrIp: '127.0.0.1/32' }), bad({ CidrIp: '0.0.0.0/0' })];
  expect(judge(group(egress), { allowLoopbackOnly: true })).toEqual({
    findings: [
      [
        '/Resources/Sg/Properties/SecurityGroupEgress/1/IpProtocol',
        'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[1] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
      ],
    ],
    undetermined: [],
  });
});

test('the setting frees no value that cannot be decided', () => {
  const entry = { IpProtocol: { Ref: 'Protocol' }, CidrIp: '127.0.0.1/32' };
  expect(judge(group([entry]), { allowLoopbackOnly: true }).undetermined).toHaveLength(1);
});

test.each(['127.0.0.1/32', '::1/128'])('whoever meant no egress by %s is told how to write it', (address) => {
  const key = address.includes('.') ? 'CidrIp' : 'CidrIpv6';
  expect(evaluateResource(standalone(bad({ [key]: address }))).findings).toMatchObject([
    { message: `${LABEL} to ${address}.`, remediation: NO_EGRESS },
  ]);
});

test('a destination that is no value is none', () => {
  const none = { Ref: 'AWS::NoValue' };
  const resource = (CidrIp: unknown) => group([{ IpProtocol: -1, CidrIp, CidrIpv6: none }]);
  expect(evaluateResource(resource(none)).findings[0]?.destinations).toEqual([]);
  expect(evaluateResource(resource('127.0.0.1/32'), { allowLoopbackOnly: true }).findings).toEqual([]);
});
