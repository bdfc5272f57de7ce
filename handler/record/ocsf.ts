import {
  destinationText,
  type Exemption,
  printable,
  printableValue,
  type RuleMeta,
  ruleOf,
  sourceText,
  version,
} from '../../rule/index.ts';
import { verdictSentences } from '../answer/index.ts';
import type { JudgedFinding } from '../decide/index.ts';
import { type HookRequest, type Origin, originOf } from '../event/index.ts';
import type { Invocation } from './decision-record.ts';

/**
 * A finding as Security Lake and SIEMs read it: https://schema.ocsf.io/1.3.0/classes/compliance_finding. Fields that are
 * undefined are not written.
 */
export function complianceFinding(finding: JudgedFinding, { request, started }: Invocation) {
  const message = text(finding.message);
  const rule = ruleOf(finding);
  const { region, stackName } = request ? originOf(request) : NOWHERE;
  const account = request?.awsAccountId && { uid: text(request.awsAccountId), type: 'AWS Account', type_id: 10 };
  const resourceUid = request?.stackId === undefined ? finding.logicalId : `${request.stackId}/${finding.logicalId}`;
  return {
    activity_id: 1,
    category_uid: 2,
    class_uid: 2003,
    class_name: 'Compliance Finding',
    type_uid: 200301,
    time: started,
    severity_id: severityIds[finding.severity],
    severity: finding.severity,
    message,
    ...statusOf(finding),
    metadata: metadataOf(request?.hookTypeName),
    cloud: { provider: 'AWS', account, region: text(region) },
    compliance: {
      control: rule.id,
      standards: [rule.standard],
      status: 'Fail',
      status_id: 3,
      status_detail: message,
    },
    finding_info: {
      // The same each time that the same place of the same stack is found; Cloud Control makes up another logical id each time.
      uid: uid(`${finding.ruleId}:${resourceUid}#${finding.path}`),
      title: rule.title,
      desc: rule.description,
      types: [rule.category],
      created_time: started,
      analytic: { uid: rule.id, name: rule.title, type: 'Rule', type_id: 1 },
    },
    resources: [
      {
        uid: uid(resourceUid),
        name: text(finding.logicalId),
        type: text(finding.resourceType),
        cloud_partition: text(request && partitionOf(request)),
        region: text(region),
        owner: account && { account },
        group: stackOf(request?.stackId, stackName),
        data: dataOf(finding),
      },
    ],
    remediation: { desc: text(finding.remediation), references: rule.documentation },
    unmapped: {
      verdict: finding.verdict,
      isExisting: finding.isExisting,
      actionInvocationPoint: text(request?.actionInvocationPoint),
      changeSetId: text(request?.changeSetId),
    },
  };
}

const NOWHERE: Origin = {};

const severityIds: Readonly<Record<RuleMeta['severity'], number>> = { Low: 2, Medium: 3, High: 4 };

/** Longer than any text that AWS makes; a log line must not grow with its event. */
const MAX_TEXT = 1024;

/** A text from outside; what is unknown stays so. */
function text(value: string | undefined): string | undefined {
  return value && printable(value, MAX_TEXT);
}

/** An identifier joins up to four texts, and is no identifier any more once it is cut. */
const MAX_UID = 4 * MAX_TEXT;

function uid(value: string): string {
  return printable(value, MAX_UID);
}

function statusOf(finding: JudgedFinding) {
  const { verdict, exemption } = finding;
  const [status_id, status] = verdict === 'EXEMPTED' ? ([3, 'Suppressed'] as const) : ([1, 'New'] as const);
  return {
    status_id,
    status,
    status_detail: text(verdictSentences(finding).join(' ')) || undefined,
    enrichments: exemption && [enrichmentOf(status, exemption)],
  };
}

/** OCSF calls what an outside source adds an enrichment: here the exemption, which changes the status. */
const enrichmentOf = (status: string, { id, reason, approvedBy, expires }: Exemption) => ({
  name: 'status',
  value: status,
  type: 'exemption',
  data: { id: text(id), reason: text(reason), approvedBy: text(approvedBy), expires: text(expires) },
});

/** The newest that Amazon Security Lake takes; https://docs.aws.amazon.com/security-lake/latest/userguide/custom-sources.html */
const OCSF_VERSION = '1.3.0';

const metadataOf = (hookTypeName: string | undefined) => ({
  version: OCSF_VERSION,
  profiles: ['cloud'],
  product: {
    uid: 'egress-guard',
    name: 'Egress Guard',
    vendor_name: 'Egress Guard',
    version,
    feature: hookTypeName && { name: text(hookTypeName) },
  },
});

const partitionOf = ({ stackId, functionArn = '' }: HookRequest): string | undefined =>
  /^arn:([^:]+):/.exec(stackId ?? functionArn)?.[1];

const stackOf = (stackId: string | undefined, name: string | undefined) =>
  stackId && { uid: uid(stackId), name: text(name), type: 'AWS::CloudFormation::Stack' };

/** The finding's own facts: where in the resource, under which condition, what it opens and to whom. */
const dataOf = ({ path, line, column, condition, value, sources, destinations }: JudgedFinding) => ({
  path: text(path),
  line,
  column,
  condition: text(condition),
  value: printableValue(value),
  source: text(sourceText(sources)) || undefined,
  destination: text(destinationText(destinations, MAX_TEXT) ?? undefined),
});
