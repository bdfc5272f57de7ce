import type { FailCase, PassCase, Suite, Told, UndeterminedCase, WrittenResource } from './suite/table.ts';

const tcp = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' };
const all = { IpProtocol: -1, CidrIp: '0.0.0.0/0' };
const none = { Ref: 'AWS::NoValue' };
const loopback = { allowLoopbackOnly: true };
const isProd = { Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } } };
const fromParameter = (declaration: object) => ({ Parameters: { Protocol: { Type: 'String', ...declaration } } });
const fromMapping = { Mappings: { Protocols: { prod: { out: 'tcp' }, dev: { out: '-1' } } } };

const GROUP = 'AWS::EC2::SecurityGroup';
const EGRESS = '/Resources/Sg/Properties/SecurityGroupEgress';
const LABEL = 'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress';
const LATER = 'its value is resolved only when the resource is provisioned';
const NO_ENTRY = 'an egress entry must be an object';

const group = (egress: unknown): WrittenResource => ({
  Type: GROUP,
  Properties: { GroupDescription: 'app', SecurityGroupEgress: egress },
});

const allows = (what: string, to = ' to 0.0.0.0/0'): Told => ({
  path: '/IpProtocol',
  message: `allows all protocols (IpProtocol ${what})${to}.`,
});

const inGroup = (at: string, where: string, what = '-1', to = '0.0.0.0/0'): Told => ({
  path: `${EGRESS}${at}/IpProtocol`,
  message: `${LABEL}${where} allows all protocols (IpProtocol ${what}) to ${to}.`,
});

const open = (path: string, message: string, reason: string): Told => ({
  path,
  message: `${message} cannot be decided: ${reason}.`.trim(),
});

const left = (name: string): string => `${name} is resolved by CloudFormation only`;

/** A protocol in all that spells it, and what is shown of it. */
const spelling = (IpProtocol: unknown, shown: string): FailCase => ({
  entry: { IpProtocol, CidrIp: '0.0.0.0/0' },
  findings: [allows(shown)],
});

const unknownProtocol = (IpProtocol: unknown, reason: string): UndeterminedCase => ({
  entry: { ...tcp, IpProtocol },
  undetermined: [open('/IpProtocol', '', reason)],
});

const named = (IpProtocol: unknown): PassCase => ({ entry: { ...tcp, IpProtocol } });

const REFUSED = {
  form: 'template',
  because: 'CloudFormation refuses to create it, and what is created has one',
} as const;
const RESOLVED = { form: 'resolved', because: 'nothing is left that may bring the protocol' } as const;
const NO_NAME = 'its IpProtocol is neither the name nor the number of a protocol';
const NO_PROTOCOL = 'it names no IpProtocol';

