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

const andMore = (count: number): string => (count === 0 ? '' : ` (and ${count} more)`);

/** The first spot whole, then the others as long as there is room, then their count. */
const listSpots = ([first, ...others]: readonly Spot[]): string => {
  if (first === undefined) return 'No security group egress is open to all protocols.';
  let text = `${first.message} ${first.remediation} [${first.ruleId}, ${first.severity}]`;
  for (const [index, { message }] of others.entries()) {
    const left = andMore(others.length - index - 1);
    if (text.length + message.length + left.length + 1 > MAX_MESSAGE) return text + andMore(others.length - index);
    text += ` ${message}`;
  }
  return text;
};

const annotate = (spot: Spot, status: Annotation['status']): Annotation => ({
  annotationName: spot.ruleId,
  status,
  statusMessage: spot.message,
  remediationMessage: spot.remediation,
  remediationLink: egressAllProtocols.documentation[0],
  severityLevel: severityLevels[spot.severity],
});

const note = (statusMessage: string, status: Annotation['status']): Annotation => ({
  annotationName: egressAllProtocols.id,
  status,
  statusMessage,
});

const annotateAll = (decision: Decision, spots: readonly Spot[]): Annotation[] => {
  const status = decision.allowed ? 'SKIPPED' : 'FAILED';
  if (spots.length === 0)
    return decision.outcome === 'SKIPPED' ? [note(decision.reason ?? 'Not checked.', status)] : [];
  if (spots.length <= MAX_ANNOTATIONS) return spots.map((spot) => annotate(spot, status));
  const listed = spots.slice(0, MAX_ANNOTATIONS - 1);
  const rest = `${spots.length - listed.length} more like these are not listed.`;
  return [...listed.map((spot) => annotate(spot, status)), note(rest, status)];
};

/** Puts a decision into the words and within the limits of the hook contract; a field without content is left out. */
export const respond = (decision: Decision, clientRequestToken: string | undefined): HookResponse => {
  const spots = [...decision.findings, ...decision.undetermined];
  const annotations = annotateAll(decision, spots);
  return {
    hookStatus: decision.allowed ? 'SUCCESS' : 'FAILED',
    ...(!decision.allowed && { errorCode: decision.outcome === 'ERROR' ? 'InternalFailure' : 'NonCompliant' }),
    message: cut(decision.reason ?? listSpots(spots), MAX_MESSAGE),
    ...(clientRequestToken !== undefined && { clientRequestToken }),
    ...(annotations.length > 0 && { annotations }),
  };
};
