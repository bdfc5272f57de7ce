import type { FailCase, PassCase, Suite, Told, UndeterminedCase, WrittenResource } from './suite/table.ts';

const allPorts = { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, CidrIp: '0.0.0.0/0' };
const onePort = { ...allPorts, FromPort: 443, ToPort: 443 };
const portless = { IpProtocol: '50', CidrIp: '0.0.0.0/0' };
const none = { Ref: 'AWS::NoValue' };
const isProd = { Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } } };
const twoConditions = {
  Conditions: { ...isProd.Conditions, IsMain: { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '123456789012'] } },
};
const opposites = {
  Conditions: { ...isProd.Conditions, IsTest: { 'Fn::Not': [{ Condition: 'IsProd' }] } },
};
const fromParameter = (declaration: object) => ({ Parameters: { Value: { Type: 'String', ...declaration } } });

const GROUP = 'AWS::EC2::SecurityGroup';
const EGRESS = '/Resources/Sg/Properties/SecurityGroupEgress';
const LABEL = 'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress';
const LATER = 'its values are resolved only when the resource is provisioned';
const NO_ENTRY = 'an egress entry must be an object';
const SEVERAL = 'it can take several values';
const MAKE_KNOWN =
  'Write protocol, ports and CIDR block as literals, or as parameters and mappings that resolve to them.';
const NOT_KNOWN = 'the value of parameter Value is not known here';

type Key = '/IpProtocol' | '/FromPort' | '/ToPort' | '/CidrIp' | '/CidrIpv6';

const group = (egress: unknown): WrittenResource => ({
  Type: GROUP,
  Properties: { GroupDescription: 'app', SecurityGroupEgress: egress },
});

const opens = (what = 'tcp 0-65535', to = '0.0.0.0/0', path = '/FromPort'): Told => ({
  path,
  message: `allows all ports (${what}) to ${to}.`,
});

const ignores = (protocol: string, to = '0.0.0.0/0'): Told =>
  opens(`protocol ${protocol}, for which EC2 ignores ports`, to, '/IpProtocol');

/** What is found in the branch of a value is shown at the key of the value. */
const inBranch = (branch: number, { path, ...told }: Told): Told => ({
  ...told,
  path: `${path}/Fn::If/${branch}`,
  mark: path,
});

const inGroup = (at: string, where: string): Told => ({
  path: `${EGRESS}${at}/FromPort`,
  message: `${LABEL}${where} allows all ports (tcp 0-65535) to 0.0.0.0/0.`,
});

/** An entry that is left open, shown at the key whose value is unknown; at the entry itself where that is. */
const open = (reason: string, mark: Key | ''): Told => ({
  path: '',
  mark,
  message: `cannot be decided: ${reason}.`,
  ...(mark !== '' && { remediation: MAKE_KNOWN }),
});

const left = (name: string): string => `${name} is resolved by CloudFormation only`;

const opening = (entry: object, finding: Told): FailCase => ({ entry, findings: [finding] });
const unknown = (entry: object, reason: string, mark: Key): UndeterminedCase => ({
  entry,
  undetermined: [open(reason, mark)],
});
const narrow = (fields: object): PassCase => ({ entry: { ...allPorts, ...fields } });

const REFUSED = {
  form: 'template',
  because: 'CloudFormation refuses to create it, and what is created has one',
} as const;
const RESOLVED = { form: 'resolved', because: 'nothing is left that may bring the protocol' } as const;
const NO_PROTOCOL = 'it names no IpProtocol';

