import type { PassCase, Suite, Told, WrittenResource } from './suite/table.ts';

const tcp = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' };
const none = { Ref: 'AWS::NoValue' };
const inline = { requireInlineEgress: true };
const isProd = { Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } } };
const bothWays = {
  Conditions: { ...isProd.Conditions, IsTest: { 'Fn::Not': [{ Condition: 'IsProd' }] } },
};
const besideIt = { form: 'template', because: 'what stands beside the group decides' } as const;
const alone = { form: 'resolved', because: 'a request shows one resource at a time' } as const;

const GROUP = 'AWS::EC2::SecurityGroup';
const PROPERTIES = '/Resources/Sg/Properties';
const EGRESS = `${PROPERTIES}/SecurityGroupEgress`;
const LABEL = 'Sg (AWS::EC2::SecurityGroup)';

const bare: WrittenResource = { Type: GROUP, Properties: { GroupDescription: 'app' } };
const group = (egress: unknown): WrittenResource => ({
  Type: GROUP,
  Properties: { GroupDescription: 'app', SecurityGroupEgress: egress },
});
const egressOf = (GroupId: unknown): WrittenResource => ({
  Type: 'AWS::EC2::SecurityGroupEgress',
  Properties: { GroupId, ...tcp },
});
const egressIf = (Condition: string): WrittenResource => ({ ...egressOf({ Ref: 'Sg' }), Condition });

const isOpen = (path = EGRESS): Told => ({
  path,
  message: `${LABEL} names no egress, so EC2 allows all protocols to every destination.`,
});
/** Whether another resource adds some is unknown, or does not count. */
const mayBeOpen = (path = EGRESS): Told => ({
  path,
  message: `${LABEL} names no egress, so EC2 allows everything unless another resource adds some.`,
});
const leftOpen = (path: string, where: string, reason: string): Told => ({
  path,
  message: `${LABEL}${where} cannot be decided: ${reason}.`,
});

/** A group that names no egress, beside egress of what `GroupId` names. */
const beside = (GroupId: unknown): PassCase => ({ resources: { Sg: bare, Out: egressOf(GroupId) }, only: besideIt });

