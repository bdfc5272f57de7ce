import { egressAllProtocols } from '../rule/egress-all-protocols.ts';
import type { Spot } from '../rule/rule.ts';
import { cut } from '../rule/text.ts';
import type { Decision } from './decision.ts';

/** One row of what `GetHookResult` tells; https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Annotation.html */
export interface Annotation {
  readonly annotationName: string;
  readonly status: 'PASSED' | 'FAILED' | 'SKIPPED';
  readonly statusMessage: string;
  readonly remediationMessage?: string;
  readonly remediationLink?: string;
  readonly severityLevel?: 'LOW' | 'MEDIUM' | 'HIGH';
}

/** What a Lambda Hook answers; https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html */
export interface HookResponse {
  readonly hookStatus: 'SUCCESS' | 'FAILED';
  readonly errorCode?: 'NonCompliant' | 'InternalFailure';
  readonly message: string;
  readonly clientRequestToken?: string;
  readonly annotations?: readonly Annotation[];
}

/** Clients show 1,024 characters of a status reason (`HookStatusReason`), CloudFormation's own prefix included. */
const MAX_MESSAGE = 1000;
const MAX_ANNOTATIONS = 50;

const severityLevels = { Low: 'LOW', Medium: 'MEDIUM', High: 'HIGH' } as const;

const messages = {
  compliant: 'No security group egress is open to all protocols.',
  later: 'Decided when the resource is provisioned.',
  notListed: (count: number) => `${count} more like these are not listed.`,
};

const placed = ({ line, message }: Spot): string => (line === undefined ? message : `Line ${line}: ${message}`);

const isLeftToGate = (spot: Spot, { stance, findings }: Decision): boolean =>
  stance === 'warning' && !findings.some((finding) => finding === spot);

/** The early warning asks nobody to change what the gate may find to be right. */
const advice = (spot: Spot, decision: Decision): string =>
  isLeftToGate(spot, decision) ? messages.later : spot.remediation;

const andMore = (count: number): string => (count === 0 ? '' : ` (and ${count} more)`);

/** The first spot whole, then the others as long as there is room, then their count. */
const listSpots = ([first, ...others]: readonly Spot[], decision: Decision): string => {
  if (first === undefined) return messages.compliant;
  let text = `${placed(first)} ${advice(first, decision)} [${first.ruleId}, ${first.severity}]`;
  for (const [index, spot] of others.entries()) {
    const next = ` ${placed(spot)}`;
    const left = andMore(others.length - index - 1);
    if (text.length + next.length + left.length > MAX_MESSAGE) return text + andMore(others.length - index);
    text += next;
  }
  return text;
};

const annotate = (spot: Spot, decision: Decision): Annotation => ({
  annotationName: spot.ruleId,
  status: isLeftToGate(spot, decision) ? 'SKIPPED' : 'FAILED',
  statusMessage: placed(spot),
  remediationMessage: advice(spot, decision),
  remediationLink: egressAllProtocols.documentation[0],
  severityLevel: severityLevels[spot.severity],
});

const note = (statusMessage: string, status: Annotation['status']): Annotation => ({
  annotationName: egressAllProtocols.id,
  status,
  statusMessage,
});

const annotateAll = (decision: Decision, spots: readonly Spot[]): Annotation[] => {
  if (decision.reason !== undefined) return decision.allowed ? [note(decision.reason, 'SKIPPED')] : [];
  const listed = spots.length <= MAX_ANNOTATIONS ? spots : spots.slice(0, MAX_ANNOTATIONS - 1);
  const annotations = listed.map((spot) => annotate(spot, decision));
  const rest = spots.length - listed.length;
  return rest === 0
    ? annotations
    : [...annotations, note(messages.notListed(rest), decision.allowed ? 'SKIPPED' : 'FAILED')];
};

/** Puts a decision into the words and within the limits of the hook contract; a field without content is left out. */
export const respond = (decision: Decision, clientRequestToken: string | undefined): HookResponse => {
  const spots = [...decision.findings, ...decision.undetermined];
  const annotations = annotateAll(decision, spots);
  return {
    hookStatus: decision.allowed ? 'SUCCESS' : 'FAILED',
    ...(!decision.allowed && { errorCode: decision.outcome === 'ERROR' ? 'InternalFailure' : 'NonCompliant' }),
    message: cut(decision.reason ?? listSpots(spots, decision), MAX_MESSAGE),
    ...(clientRequestToken !== undefined && { clientRequestToken }),
    ...(annotations.length > 0 && { annotations }),
  };
};