export const pass: Suite['pass'] = {
  'one port of a protocol that is one of two with none that opens all': {
    entry: { ...onePort, IpProtocol: { Ref: 'Value' } },
    template: fromParameter({ AllowedValues: ['tcp', 'icmp', '-1'] }),
  },
  'absent property: no properties': { resources: { Sg: { Type: GROUP } } },
  'absent property: no egress': { resources: { Sg: { Type: GROUP, Properties: { GroupDescription: 'app' } } } },
  'absent property: no protocol': { entry: { FromPort: 0, ToPort: 65535, CidrIp: '0.0.0.0/0' }, only: REFUSED },
  'no protocol, to a network of yours': { entry: { IpProtocol: null, CidrIp: '10.0.0.0/8' } },
  'absent property: no ports': { entry: { IpProtocol: 'tcp', CidrIp: '0.0.0.0/0' } },
  'absent property: no last port': { entry: { IpProtocol: 'tcp', FromPort: 0, CidrIp: '0.0.0.0/0' } },
  'absent property: no destination': { entry: { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535 } },
  'an empty list': { resources: { Sg: group([]) } },
  'an empty entry': { resources: { Sg: group([{}]) } },
  'a destination that is nothing': narrow({ CidrIp: none }),
  'ports that are nothing': narrow({ FromPort: none, ToPort: none }),
  'one port': { entry: onePort },
  'one port, as strings': narrow({ FromPort: '443', ToPort: '443' }),
  'all but the first ports': narrow({ FromPort: 2 }),
  'all but the last port': narrow({ ToPort: 65_534 }),
  'the ports of clients': narrow({ FromPort: 1024 }),
  'a network': narrow({ CidrIp: '10.0.0.0/8' }),
  'half of all addresses': narrow({ CidrIp: '0.0.0.0/1' }),
  'a network of IPv6': narrow({ CidrIp: none, CidrIpv6: '2001:db8::/32' }),
  'an address without a prefix, which EC2 refuses': narrow({ CidrIp: '0.0.0.0' }),
  'a prefix list': { entry: { ...allPorts, CidrIp: none, DestinationPrefixListId: 'pl-1' } },
  'a security group': {
    entry: { ...allPorts, CidrIp: none, DestinationSecurityGroupId: { 'Fn::GetAtt': ['Db', 'GroupId'] } },
  },
  'all protocols, which is for another rule': { entry: { IpProtocol: -1, CidrIp: '0.0.0.0/0' } },
  'all protocols with ports, which is for another rule': narrow({ IpProtocol: '-1' }),
  'ICMP of all types': narrow({ IpProtocol: 'icmp', FromPort: -1, ToPort: -1 }),
  'ICMP by its number': narrow({ IpProtocol: 1, FromPort: -1, ToPort: -1 }),
  'ICMPv6 by its number': narrow({ IpProtocol: '58', FromPort: -1, ToPort: -1 }),
  'a protocol without ports to a network': { entry: { ...portless, CidrIp: '10.0.0.0/8' } },
  'an unknown port of a narrow destination': narrow({
    FromPort: { 'Fn::GetAtt': ['Custom', 'Port'] },
    CidrIp: '10.0.0.0/8',
  }),
  'an unknown last port behind a first one that is not low': narrow({
    FromPort: 443,
    ToPort: { 'Fn::GetAtt': ['Custom', 'Port'] },
  }),
  'an unknown protocol of a narrow destination': narrow({
    IpProtocol: { 'Fn::ImportValue': 'Protocol' },
    CidrIp: '10.0.0.0/8',
  }),
  'a masked port of a narrow destination': narrow({ FromPort: '****', CidrIp: '10.0.0.0/8' }),
  'an unknown destination of one port': { entry: { ...onePort, CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } } },
  'a single object in place of the list': { resources: { Sg: group(onePort) } },
  'two groups that name ports': { resources: { Sg: group([onePort]), Other: group([onePort]) } },
  'ingress on all ports': { resources: { Sg: { Type: GROUP, Properties: { SecurityGroupIngress: [allPorts] } } } },
  'ports of which each branch is narrow': {
    entry: { ...allPorts, FromPort: { 'Fn::If': ['IsProd', 443, 80] }, ToPort: { 'Fn::If': ['IsProd', 443, 80] } },
    template: isProd,
  },
  'all ports in one branch, everywhere in the other': {
    entry: {
      ...allPorts,
      FromPort: { 'Fn::If': ['IsProd', 0, 443] },
      CidrIp: { 'Fn::If': ['IsProd', '10.0.0.0/8', '0.0.0.0/0'] },
    },
    template: isProd,
  },
  'branches of two conditions that exclude each other': {
    entry: {
      ...allPorts,
      FromPort: { 'Fn::If': ['IsProd', 0, 443] },
      CidrIp: { 'Fn::If': ['IsTest', '0.0.0.0/0', '10.0.0.0/8'] },
    },
    template: opposites,
  },
  'all ports of two conditions that exclude each other': {
    entry: {
      ...allPorts,
      FromPort: { 'Fn::If': ['IsProd', 0, 443] },
      ToPort: { 'Fn::If': ['IsTest', 65535, 443] },
    },
    template: opposites,
  },
  'a protocol without ports, where the destination is narrow by another name of the condition': {
    entry: {
      IpProtocol: { 'Fn::If': ['IsProd', '50', 'tcp'] },
      CidrIp: { 'Fn::If': ['IsTest', '0.0.0.0/0', '10.0.0.0/8'] },
    },
    template: opposites,
  },
  'an entry that may be none': {
    resources: { Sg: group([{ 'Fn::If': ['IsProd', onePort, none] }]) },
    template: isProd,
  },
  'a branch that the condition of the resource excludes': {
    resources: {
      Sg: { ...group([{ ...allPorts, FromPort: { 'Fn::If': ['IsProd', 443, 0] } }]), Condition: 'IsProd' },
    },
    template: isProd,
  },
  'the default of a parameter': {
    entry: { ...allPorts, CidrIp: { Ref: 'Value' } },
    template: fromParameter({ Default: '10.0.0.0/8' }),
  },
  'all that a parameter may be': {
    entry: { ...allPorts, CidrIp: { Ref: 'Value' } },
    template: fromParameter({ AllowedValues: ['10.0.0.0/8', '192.168.0.0/16'] }),
  },
  'a mapping': {
    entry: { ...allPorts, FromPort: { 'Fn::FindInMap': ['Ports', 'web', 'from'] } },
    template: { Mappings: { Ports: { web: { from: 443 } } } },
  },
  'wrong type: a port that is no number': narrow({ FromPort: 'first' }),
  'wrong type: a last port that is no number': narrow({ ToPort: 'last' }),
  'wrong type: a first port that is an empty string': narrow({ FromPort: '' }),
  'wrong type: a last port that is an empty string': narrow({ ToPort: '' }),
  'wrong type: a port that is a boolean': narrow({ FromPort: true }),
  'wrong type: a port that is no whole number': narrow({ FromPort: 0.5 }),
};