export const pass: Suite['pass'] = {
  'an entry': { resources: { Sg: group([tcp]) } },
  'an entry, where it has to be in the group': { resources: { Sg: group([tcp]) }, settings: inline },
  'a single object in place of the list': { resources: { Sg: group(tcp) }, settings: inline },
  'an entry that opens everything, which is for another rule': {
    resources: { Sg: group([{ IpProtocol: -1, CidrIp: '0.0.0.0/0' }]) },
    settings: inline,
  },
  'the idiom for a group without egress': {
    resources: { Sg: group([{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }]) },
    settings: inline,
  },
  'an entry that is unknown': { resources: { Sg: group([{ 'Fn::ImportValue': 'Entry' }]) }, settings: inline },
  'one entry of two that may be none': {
    resources: { Sg: group([{ 'Fn::If': ['IsProd', tcp, none] }, tcp]) },
    template: isProd,
  },
  'two entries of which one is always there': {
    resources: { Sg: group([{ 'Fn::If': ['IsProd', tcp, none] }, { 'Fn::If': ['IsProd', none, tcp] }]) },
    template: isProd,
  },
  'an entry in each branch': {
    resources: { Sg: group({ 'Fn::If': ['IsProd', [tcp], [{ ...tcp, ToPort: 80 }]] }) },
    template: isProd,
  },
  'a branch that the condition of the group excludes': {
    resources: { Sg: { ...group([{ 'Fn::If': ['IsProd', tcp, none] }]), Condition: 'IsProd' } },
    template: isProd,
  },
  'wrong type: a list that is a string': { resources: { Sg: group('tcp') }, settings: inline },
  'wrong type: an entry that is a number': { resources: { Sg: group([6]) }, settings: inline },
  'egress beside it, by Ref': beside({ Ref: 'Sg' }),
  'egress beside it, by Fn::GetAtt': beside({ 'Fn::GetAtt': ['Sg', 'GroupId'] }),
  'egress beside it, by Fn::GetAtt with a dot': beside({ 'Fn::GetAtt': 'Sg.GroupId' }),
  'egress beside it, by Fn::Sub': beside({ 'Fn::Sub': '${Sg.GroupId}' }),
  'egress beside it, by Fn::Sub of the name': beside({ 'Fn::Sub': '${Sg}' }),
  'egress beside it, by a variable of Fn::Sub': beside({ 'Fn::Sub': ['${G}', { G: { Ref: 'Sg' } }] }),
  'egress beside it, by a variable of Fn::Sub that is an attribute': beside({
    'Fn::Sub': ['${ G }', { G: { 'Fn::GetAtt': ['Sg', 'GroupId'] } }],
  }),
  'egress beside it, by Fn::Sub that has a variable for something else': beside({
    'Fn::Sub': ['${Sg.GroupId}', { Other: { Ref: 'OtherSg' } }],
  }),
  'egress beside it under the condition of the group': {
    resources: { Sg: { ...bare, Condition: 'IsProd' }, Out: egressIf('IsProd') },
    template: isProd,
  },
  'egress beside it under a condition, and under what excludes it': {
    resources: { Sg: bare, Out: egressIf('IsProd'), OtherOut: egressIf('IsTest') },
    template: bothWays,
  },
  'egress beside it under a condition, and without one': {
    resources: { Sg: bare, Out: egressIf('IsProd'), OtherOut: egressOf({ Ref: 'Sg' }) },
    template: isProd,
  },
  'an entry that may be none, with egress beside it where it is': {
    resources: { Sg: group([{ 'Fn::If': ['IsProd', tcp, none] }]), Out: egressIf('IsTest') },
    template: bothWays,
  },
  'egress beside it, in a branch of a condition': {
    ...beside({ 'Fn::If': ['IsProd', { Ref: 'Sg' }, 'sg-1'] }),
    template: isProd,
  },
  'a list of nothing, with egress beside it': {
    resources: { Sg: group([]), Out: egressOf({ Ref: 'Sg' }) },
    only: besideIt,
  },
  'two groups, with egress of each': {
    resources: { Sg: bare, Out: egressOf({ Ref: 'Sg' }), Other: bare, OtherOut: egressOf({ Ref: 'Other' }) },
    only: besideIt,
  },
  'a list that is unknown, with egress beside it': {
    resources: { Sg: group({ 'Fn::ImportValue': 'Rules' }), Out: egressOf({ Ref: 'Sg' }) },
    only: besideIt,
  },
  'a transform of AWS, with egress beside the group': {
    ...beside({ Ref: 'Sg' }),
    template: { Transform: 'AWS::LanguageExtensions' },
  },
  'no egress, where a request does not show what stands beside it': {
    resources: { Sg: bare },
    only: alone,
    notes: [mayBeOpen()],
  },
  'an empty list, where a request does not show what stands beside it': {
    resources: { Sg: group([]) },
    only: alone,
    notes: [mayBeOpen()],
  },
  'a list that is unknown, where a request does not show what stands beside it': {
    resources: { Sg: group({ 'Fn::ImportValue': 'Rules' }) },
    only: alone,
  },
  'no egress, where a macro may add some': {
    resources: { Sg: bare },
    template: { Transform: 'Macro' },
    notes: [mayBeOpen()],
  },
  'no egress, where one of the transforms is a macro': {
    resources: { Sg: bare },
    template: { Transform: ['AWS::Serverless-2016-10-31', { Name: 'Macro', Parameters: {} }] },
    notes: [mayBeOpen()],
  },
  'no egress, where an include may add some': {
    resources: { Sg: bare },
    template: { Transform: { Name: 'AWS::Include', Parameters: { Location: 's3://bucket/key' } } },
    notes: [mayBeOpen()],
  },
  'a list that is unknown, where a macro may add some': {
    resources: { Sg: group({ 'Fn::ImportValue': 'Rules' }) },
    template: { Transform: 'Macro' },
  },
};