export const pass: Suite['pass'] = {
  'absent property: no properties': { resources: { Sg: { Type: GROUP } } },
  'absent property: no properties of a standalone egress': {
    resources: { Out: { Type: 'AWS::EC2::SecurityGroupEgress' } },
  },
  'absent property: no egress': { resources: { Sg: { Type: GROUP, Properties: { GroupDescription: 'app' } } } },
  'absent property: no protocol': { entry: { CidrIp: '0.0.0.0/0' }, only: REFUSED },
  'properties that are null': { resources: { Sg: { Type: GROUP, Properties: null } } },
  'egress that is null': { resources: { Sg: group(null) } },
  'an empty list': { resources: { Sg: group([]) } },
  'a list of nothing': { resources: { Sg: group([none]) } },
  'a list that is nothing': { resources: { Sg: group(none) } },
  'an empty entry': { resources: { Sg: group([{}]) }, only: REFUSED },
  'a protocol that is nothing': named(none),
  tcp: named('tcp'),
  'TCP between spaces': named(' TCP '),
  icmpv6: named('icmpv6'),
  'a number': named(6),
  'a number as a string': named('50'),
  'minus two': named(-2),
  'a hyphen': named('-'),
  'minus one within a name': named('x-0x1'),
  'wrong type: a protocol that is a boolean': named(true),
  'a single object in place of the list': { resources: { Sg: group(tcp) } },
  'the idiom for a group without egress': {
    resources: { Sg: group([{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }]) },
  },
  'an unknown destination of a named protocol': {
    entry: { ...tcp, CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } },
  },
  'a key in small letters': { entry: { ipProtocol: -1 }, only: REFUSED },
  'ingress of all protocols': { resources: { Sg: { Type: GROUP, Properties: { SecurityGroupIngress: [all] } } } },
  'a protocol beside the list': { resources: { Sg: { Type: GROUP, Properties: { IpProtocol: -1 } } } },
  'a list in a standalone egress': {
    resources: {
      Out: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { IpProtocol: 'tcp', SecurityGroupEgress: [all] } },
    },
  },
  'two groups that name protocols': { resources: { Sg: group([tcp]), Other: group([{ ...tcp, IpProtocol: 'udp' }]) } },
  'IPv4 loopback only, where that is allowed': {
    entry: { IpProtocol: -1, CidrIp: '127.0.0.1/32' },
    settings: loopback,
  },
  'IPv6 loopback only, where that is allowed': {
    entry: { IpProtocol: 'all', CidrIpv6: '::1/128' },
    settings: loopback,
  },
  'both loopbacks, where that is allowed': {
    entry: { IpProtocol: '-1', CidrIp: '127.0.0.1/32', CidrIpv6: '::1/128' },
    settings: loopback,
  },
  'a condition between named protocols': {
    entry: { ...tcp, IpProtocol: { 'Fn::If': ['IsProd', 'tcp', 'udp'] } },
    template: isProd,
  },
  'a condition between an entry and none': {
    resources: { Sg: group([{ 'Fn::If': ['IsProd', tcp, none] }]) },
    template: isProd,
  },
  'a branch that the condition of the resource excludes': {
    resources: {
      Sg: { ...group([{ ...tcp, IpProtocol: { 'Fn::If': ['IsProd', 'tcp', -1] } }]), Condition: 'IsProd' },
    },
    template: isProd,
  },
  'a branch inside one that excludes it': {
    entry: { 'Fn::If': ['IsProd', { ...tcp, IpProtocol: { 'Fn::If': ['IsProd', 'tcp', -1] } }, tcp] },
    template: isProd,
  },
  'a branch of a condition that always holds': {
    entry: { ...tcp, IpProtocol: { 'Fn::If': ['Always', 'tcp', -1] } },
    template: { Conditions: { Always: { 'Fn::Equals': ['a', 'a'] } } },
  },
  'the default of a parameter': {
    entry: { ...tcp, IpProtocol: { Ref: 'Protocol' } },
    template: fromParameter({ Default: 'tcp' }),
  },
  'all that a parameter may be': {
    entry: { ...tcp, IpProtocol: { Ref: 'Protocol' } },
    template: fromParameter({ AllowedValues: ['tcp', 'udp', 17] }),
  },
  'a mapping': {
    entry: { ...tcp, IpProtocol: { 'Fn::FindInMap': ['Protocols', 'prod', 'out'] } },
    template: fromMapping,
  },
};