export const fail: Suite['fail'] = {
  'all ports of TCP': opening(allPorts, opens()),
  'all ports as strings': opening({ ...allPorts, FromPort: '0', ToPort: '65535' }, opens()),
  'all ports but 0': opening({ ...allPorts, FromPort: 1 }, opens('tcp 1-65535')),
  'all ports but 0, as strings': opening({ ...allPorts, FromPort: ' 1', ToPort: '65535 ' }, opens('tcp 1-65535')),
  'all ports of UDP': opening({ ...allPorts, IpProtocol: 'udp' }, opens('udp 0-65535')),
  'TCP in capitals': opening({ ...allPorts, IpProtocol: 'TCP' }, opens('TCP 0-65535')),
  'TCP by its number': opening({ ...allPorts, IpProtocol: 6 }, opens('6 0-65535')),
  'UDP by its number as a string': opening({ ...allPorts, IpProtocol: '17' }, opens('17 0-65535')),
  'TCP with a leading zero': opening({ ...allPorts, IpProtocol: '06' }, opens('06 0-65535')),
  'a protocol without ports': opening(portless, ignores('50')),
  'a protocol without ports, as a number': opening({ ...portless, IpProtocol: 47 }, ignores('47')),
  'a protocol without ports, with ports that EC2 ignores': opening(
    { ...portless, FromPort: 443, ToPort: 443 },
    ignores('50'),
  ),
  'protocol 0': opening({ ...portless, IpProtocol: 0 }, ignores('0')),
  'everywhere in IPv6': opening({ ...allPorts, CidrIp: none, CidrIpv6: '::/0' }, opens('tcp 0-65535', '::/0')),
  'everywhere in IPv6, written out': opening(
    { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, CidrIpv6: '0:0:0:0:0:0:0:0/0' },
    opens('tcp 0-65535', '0:0:0:0:0:0:0:0/0'),
  ),
  'an address with a prefix of 0, of which EC2 keeps 0.0.0.0/0': opening(
    { ...allPorts, CidrIp: '10.0.0.0/0' },
    opens('tcp 0-65535', '10.0.0.0/0'),
  ),
  'everywhere between spaces': opening({ ...allPorts, CidrIp: ' 0.0.0.0/0 ' }, opens()),
  'everywhere, twice': {
    entry: { ...allPorts, CidrIpv6: '::/0' },
    findings: [opens(), opens('tcp 0-65535', '::/0')],
  },
  'everywhere beside a network': opening(
    { ...allPorts, CidrIp: '10.0.0.0/8', CidrIpv6: '::/0' },
    {
      ...opens('tcp 0-65535', '::/0'),
    },
  ),
  'a single object in place of the list': { resources: { Sg: group(allPorts) }, findings: [inGroup('', '')] },
  'one of two resources': {
    resources: { Good: group([onePort]), Sg: group([allPorts]) },
    findings: [inGroup('/0', '[0]')],
  },
  'one of two resources, of different types': {
    resources: {
      Out: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: 'sg-1', ...onePort } },
      Sg: group([onePort, allPorts]),
    },
    findings: [inGroup('/1', '[1]')],
  },
  'one entry beside another that is unknown': {
    resources: { Sg: group([{ 'Fn::ImportValue': 'Entry' }, allPorts]) },
    findings: [inGroup('/1', '[1]')],
    undetermined: [{ path: `${EGRESS}/0`, message: `${LABEL}[0] cannot be decided: ${left('Fn::ImportValue')}.` }],
  },
  'one branch of the first port': {
    entry: { ...allPorts, FromPort: { 'Fn::If': ['IsProd', 443, 0] } },
    template: isProd,
    findings: [{ ...inBranch(2, opens()), condition: 'not IsProd' }],
  },
  'one branch of both ports': {
    entry: { ...allPorts, FromPort: { 'Fn::If': ['IsProd', 443, 0] }, ToPort: { 'Fn::If': ['IsProd', 443, 65535] } },
    template: isProd,
    findings: [{ ...inBranch(2, opens()), condition: 'not IsProd' }],
  },
  'one branch of the destination': {
    entry: { ...allPorts, CidrIp: { 'Fn::If': ['IsProd', '10.0.0.0/8', '0.0.0.0/0'] } },
    template: isProd,
    findings: [{ ...opens(), condition: 'not IsProd' }],
  },
  'a protocol with ports or one without, both of which open all': {
    entry: { ...allPorts, IpProtocol: { Ref: 'Value' } },
    template: fromParameter({ AllowedValues: ['tcp', '50'] }),
    findings: [opens('tcp 0-65535, allowed to parameter Value')],
  },
  'a branch of each of two conditions': {
    entry: {
      ...allPorts,
      FromPort: { 'Fn::If': ['IsProd', 443, 0] },
      CidrIp: { 'Fn::If': ['IsMain', '0.0.0.0/0', '10.0.0.0/8'] },
    },
    template: twoConditions,
    findings: [{ ...inBranch(2, opens()), condition: 'IsMain and not IsProd' }],
  },
  'a branch of each of two names of a condition': {
    entry: {
      ...allPorts,
      FromPort: { 'Fn::If': ['IsProd', 0, 443] },
      CidrIp: { 'Fn::If': ['IsTest', '10.0.0.0/8', '0.0.0.0/0'] },
    },
    template: opposites,
    findings: [{ ...inBranch(1, opens()), condition: 'not IsTest' }],
  },
  'a protocol without ports in one branch': {
    entry: { ...onePort, IpProtocol: { 'Fn::If': ['IsProd', 'tcp', 50] } },
    template: isProd,
    findings: [{ ...inBranch(2, ignores('50')), condition: 'not IsProd' }],
  },
  'one branch of an entry': {
    resources: { Sg: group([onePort, { 'Fn::If': ['IsProd', allPorts, onePort] }]) },
    template: isProd,
    findings: [{ ...inGroup('/1/Fn::If/1', '[1].Fn::If[1]'), condition: 'IsProd' }],
  },
  'an entry that may be none': {
    resources: { Sg: group([{ 'Fn::If': ['IsProd', none, allPorts] }]) },
    template: isProd,
    findings: [{ ...inGroup('/0/Fn::If/2', '[0].Fn::If[2]'), condition: 'not IsProd' }],
  },
  'a list that may be none': {
    resources: { Sg: group({ 'Fn::If': ['IsProd', [onePort, allPorts], none] }) },
    template: isProd,
    findings: [{ ...inGroup('/Fn::If/1/1', '.Fn::If[1][1]'), condition: 'IsProd' }],
  },
  'a resource under a condition': {
    resources: { Sg: { ...group([allPorts]), Condition: 'IsProd' } },
    template: isProd,
    findings: [{ ...inGroup('/0', '[0]'), condition: 'IsProd' }],
  },
  'a port from the default of a parameter': {
    entry: { ...allPorts, ToPort: { Ref: 'Value' } },
    template: fromParameter({ Type: 'Number', Default: 65535 }),
    findings: [opens('tcp 0-65535, the default of parameter Value')],
  },
  'a first port from the default of a parameter': {
    entry: { ...allPorts, FromPort: { Ref: 'Value' } },
    template: fromParameter({ Type: 'Number', Default: 0 }),
    findings: [opens('tcp 0-65535, the default of parameter Value')],
  },
  'a destination from the default of a parameter': {
    entry: { ...allPorts, CidrIp: { Ref: 'Value' } },
    template: fromParameter({ Default: '0.0.0.0/0' }),
    findings: [opens('tcp 0-65535, the default of parameter Value')],
  },
  'a protocol from the default of a parameter': {
    entry: { ...portless, IpProtocol: { Ref: 'Value' } },
    template: fromParameter({ Default: '50' }),
    findings: [
      opens('protocol 50, for which EC2 ignores ports, the default of parameter Value', '0.0.0.0/0', '/IpProtocol'),
    ],
  },
  'all that a parameter may be': {
    entry: { ...allPorts, IpProtocol: { Ref: 'Value' } },
    template: fromParameter({ AllowedValues: ['tcp', 'udp'] }),
    findings: [opens('tcp 0-65535, allowed to parameter Value')],
  },
  'all destinations that a parameter may be': {
    entry: { ...allPorts, CidrIp: { Ref: 'Value' } },
    template: fromParameter({ AllowedValues: ['0.0.0.0/0', '10.0.0.0/0'] }),
    findings: [opens('tcp 0-65535, allowed to parameter Value')],
  },
  'a mapping': {
    entry: { ...allPorts, CidrIp: { 'Fn::FindInMap': ['Nets', 'out', 'cidr'] } },
    template: { Mappings: { Nets: { out: { cidr: '0.0.0.0/0' } } } },
    findings: [opens('tcp 0-65535, from mapping Nets')],
  },
  'joined parts': {
    entry: { ...allPorts, CidrIp: { 'Fn::Join': ['/', ['0.0.0.0', 0]] } },
    findings: [opens()],
  },
};

