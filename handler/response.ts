import { egressAllProtocols } from '../rule/rules/security-group-egress-with-all-protocols.ts';
import { cut } from '../rule/text.ts';
import type { Decision } from './decision.ts';
import { advice, isExempted, isSkipped, passes, placed, type Told, tell } from './wording.ts';

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
  notApplied: 'Exemptions were not applied: their document cannot be used, and the log of the hook says why.',
  notListed: (count: number) => `${count} more like these are not listed.`,
};

const andMore = (count: number): string => (count === 0 ? '' : ` (and ${count} more)`);

const openFirst = (first: Told, decision: Decision): string => {
  const whatToDo = isExempted(first) ? [] : [advice(first, decision)];
  const problem = decision.exemptions?.problem === undefined ? [] : [messages.notApplied];
  return [placed(first), ...whatToDo, `[${first.ruleId}, ${first.severity}]`, ...problem].join(' ');
};

/** The first spot whole, then the others as long as there is room, then their count; of a refusal, nothing that may pass. */
const listSpots = (spots: readonly Told[], decision: Decision): string => {
  const [first, ...others] = decision.allowed ? spots : spots.filter((spot) => !passes(spot));
  if (first === undefined) return messages.compliant;
  let text = openFirst(first, decision);
  for (const [index, spot] of others.entries()) {
    const next = ` ${placed(spot)}`;
    const left = andMore(others.length - index - 1);
    if (text.length + next.length + left.length > MAX_MESSAGE) return text + andMore(others.length - index);
    text += next;
  }
  return text;
};

const annotate = (spot: Told, decision: Decision): Annotation => ({
  annotationName: spot.ruleId,
  status: isSkipped(spot, decision) ? 'SKIPPED' : 'FAILED',
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

const annotateAll = (decision: Decision, spots: readonly Told[]): Annotation[] => {
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
  const spots = tell(decision);
  const annotations = annotateAll(decision, spots);
  return {
    hookStatus: decision.allowed ? 'SUCCESS' : 'FAILED',
    ...(!decision.allowed && { errorCode: decision.outcome === 'ERROR' ? 'InternalFailure' : 'NonCompliant' }),
    message: cut(decision.reason ?? listSpots(spots, decision), MAX_MESSAGE),
    ...(clientRequestToken !== undefined && { clientRequestToken }),
    ...(annotations.length > 0 && { annotations }),
  };
};