export const fail: Suite['fail'] = {
  'absent property: no properties': {
    resources: { Sg: { Type: GROUP } },
    only: besideIt,
    findings: [isOpen(PROPERTIES)],
  },
  'absent property: no properties, where egress has to be in the group': {
    resources: { Sg: { Type: GROUP } },
    settings: inline,
    findings: [mayBeOpen(PROPERTIES)],
  },
  'absent property: no egress': { resources: { Sg: bare }, only: besideIt, findings: [isOpen()] },
  'absent property: no egress, where it has to be in the group': {
    resources: { Sg: bare },
    settings: inline,
    findings: [mayBeOpen()],
  },
  'egress beside it under a condition that only the value of a parameter makes the same': {
    resources: { Sg: { ...bare, Condition: 'IsTest' }, Out: egressIf('IsNotProd') },
    template: { Conditions: { ...bothWays.Conditions, IsNotProd: { 'Fn::Not': [{ Condition: 'IsProd' }] } } },
    only: besideIt,
    findings: [{ ...isOpen(), condition: 'IsTest and not IsNotProd' }],
  },
  'egress that is null': { resources: { Sg: group(null) }, only: besideIt, findings: [isOpen()] },
  'an empty list': { resources: { Sg: group([]) }, only: besideIt, findings: [isOpen()] },
  'an empty list, where egress has to be in the group': {
    resources: { Sg: group([]) },
    settings: inline,
    findings: [mayBeOpen()],
  },
  'a list of null, where egress has to be in the group': {
    resources: { Sg: group([null]) },
    settings: inline,
    findings: [mayBeOpen()],
  },
  'egress that is nothing': { resources: { Sg: group(none) }, findings: [isOpen()] },
  'a list of nothing': { resources: { Sg: group([none, none]) }, findings: [isOpen()] },
  'ingress only': {
    resources: { Sg: { Type: GROUP, Properties: { SecurityGroupIngress: [tcp] } } },
    only: besideIt,
    findings: [isOpen()],
  },
  'one of two groups': { resources: { Good: group([tcp]), Sg: bare }, only: besideIt, findings: [isOpen()] },
  'one of two groups, where egress has to be in the group': {
    resources: { Good: group([tcp]), Sg: bare },
    settings: inline,
    findings: [mayBeOpen()],
  },
  'one of two groups, with egress of the other beside them': {
    resources: { Sg: bare, Other: bare, Out: egressOf({ Ref: 'Other' }) },
    only: besideIt,
    findings: [isOpen()],
  },
  'egress beside it, where it has to be in the group': {
    resources: { Sg: bare, Out: egressOf({ Ref: 'Sg' }) },
    settings: inline,
    only: besideIt,
    findings: [mayBeOpen()],
  },
  'egress of a group that is imported': {
    ...beside({ 'Fn::ImportValue': 'Sg' }),
    findings: [isOpen()],
  },
  'egress of a group whose name begins alike': { ...beside({ Ref: 'SgOther' }), findings: [isOpen()] },
  'egress of another group, by a variable of Fn::Sub that has the name of the group': {
    ...beside({ 'Fn::Sub': ['${Sg}', { Sg: { Ref: 'Other' } }] }),
    findings: [isOpen()],
  },
  'egress beside it under a condition': {
    resources: { Sg: bare, Out: egressIf('IsProd') },
    template: isProd,
    findings: [{ ...isOpen(), condition: 'not IsProd' }],
  },
  'egress beside it twice under the same condition': {
    resources: { Sg: bare, Out: egressIf('IsProd'), OtherOut: egressIf('IsProd') },
    template: isProd,
    findings: [{ ...isOpen(), condition: 'not IsProd' }],
  },
  'egress beside it under another condition than the group': {
    resources: { Sg: { ...bare, Condition: 'IsTest' }, Out: egressIf('IsProd') },
    template: bothWays,
    findings: [{ ...isOpen(), condition: 'IsTest' }],
  },
  'egress beside it under a condition, where it has to be in the group': {
    resources: { Sg: bare, Out: egressIf('IsProd') },
    template: isProd,
    settings: inline,
    findings: [mayBeOpen()],
  },
  'egress of no group': {
    resources: { Sg: bare, Out: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: tcp } },
    only: besideIt,
    findings: [isOpen()],
  },
  'ingress of the group beside it': {
    resources: {
      Sg: bare,
      In: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: { Ref: 'Sg' }, ...tcp } },
    },
    only: besideIt,
    findings: [isOpen()],
  },
  'an entry that may be none': {
    resources: { Sg: group([{ 'Fn::If': ['IsProd', tcp, none] }]) },
    template: isProd,
    findings: [{ ...isOpen(), condition: 'not IsProd' }],
  },
  'entries that may all be none at once': {
    resources: { Sg: group([{ 'Fn::If': ['IsProd', tcp, none] }, { 'Fn::If': ['IsProd', tcp, none] }]) },
    template: isProd,
    findings: [{ ...isOpen(), condition: 'not IsProd' }],
  },
  'entries of two conditions that may both fail': {
    resources: { Sg: group([{ 'Fn::If': ['IsProd', tcp, none] }, { 'Fn::If': ['IsEast', tcp, none] }]) },
    template: {
      Conditions: { ...isProd.Conditions, IsEast: { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '123456789012'] } },
    },
    findings: [{ ...isOpen(), condition: 'not IsProd and not IsEast' }],
  },
  'a list that may be none': {
    resources: { Sg: group({ 'Fn::If': ['IsProd', [tcp], none] }) },
    template: isProd,
    findings: [{ ...isOpen(`${EGRESS}/Fn::If/2`), condition: 'not IsProd' }],
  },
  'a list that may be empty': {
    resources: { Sg: group({ 'Fn::If': ['IsProd', [], [tcp]] }) },
    template: isProd,
    findings: [{ ...isOpen(`${EGRESS}/Fn::If/1`), condition: 'IsProd' }],
  },
  'a group under a condition': {
    resources: { Sg: { ...bare, Condition: 'IsProd' } },
    template: isProd,
    findings: [{ ...isOpen(), condition: 'IsProd' }],
  },
  'a macro, where egress has to be in the group': {
    resources: { Sg: bare },
    template: { Transform: 'Macro' },
    settings: inline,
    findings: [mayBeOpen()],
  },
  'a transform of AWS, which adds no egress': {
    resources: { Sg: bare },
    template: { Transform: ['AWS::Serverless-2016-10-31', 'AWS::LanguageExtensions'] },
    findings: [isOpen()],
  },
};

