import { labelOf, locationOf, propertiesOf } from '../location.ts';
import type { Finding, Note, Resource, Rule, RuleContext, RuleGuide, RuleMeta } from '../rule.ts';
import { childPlace, holdsNoFunction, type Place, type Possibility, type Resolve } from '../value/index.ts';
import {
  EGRESS_META,
  egressLists,
  groupIdentity,
  KNOWN_LATER,
  LITERALLY,
  MAX_CASES,
  NO_EGRESS,
  REFERENCE,
  SECURITY_GROUP,
  undeterminedAt,
  writtenEntries,
} from './security-group/index.ts';

const meta: RuleMeta = {
  id: 'security_group_without_egress',
  publisherIds: [],
  standard: 'Egress Guard',
  title: 'Security group without egress',
  label: 'no egress',
  description:
    'A security group that names no egress gets the rule of EC2, which allows all protocols to every destination.',
  compliance: 'Every security group names its egress.',
  ...EGRESS_META,
  isDefault: false,
  resourceTypes: [SECURITY_GROUP],
  documentation: [`${REFERENCE}.html`],
  remediation: `Name the egress it needs, e.g. tcp 443; for none at all, ${NO_EGRESS}`,
};

/** The cases in which a group gets no egress but that of EC2. */
const bareAt = (group: Resource, context: RuleContext): readonly Place[] => {
  if (writtenEntries(group)?.some(holdsNoFunction)) return [];
  const lists = egressLists(group, context.resolve).flatMap((list) => emptyCases(list, context.resolve));
  return casesWithoutSiblings(group, lists, context);
};

/** A list is empty where each of its items is absent, all at once. */
const emptyCases = (list: Possibility, resolve: Resolve): readonly Place[] => {
  if (list.isAbsent === true) return [list];
  if (list.unknown !== undefined || !Array.isArray(list.value)) return [];
  let cases: readonly Place[] = [list];
  for (const [index, item] of list.value.entries()) {
    const absent = cases
      .flatMap((place) => resolve({ ...childPlace(list, index, item), when: place.when }))
      .filter(({ isAbsent }) => isAbsent === true)
      .map(({ when }) => ({ ...list, when }));
    cases = bounded(absent, list);
    if (cases.length === 0) return [];
  }
  return cases;
};

const bounded = (cases: readonly Place[], whole: Place): readonly Place[] =>
  cases.length > MAX_CASES ? [whole] : cases;

/** What is left of cases where no resource beside the group names egress of it, as far as those are known. */
const casesWithoutSiblings = (
  group: Resource,
  cases: readonly Place[],
  { settings, withoutEgress }: RuleContext,
): readonly Place[] =>
  cases.length === 0 || settings.requireInlineEgress === true ? cases : (withoutEgress(group, cases) ?? cases);

const findingAt = (group: Resource, place: Place, context: RuleContext): Finding => ({
  ...spotAt(group, place),
  value: null,
  sources: [],
  destinations: [],
  entry: {},
  identity: groupIdentity(group),
  message: messageOn(group, context),
  remediation: context.settings.requireInlineEgress ? `In the group itself: ${INLINE}` : meta.remediation,
});

const messageOn = (group: Resource, { withoutEgress, settings }: RuleContext): string => {
  const mayBeAdded = settings.requireInlineEgress || withoutEgress(group, []) === undefined;
  return `${nameOf(group)} ${mayBeAdded ? ADDED : 'names no egress, so EC2 allows all protocols to every destination.'}`;
};

const spotAt = (group: Resource, place: Place) => locationOf(meta, group, place);

const nameOf = (group: Resource): string => labelOf(group, propertiesOf(group));

const ADDED = 'names no egress, so EC2 allows everything unless another resource adds some.';

const INLINE = meta.remediation.replace(/^N/, 'n');

const unknownAt = (group: Resource, context: RuleContext): readonly Possibility[] =>
  egressLists(group, context.resolve)
    .filter((list) => list.unknown !== undefined)
    .flatMap((list) => casesWithoutSiblings(group, [list], context).map(({ when }) => ({ ...list, when })));

const DOUBT = {
  reason: KNOWN_LATER,
  remediation: `Write the egress ${LITERALLY}`,
};

const noteAt = (group: Resource, place: Place): Note => ({
  ...spotAt(group, place),
  message: `${nameOf(group)} ${ADDED}`,
  remediation: meta.remediation,
});

/** A group must name its egress: in itself or, unless a setting asks for that, in a resource beside it. */
export const securityGroupWithoutEgress: Rule = {
  meta,
  check: (group, context) => {
    const bare = bareAt(group, context);
    const isDecided = context.settings.requireInlineEgress === true || context.withoutEgress(group, []) !== undefined;
    return {
      findings: isDecided ? bare.map((place) => findingAt(group, place, context)) : [],
      undetermined: isDecided
        ? unknownAt(group, context).map((place) => undeterminedAt(meta, group, place, DOUBT))
        : [],
      notes: isDecided ? [] : bare.map((place) => noteAt(group, place)),
    };
  },
  remark: (group, context) => bareAt(group, context).map((place) => noteAt(group, place)),
};

/** What `egress-guard rules` explains with; no function that decides on deployments carries it. */
export const guide: RuleGuide = {
  looksAt: 'whether a group names egress: in `SecurityGroupEgress`, or in a resource beside it in the template',
  why: 'EC2 gives a group that names no egress a rule that allows everything; who writes no egress mostly means none. Another resource may name egress of the group. The resource hook sees one resource at a time, so it refuses only with the setting RequireInlineEgress.',
  fails: {
    'no egress named': `Resources:
  AppSg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: app
`,
  },
  passes: {
    'egress in the group': `Resources:
  AppSg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: app
      SecurityGroupEgress:
        - IpProtocol: tcp
          FromPort: 443
          ToPort: 443
          CidrIp: 0.0.0.0/0
`,
    'egress in a resource beside it': `Resources:
  AppSg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: app
  Out:
    Type: AWS::EC2::SecurityGroupEgress
    Properties:
      GroupId: !GetAtt AppSg.GroupId
      IpProtocol: tcp
      FromPort: 443
      ToPort: 443
      CidrIp: 0.0.0.0/0
`,
    'no egress at all': `Resources:
  AppSg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: app
      SecurityGroupEgress:
        - IpProtocol: icmp
          FromPort: 252
          ToPort: 86
          CidrIp: 255.255.255.255/32
`,
  },
  cdk: `// CDK names no egress of its own with allowAllOutbound: false, but the idiom that reaches nobody.
const group = new ec2.SecurityGroup(this, 'AppSg', { vpc, allowAllOutbound: false });
group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443));
`,
};