export const fail: Suite['fail'] = {
  'the number': spelling(-1, '-1'),
  'the string': spelling('-1', '-1'),
  'the string between spaces': spelling(' -1 ', '-1'),
  'the word': spelling('all', 'all'),
  'the word in capitals': spelling('ALL', 'ALL'),
  'the word between spaces': spelling('  All ', 'All'),
  'the word between a tab and a space': spelling('\tAll ', 'All'),
  'a decimal': spelling('-1.0', '-1.0'),
  'a leading zero': spelling('-01', '-01'),
  'a hexadecimal': spelling('-0x1', '-0x1'),
  'an exponent': spelling('-1e0', '-1e0'),
  'a binary': spelling('-0b1', '-0b1'),
  'ports beside it do not narrow it': { entry: { ...tcp, IpProtocol: '-1' }, findings: [allows('-1')] },
  'no destination': { entry: { IpProtocol: -1 }, findings: [allows('-1', '')] },
  'an IPv6 destination': { entry: { IpProtocol: -1, CidrIpv6: '::/0' }, findings: [allows('-1', ' to ::/0')] },
  'a network': { entry: { IpProtocol: -1, CidrIp: '10.0.0.0/8' }, findings: [allows('-1', ' to 10.0.0.0/8')] },
  'a prefix list': {
    entry: { IpProtocol: -1, DestinationPrefixListId: 'pl-1' },
    findings: [allows('-1', ' to pl-1')],
  },
  'a security group': {
    entry: { IpProtocol: -1, DestinationSecurityGroupId: { 'Fn::GetAtt': ['Db', 'GroupId'] } },
    findings: [allows('-1', ' to Db')],
  },
  'a destination that is imported': {
    entry: { IpProtocol: -1, CidrIp: { 'Fn::ImportValue': 'OfficeCidr' } },
    findings: [allows('-1', ' to OfficeCidr')],
  },
  'two destinations': {
    entry: { IpProtocol: -1, CidrIp: '10.0.0.0/8', CidrIpv6: '::/0' },
    findings: [allows('-1', ' to 10.0.0.0/8, ::/0')],
  },
  'loopback, where nothing allows it': {
    entry: { IpProtocol: -1, CidrIp: '127.0.0.1/32' },
    findings: [allows('-1', ' to 127.0.0.1/32')],
  },
  'more than loopback, where that is allowed': {
    entry: { IpProtocol: -1, CidrIp: '127.0.0.1/32', CidrIpv6: '::/0' },
    settings: loopback,
    findings: [allows('-1', ' to 127.0.0.1/32, ::/0')],
  },
  'all of 127.0.0.0/8, where loopback is allowed': {
    entry: { IpProtocol: -1, CidrIp: '127.0.0.0/8' },
    settings: loopback,
    findings: [allows('-1', ' to 127.0.0.0/8')],
  },
  'no destination, where loopback is allowed': {
    entry: { IpProtocol: -1 },
    settings: loopback,
    findings: [allows('-1', '')],
  },
  'a single object in place of the list': { resources: { Sg: group(all) }, findings: [inGroup('', '')] },
  'one of two resources': {
    resources: { Good: group([tcp]), Sg: group([all]) },
    findings: [inGroup('/0', '[0]')],
  },
  'one of two resources, of different types': {
    resources: {
      Out: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: 'sg-1', ...tcp } },
      Sg: group([tcp, all]),
    },
    findings: [inGroup('/1', '[1]')],
  },
  'two of three entries': {
    resources: { Sg: group([all, tcp, { IpProtocol: '-1', CidrIpv6: '::/0' }]) },
    findings: [inGroup('/0', '[0]'), inGroup('/2', '[2]', '-1', '::/0')],
  },
  'the same entry twice': {
    resources: { Sg: group([all, all]) },
    findings: [inGroup('/0', '[0]'), inGroup('/1', '[1]')],
  },
  'one entry beside another that is unknown': {
    resources: { Sg: group([{ 'Fn::ImportValue': 'Entry' }, all]) },
    findings: [inGroup('/1', '[1]')],
    undetermined: [open(`${EGRESS}/0`, `${LABEL}[0]`, left('Fn::ImportValue'))],
  },
  'one branch of a protocol': {
    entry: { CidrIp: '0.0.0.0/0', IpProtocol: { 'Fn::If': ['IsProd', 'tcp', -1] } },
    template: isProd,
    findings: [
      {
        path: '/IpProtocol/Fn::If/2',
        mark: '/IpProtocol',
        message: '.IpProtocol.Fn::If[2] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
        condition: 'not IsProd',
      },
    ],
  },
  'one branch of an entry': {
    resources: { Sg: group([tcp, { 'Fn::If': ['IsProd', all, tcp] }]) },
    template: isProd,
    findings: [{ ...inGroup('/1/Fn::If/1', '[1].Fn::If[1]'), condition: 'IsProd' }],
  },
  'an entry that may be none': {
    resources: { Sg: group([{ 'Fn::If': ['IsProd', none, all] }]) },
    template: isProd,
    findings: [{ ...inGroup('/0/Fn::If/2', '[0].Fn::If[2]'), condition: 'not IsProd' }],
  },
  'a list that may be none': {
    resources: { Sg: group({ 'Fn::If': ['IsProd', [tcp, all], none] }) },
    template: isProd,
    findings: [{ ...inGroup('/Fn::If/1/1', '.Fn::If[1][1]'), condition: 'IsProd' }],
  },
  'a resource under a condition': {
    resources: { Sg: { ...group([all]), Condition: 'IsProd' } },
    template: isProd,
    findings: [{ ...inGroup('/0', '[0]'), condition: 'IsProd' }],
  },
  'the default of a parameter': {
    entry: { ...tcp, IpProtocol: { Ref: 'Protocol' } },
    template: fromParameter({ Default: '-1' }),
    findings: [allows('-1, the default of parameter Protocol')],
  },
  'a default, where another value is allowed': {
    entry: { ...tcp, IpProtocol: { Ref: 'Protocol' } },
    template: fromParameter({ Default: -1, AllowedValues: [-1, 'tcp'] }),
    findings: [allows('-1, the default of parameter Protocol')],
  },
  'all that a parameter may be': {
    entry: { ...tcp, IpProtocol: { Ref: 'Protocol' } },
    template: fromParameter({ AllowedValues: ['-1', 'all'] }),
    findings: [allows('-1, allowed to parameter Protocol')],
  },
  'all that a parameter may be, and a default': {
    entry: { ...tcp, IpProtocol: { Ref: 'Protocol' } },
    template: fromParameter({ Default: 'all', AllowedValues: ['-1', 'all'] }),
    findings: [allows('all, the default of parameter Protocol')],
    stackFindings: [allows('-1, allowed to parameter Protocol')],
  },
  'a mapping': {
    entry: { ...tcp, IpProtocol: { 'Fn::FindInMap': ['Protocols', 'dev', 'out'] } },
    template: fromMapping,
    findings: [allows('-1, from mapping Protocols')],
  },
  'a mapping by the default of a parameter': {
    entry: { ...tcp, IpProtocol: { 'Fn::FindInMap': ['Protocols', { Ref: 'Env' }, 'out'] } },
    template: { ...fromMapping, Parameters: { Env: { Type: 'String', Default: 'dev' } } },
    findings: [allows('-1, the default of parameter Env and from mapping Protocols')],
  },
  'joined parts': {
    entry: { ...tcp, IpProtocol: { 'Fn::Join': ['', ['-', '1']] } },
    findings: [allows('-1')],
  },
  'a part of a text': {
    entry: { ...tcp, IpProtocol: { 'Fn::Select': [1, { 'Fn::Split': [',', 'tcp,-1'] }] } },
    findings: [allows('-1')],
  },
  'a parameter in a text': {
    entry: { ...tcp, IpProtocol: { 'Fn::Sub': '-${Number}' } },
    template: { Parameters: { Number: { Type: 'Number', Default: 1 } } },
    findings: [allows('-1, the default of parameter Number')],
  },
};