export const undetermined: Suite['undetermined'] = {
  'absent property: no protocol': {
    entry: { FromPort: 0, ToPort: 65535, CidrIp: '0.0.0.0/0' },
    only: RESOLVED,
    undetermined: [open(NO_PROTOCOL, '/IpProtocol')],
  },
  'a protocol that is null': {
    entry: { ...portless, IpProtocol: null },
    undetermined: [open(NO_PROTOCOL, '/IpProtocol')],
  },
  'more branches than are told apart': {
    entry: {
      ...allPorts,
      FromPort: Array.from({ length: 70 }, (_, index) => `C${index}`).reduce<unknown>(
        (rest, condition) => ({ 'Fn::If': [condition, 443, rest] }),
        0,
      ),
    },
    template: {
      Conditions: Object.fromEntries(
        Array.from({ length: 70 }, (_, index) => [
          `C${index}`,
          { 'Fn::Equals': [{ Ref: 'AWS::StackName' }, `stack-${index}`] },
        ]),
      ),
    },
    undetermined: [{ ...open('its values depend on too many conditions', ''), path: '' }],
  },
  'the last port, of which the first may be one of two low ones': {
    entry: { ...allPorts, FromPort: { Ref: 'Value' }, ToPort: { 'Fn::ImportValue': 'Port' } },
    template: fromParameter({ AllowedValues: [0, 1] }),
    undetermined: [open(left('Fn::ImportValue'), '/ToPort')],
  },
  'the destination of a protocol that ignores an unknown port': {
    entry: { ...portless, FromPort: { 'Fn::ImportValue': 'Port' }, CidrIp: { 'Fn::ImportValue': 'Cidr' } },
    undetermined: [open(left('Fn::ImportValue'), '/CidrIp')],
  },
  'a masked port between spaces': {
    entry: { ...allPorts, FromPort: ' **** ' },
    undetermined: [open(LATER, '/FromPort')],
  },
  'unknown value: the first port': unknown(
    { ...allPorts, FromPort: { 'Fn::GetAtt': ['Custom', 'Port'] } },
    left('Fn::GetAtt'),
    '/FromPort',
  ),
  'unknown value: the last port': unknown(
    { ...allPorts, ToPort: { 'Fn::ImportValue': 'Port' } },
    left('Fn::ImportValue'),
    '/ToPort',
  ),
  'unknown value: a port from a secret': unknown({ ...allPorts, ToPort: '{{resolve:ssm:/port}}' }, LATER, '/ToPort'),
  'unknown value: the destination': unknown(
    { ...allPorts, CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } },
    left('Fn::GetAtt'),
    '/CidrIp',
  ),
  'unknown value: the destination in IPv6': unknown(
    { ...allPorts, CidrIp: none, CidrIpv6: { 'Fn::GetAtt': ['Vpc', 'Ipv6CidrBlock'] } },
    left('Fn::GetAtt'),
    '/CidrIpv6',
  ),
  'unknown value: a destination from a secret': unknown(
    { ...allPorts, CidrIp: '{{resolve:ssm:/cidr}}' },
    LATER,
    '/CidrIp',
  ),
  'unknown value: a destination that nothing replaced': unknown({ ...allPorts, CidrIp: '${Cidr}' }, LATER, '/CidrIp'),
  'unknown value: the protocol': unknown(
    { ...allPorts, IpProtocol: { 'Fn::ImportValue': 'Protocol' } },
    left('Fn::ImportValue'),
    '/IpProtocol',
  ),
  'unknown value: the protocol of one port': unknown(
    { ...onePort, IpProtocol: { 'Fn::ImportValue': 'Protocol' } },
    left('Fn::ImportValue'),
    '/IpProtocol',
  ),
  'unknown value: the protocol of one port, to everywhere in IPv6': unknown(
    { ...onePort, IpProtocol: { 'Fn::ImportValue': 'Protocol' }, CidrIp: none, CidrIpv6: '::/0' },
    left('Fn::ImportValue'),
    '/IpProtocol',
  ),
  'unknown value: the protocol of an entry without ports': unknown(
    { ...portless, IpProtocol: { 'Fn::ImportValue': 'Protocol' } },
    left('Fn::ImportValue'),
    '/IpProtocol',
  ),
  'unknown value: a protocol from a secret': unknown(
    { ...allPorts, IpProtocol: '{{resolve:ssm:/protocol}}' },
    LATER,
    '/IpProtocol',
  ),
  'unknown value: a masked protocol': unknown({ ...onePort, IpProtocol: '****' }, LATER, '/IpProtocol'),
  'unknown value: a masked first port': unknown({ ...allPorts, FromPort: '****' }, LATER, '/FromPort'),
  'unknown value: a masked last port': unknown({ ...allPorts, ToPort: '****' }, LATER, '/ToPort'),
  'unknown value: a masked destination': unknown({ ...allPorts, CidrIp: '****' }, LATER, '/CidrIp'),
  'unknown value: a masked destination in IPv6': unknown(
    { ...allPorts, CidrIp: none, CidrIpv6: '****' },
    LATER,
    '/CidrIpv6',
  ),
  'unknown value: a list': {
    resources: { Sg: group({ 'Fn::ImportValue': 'Rules' }) },
    undetermined: [{ path: EGRESS, message: `${LABEL} cannot be decided: ${left('Fn::ImportValue')}.` }],
  },
  'unknown value: what a transform adds to an entry': {
    entry: { ...onePort, 'Fn::Transform': { Name: 'Macro' } },
    undetermined: [open(left('Fn::Transform'), '')],
  },
  'a port that is a parameter without a default': {
    entry: { ...allPorts, FromPort: { Ref: 'Value' } },
    template: fromParameter({ Type: 'Number' }),
    undetermined: [open(NOT_KNOWN, '/FromPort')],
  },
  'a destination that is a parameter without a default': {
    entry: { ...allPorts, CidrIp: { Ref: 'Value' } },
    template: fromParameter({}),
    undetermined: [open(NOT_KNOWN, '/CidrIp')],
  },
  'a port that may be one or the other': {
    entry: { ...allPorts, FromPort: { Ref: 'Value' } },
    template: fromParameter({ AllowedValues: [0, 443] }),
    undetermined: [open(SEVERAL, '/FromPort')],
  },
  'a destination that may be one or the other': {
    entry: { ...allPorts, CidrIp: { Ref: 'Value' } },
    template: fromParameter({ AllowedValues: ['0.0.0.0/0', '10.0.0.0/8'] }),
    undetermined: [open(SEVERAL, '/CidrIp')],
  },
  'a protocol that may be one with ports or one without, of one port': {
    entry: { ...onePort, IpProtocol: { Ref: 'Value' } },
    template: fromParameter({ AllowedValues: ['tcp', '50'] }),
    undetermined: [open(SEVERAL, '/IpProtocol')],
  },
  'one branch of the first port': {
    entry: { ...allPorts, FromPort: { 'Fn::If': ['IsProd', 443, { 'Fn::ImportValue': 'Port' }] } },
    template: isProd,
    undetermined: [{ ...open(left('Fn::ImportValue'), '/FromPort'), condition: 'not IsProd' }],
  },
  'one branch of a protocol': {
    entry: { ...onePort, IpProtocol: { 'Fn::If': ['IsProd', 'tcp', { 'Fn::ImportValue': 'Protocol' }] } },
    template: isProd,
    undetermined: [{ ...open(left('Fn::ImportValue'), '/IpProtocol'), condition: 'not IsProd' }],
  },
  'one branch of a destination': {
    entry: { ...allPorts, CidrIp: { 'Fn::If': ['IsProd', '10.0.0.0/8', { 'Fn::ImportValue': 'Cidr' }] } },
    template: isProd,
    undetermined: [{ ...open(left('Fn::ImportValue'), '/CidrIp'), condition: 'not IsProd' }],
  },
  'a port that nobody resolved': {
    ...unknown({ ...allPorts, FromPort: { Ref: 'Port' } }, left('Ref'), '/FromPort'),
    only: { form: 'resolved', because: 'a template resolves it' },
  },
  'a condition that nobody resolved': {
    entry: { 'Fn::If': ['IsProd', allPorts, onePort] },
    only: { form: 'resolved', because: 'a template resolves it' },
    undetermined: [open(left('Fn::If'), '')],
  },
  'wrong type: a port that is a list': unknown({ ...allPorts, FromPort: [0] }, LATER, '/FromPort'),
  'wrong type: a destination that is a list': unknown({ ...allPorts, CidrIp: ['0.0.0.0/0'] }, LATER, '/CidrIp'),
  'wrong type: a destination that is an object': unknown(
    { ...allPorts, CidrIp: { Cidr: '0.0.0.0/0' } },
    LATER,
    '/CidrIp',
  ),
  'wrong type: a protocol that is an object': unknown(
    { ...allPorts, IpProtocol: { Protocol: 'tcp' } },
    LATER,
    '/IpProtocol',
  ),
  'wrong type: an entry that is a string': { entry: 'tcp', undetermined: [open(NO_ENTRY, '')] },
  'wrong type: a list that is a number': {
    resources: { Sg: group(443) },
    undetermined: [{ path: EGRESS, message: `${LABEL} cannot be decided: ${NO_ENTRY}.` }],
  },
};
