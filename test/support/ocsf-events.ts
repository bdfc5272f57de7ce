import {
  type AppliedExemption,
  decide,
  type JudgedFinding,
  nothing as nothingFound,
} from '../../handler/decide/decision.ts';
import { type HookRequest, parseRequest } from '../../handler/event/request.ts';
import { complianceFinding } from '../../handler/record/ocsf.ts';
import { evaluateResource, evaluateTemplate } from '../../rule/library.ts';
import type { Finding } from '../../rule/rule.ts';
import { allOut, type Change, groupOf, resourceEvent, templateEvent } from './events.ts';

export const STARTED = Date.UTC(2026, 9, 1, 12, 30);
export const CHANGE_SET_ID = 'arn:aws:cloudformation:us-west-2:123456789012:changeSet/Cs/5a2345b6';

const exemption: AppliedExemption = {
  id: 'proxy',
  reason: 'The proxy filters what leaves.',
  approvedBy: 'network-security',
  expires: '2027-01-31',
  match: { logicalId: 'AppSg' },
  daysLeft: 122,
  isExpiring: false,
};

const lapsed: AppliedExemption = { ...exemption, expires: '2026-09-30', daysLeft: -1 };

/** What a finding has beside what the rule says; anything else of it may be given as well. */
type Different = Partial<JudgedFinding>;

/** The findings of an operation, each as the line that is logged of it is read. */
export const eventsOf = (request: HookRequest | undefined, findings: readonly Finding[], different: Different = {}) => {
  const judged = findings.map(
    (finding): JudgedFinding => ({ verdict: 'BLOCKED', isExisting: false, ...finding, ...different }),
  );
  const decision = decide({ ...nothingFound, findings: judged }, 'gate', '');
  const invocation = { request, decision, started: STARTED, ended: STARTED + 20 };
  return judged.map((finding) => JSON.parse(JSON.stringify(complianceFinding(finding, invocation))));
};

/** What is logged of a security group that is about to be provisioned. */
export const resourceEvents = (properties: unknown, change: Change = {}, different: Different = {}) => {
  const request = parseRequest(resourceEvent(properties, change));
  if (request.kind !== 'resource') throw new Error(`Not a resource: ${request.kind}.`);
  return eventsOf(request, evaluateResource(request.resource).findings, different);
};

/** What is logged of a template. */
export const templateEvents = (target: 'STACK' | 'CHANGE_SET', template: string, envelope: object = {}) =>
  eventsOf(
    parseRequest({ ...templateEvent(target, 'https://bucket/payload?secret'), ...envelope }),
    evaluateTemplate(template).findings,
  );

const TEMPLATE = `Conditions:
  IsProd: !Equals [!Ref AWS::Region, us-east-1]
Resources:
  AppSg:
    Type: AWS::EC2::SecurityGroup
    Condition: IsProd
    Properties:
      GroupDescription: app
      SecurityGroupEgress:
        - IpProtocol: -1
          CidrIp: 0.0.0.0/0
`;

const nothing = {
  awsAccountId: undefined,
  stackId: undefined,
  changeSetId: undefined,
  hookTypeName: undefined,
  hookModel: undefined,
  actionInvocationPoint: undefined,
};

/** Long, of control characters, of half a character; all that JSON can hold. */
const HOSTILE = `a"\\\n\r\u0000\u001b[31m\u2028\u202e\ud800<script>${'網'.repeat(100_000)}`;

const hostileEnvelope = {
  awsAccountId: HOSTILE,
  stackId: `arn:${HOSTILE}:cloudformation:${HOSTILE}:1:stack/${HOSTILE}/1`,
  changeSetId: HOSTILE,
  hookTypeName: HOSTILE,
  actionInvocationPoint: HOSTILE,
};

const hostileFinding: Different = {
  logicalId: HOSTILE,
  resourceType: HOSTILE,
  path: `/Resources/${HOSTILE}/Properties/IpProtocol`,
  condition: HOSTILE,
  value: HOSTILE,
  destinations: [{ kind: 'CidrIp', value: HOSTILE }],
  sources: [{ kind: 'default', name: HOSTILE }],
  message: HOSTILE,
  remediation: HOSTILE,
  verdict: 'EXEMPTED',
  exemption: { ...exemption, id: HOSTILE, reason: HOSTILE, approvedBy: HOSTILE },
};

const open = groupOf(allOut);

/** One finding of each kind. */
export const samples = {
  blocked: resourceEvents(open),
  exempted: resourceEvents(open, {}, { verdict: 'EXEMPTED', exemption }),
  'exempted until yesterday': resourceEvents(open, {}, { exemption: lapsed }),
  'that stood there before': resourceEvents(open, {}, { isExisting: true }),
  'that stood there before, and passes': resourceEvents(open, {}, { verdict: 'EXISTING', isExisting: true }),
  'of Cloud Control': resourceEvents(open, { event: { stackId: '' }, data: { targetLogicalId: 'Sg-op-1-request-1' } }),
  'of a stack': templateEvents('STACK', TEMPLATE),
  'of a change set': templateEvents('CHANGE_SET', TEMPLATE, { changeSetId: CHANGE_SET_ID }),
  'of a request that says nothing of itself': resourceEvents(open, { event: nothing }),
  'of no request': eventsOf(undefined, evaluateTemplate(TEMPLATE).findings),
  'with hostile texts': resourceEvents(open, { event: hostileEnvelope }, hostileFinding),
} as const;
