import { type RuleMeta, ruleOf, version } from '../../rule/index.ts';
import type { JudgedFinding } from '../decide/index.ts';
import type { HookRequest } from '../event/index.ts';
import type { Invocation } from './decision-record.ts';
import { cloudOf, findingUid, resourceOf } from './ocsf-resource.ts';
import { statusOf } from './ocsf-status.ts';
import { text } from './ocsf-text.ts';

/**
 * A finding as Security Lake and SIEMs read it: https://schema.ocsf.io/1.3.0/classes/compliance_finding. Fields that are
 * undefined are not written.
 */
export function complianceFinding(finding: JudgedFinding, invocation: Invocation) {
  const { request, started } = invocation;
  const message = text(finding.message);
  const rule = ruleOf(finding);
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
    metadata: metadataOf(request),
    cloud: cloudOf(request),
    compliance: {
      control: rule.id,
      standards: [rule.standard],
      status: 'Fail',
      status_id: 3,
      status_detail: message,
    },
    finding_info: findingInfoOf(finding, rule, invocation),
    resources: [resourceOf(finding, request)],
    remediation: { desc: text(finding.remediation), references: rule.documentation },
    unmapped: unmappedOf(finding, request),
  };
}

const severityIds: Readonly<Record<RuleMeta['severity'], number>> = { Low: 2, Medium: 3, High: 4 };

/** The newest that Amazon Security Lake takes; https://docs.aws.amazon.com/security-lake/latest/userguide/custom-sources.html */
const OCSF_VERSION = '1.3.0';

const metadataOf = (request: HookRequest | undefined) => ({
  version: OCSF_VERSION,
  profiles: ['cloud'],
  product: {
    uid: 'egress-guard',
    name: 'Egress Guard',
    vendor_name: 'Egress Guard',
    version,
    feature: request?.hookTypeName && { name: text(request.hookTypeName) },
  },
});

const findingInfoOf = (finding: JudgedFinding, rule: RuleMeta, { request, started }: Invocation) => ({
  uid: findingUid(finding, request),
  title: rule.title,
  desc: rule.description,
  types: [rule.category],
  created_time: started,
  analytic: { uid: rule.id, name: rule.title, type: 'Rule', type_id: 1 },
});

/** What the schema has no place for. */
const unmappedOf = ({ verdict, isExisting }: JudgedFinding, request: HookRequest | undefined) => ({
  verdict,
  isExisting,
  actionInvocationPoint: text(request?.actionInvocationPoint),
  changeSetId: text(request?.changeSetId),
});