export const undetermined: Suite['undetermined'] = {
  'absent property: no protocol': {
    entry: { CidrIp: '0.0.0.0/0' },
    only: RESOLVED,
    undetermined: [open('/IpProtocol', '', NO_PROTOCOL)],
  },
  'a key in small letters': {
    entry: { ipProtocol: -1 },
    only: RESOLVED,
    undetermined: [open('/IpProtocol', '', NO_PROTOCOL)],
  },
  'an empty entry': {
    resources: { Sg: group([{}]) },
    only: RESOLVED,
    undetermined: [{ ...open(`${EGRESS}/0/IpProtocol`, `${LABEL}[0]`, NO_PROTOCOL) }],
  },
  'a protocol that is null': unknownProtocol(null, NO_PROTOCOL),
  'an entry that is null': {
    resources: { Sg: group([null]) },
    undetermined: [open(`${EGRESS}/0`, `${LABEL}[0]`, NO_ENTRY)],
  },
  'a single object without a protocol in place of the list': {
    resources: { Sg: group({ CidrIp: '0.0.0.0/0' }) },
    undetermined: [open(`${EGRESS}/IpProtocol`, LABEL, NO_PROTOCOL)],
  },
  'an empty string': unknownProtocol('', NO_NAME),
  'digits of full width': unknownProtocol('\uff0d\uff11', NO_NAME),
  'a name with what nobody sees': unknownProtocol('al\u200bl', NO_NAME),
  'unknown value: an attribute': unknownProtocol({ 'Fn::GetAtt': ['Custom', 'Protocol'] }, left('Fn::GetAtt')),
  'unknown value: an import': unknownProtocol({ 'Fn::ImportValue': 'Protocol' }, left('Fn::ImportValue')),
  'unknown value: a secret': unknownProtocol('{{resolve:ssm-secure:/protocol}}', LATER),
  'unknown value: what a change set knows later': unknownProtocol('{{changeSet:KNOWN_AFTER_APPLY}}', LATER),
  'unknown value: a variable that nothing replaced': unknownProtocol('${Protocol}', LATER),
  'unknown value: a masked one': unknownProtocol('****', LATER),
  'unknown value: a list': {
    resources: { Sg: group({ 'Fn::ImportValue': 'Rules' }) },
    undetermined: [open(EGRESS, LABEL, left('Fn::ImportValue'))],
  },
  'unknown value: an entry': {
    resources: { Sg: group([tcp, { 'Fn::GetAtt': ['Custom', 'Entry'] }]) },
    undetermined: [open(`${EGRESS}/1`, `${LABEL}[1]`, left('Fn::GetAtt'))],
  },
  'unknown value: properties': {
    resources: { Sg: { Type: GROUP, Properties: { 'Fn::Transform': { Name: 'Macro' } } } },
    undetermined: [open('/Resources/Sg/Properties', 'Sg (AWS::EC2::SecurityGroup)', left('Fn::Transform'))],
  },
  'unknown value: what a transform adds to an entry': {
    entry: { ...tcp, 'Fn::Transform': { Name: 'Macro' } },
    undetermined: [open('', '', left('Fn::Transform'))],
  },
  'a parameter without a default': {
    entry: { ...tcp, IpProtocol: { Ref: 'Protocol' } },
    template: fromParameter({}),
    undetermined: [open('/IpProtocol', '', 'the value of parameter Protocol is not known here')],
  },
  'a parameter that is stored': {
    entry: { ...tcp, IpProtocol: { Ref: 'Protocol' } },
    template: fromParameter({ Type: 'AWS::SSM::Parameter::Value<String>', Default: '/net/protocol' }),
    undetermined: [open('/IpProtocol', '', 'the value of parameter Protocol is not known here')],
  },
  'a parameter that may be one or the other': {
    entry: { ...tcp, IpProtocol: { Ref: 'Protocol' } },
    template: fromParameter({ AllowedValues: ['tcp', '-1'] }),
    undetermined: [open('/IpProtocol', '', 'it can take several values')],
  },
  'a mapping by what is known later': {
    entry: { ...tcp, IpProtocol: { 'Fn::FindInMap': ['Protocols', { Ref: 'AWS::Region' }, 'out'] } },
    template: { Mappings: { Protocols: { 'eu-west-1': { out: 'tcp' }, 'us-east-1': { out: '-1' } } } },
    undetermined: [open('/IpProtocol', '', 'it can take several values')],
  },
  'one branch of a condition': {
    entry: { ...tcp, IpProtocol: { 'Fn::If': ['IsProd', 'tcp', { 'Fn::ImportValue': 'Protocol' }] } },
    template: isProd,
    undetermined: [
      {
        path: '/IpProtocol/Fn::If/2',
        mark: '/IpProtocol',
        message: `.IpProtocol.Fn::If[2] cannot be decided: ${left('Fn::ImportValue')}.`,
        condition: 'not IsProd',
      },
    ],
  },
  'loopback of an unknown protocol, where loopback is allowed': {
    entry: { IpProtocol: { 'Fn::ImportValue': 'Protocol' }, CidrIp: '127.0.0.1/32' },
    settings: loopback,
    undetermined: [open('/IpProtocol', '', left('Fn::ImportValue'))],
  },
  'a parameter that nobody resolved': {
    ...unknownProtocol({ Ref: 'Protocol' }, left('Ref')),
    only: { form: 'resolved', because: 'a template resolves it' },
  },
  'a condition that nobody resolved': {
    entry: { 'Fn::If': ['IsProd', tcp, all] },
    only: { form: 'resolved', because: 'a template resolves it' },
    undetermined: [open('', '', left('Fn::If'))],
  },
  'wrong type: a protocol that is an object': unknownProtocol({ Protocol: '-1' }, LATER),
  'wrong type: a protocol that is a list': unknownProtocol(['-1'], LATER),
  'wrong type: a list that is a string': {
    resources: { Sg: group('-1') },
    undetermined: [open(EGRESS, LABEL, NO_ENTRY)],
  },
  'wrong type: a list that is a number': {
    resources: { Sg: group(-1) },
    undetermined: [open(EGRESS, LABEL, NO_ENTRY)],
  },
  'wrong type: an entry that is a string': { entry: '-1', undetermined: [open('', '', NO_ENTRY)] },
  'wrong type: an entry that is a list': { entry: [all], undetermined: [open('', '', NO_ENTRY)] },
  'wrong type: properties that are a list': {
    resources: { Sg: { Type: GROUP, Properties: [all] } },
    undetermined: [open('/Resources/Sg/Properties', 'Sg (AWS::EC2::SecurityGroup)', NO_ENTRY)],
  },
};