export const undetermined: Suite['undetermined'] = {
  'a list that is imported, beside egress that exists under a condition only': {
    resources: { Sg: group({ 'Fn::ImportValue': 'Rules' }), Out: { ...egressOf({ Ref: 'Sg' }), Condition: 'IsProd' } },
    template: isProd,
    only: besideIt,
    undetermined: [
      {
        ...leftOpen(EGRESS, ' SecurityGroupEgress', 'Fn::ImportValue is resolved by CloudFormation only'),
        condition: 'not IsProd',
      },
    ],
  },
  'unknown value: a list that is imported': {
    resources: { Sg: group({ 'Fn::ImportValue': 'Rules' }) },
    only: besideIt,
    undetermined: [leftOpen(EGRESS, ' SecurityGroupEgress', 'Fn::ImportValue is resolved by CloudFormation only')],
  },
  'unknown value: a list that is imported, where egress has to be in the group': {
    resources: { Sg: group({ 'Fn::ImportValue': 'Rules' }) },
    settings: inline,
    undetermined: [leftOpen(EGRESS, ' SecurityGroupEgress', 'Fn::ImportValue is resolved by CloudFormation only')],
  },
  'unknown value: properties, where egress has to be in the group': {
    resources: { Sg: { Type: GROUP, Properties: { 'Fn::Transform': { Name: 'Macro' } } } },
    settings: inline,
    undetermined: [leftOpen(PROPERTIES, '', 'Fn::Transform is resolved by CloudFormation only')],
  },
  'a parameter without a default': {
    resources: { Sg: group({ Ref: 'Rules' }) },
    template: { Parameters: { Rules: { Type: 'CommaDelimitedList' } } },
    undetermined: [leftOpen(EGRESS, ' SecurityGroupEgress', 'the value of parameter Rules is not known here')],
  },
  'wrong type: properties that are a list, where egress has to be in the group': {
    resources: { Sg: { Type: GROUP, Properties: [] } },
    settings: inline,
    undetermined: [leftOpen(PROPERTIES, '', 'an egress entry must be an object')],
  },
  'wrong type: properties that are a string': {
    resources: { Sg: { Type: GROUP, Properties: 'egress' } },
    only: besideIt,
    undetermined: [leftOpen(PROPERTIES, '', 'an egress entry must be an object')],
  },
  'one branch that is unknown': {
    resources: { Sg: group({ 'Fn::If': ['IsProd', { 'Fn::ImportValue': 'Rules' }, [tcp]] }) },
    template: isProd,
    undetermined: [
      {
        ...leftOpen(
          `${EGRESS}/Fn::If/1`,
          ' SecurityGroupEgress.Fn::If[1]',
          'Fn::ImportValue is resolved by CloudFormation only',
        ),
        condition: 'IsProd',
      },
    ],
  },
};
