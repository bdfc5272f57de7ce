import { cut } from '../../rule/index.ts';
import type { Decision } from '../decide/index.ts';
import { type Statement, statementsOf } from './statement.ts';

/** What a Lambda Hook answers; https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html */
export interface HookResponse {
  readonly hookStatus: 'SUCCESS' | 'FAILED';
  readonly errorCode?: 'NonCompliant' | 'InternalFailure';
  readonly message: string;
  readonly clientRequestToken?: string;
  readonly annotations?: readonly Annotation[];
}

/**
 * Puts a decision into the words and within the limits of the hook contract; a field without content is left out.
 * `help`: what every refusal ends with.
 */
export function respond(
  decision: Decision,
  clientRequestToken: string | undefined,
  help: string | undefined,
): HookResponse {
  const statements = statementsOf(decision);
  const annotations = withHelp(annotateAll(decision, statements), decision.allowed ? undefined : help);
  return {
    hookStatus: decision.allowed ? 'SUCCESS' : 'FAILED',
    ...(!decision.allowed && { errorCode: decision.outcome === 'ERROR' ? 'InternalFailure' : 'NonCompliant' }),
    message: messageOf(decision, statements, help),
    ...(clientRequestToken !== undefined && { clientRequestToken }),
    ...(annotations.length > 0 && { annotations }),
  };
}

/** One row of what `GetHookResult` tells; https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Annotation.html */
interface Annotation {
  readonly annotationName: string;
  readonly status: 'PASSED' | 'FAILED' | 'SKIPPED';
  readonly statusMessage: string;
  readonly remediationMessage?: string;
  readonly remediationLink?: string;
  readonly severityLevel?: 'LOW' | 'MEDIUM' | 'HIGH';
}

/** Clients that show annotations do not show the message: the last failed annotation ends with the help, too. */
const withHelp = (annotations: readonly Annotation[], help: string | undefined): readonly Annotation[] => {
  const last = annotations.findLastIndex(({ status }) => status === 'FAILED');
  if (help === undefined || last < 0) return annotations;
  return annotations.map((one, index) =>
    index === last ? { ...one, remediationMessage: [one.remediationMessage, help].filter(Boolean).join(' ') } : one,
  );
};

const MAX_ANNOTATIONS = 50;

const annotateAll = (decision: Decision, statements: readonly Statement[]): Annotation[] => {
  if (decision.reason !== undefined) return decision.allowed ? [note(decision.reason, 'SKIPPED')] : [];
  const listed = statements.length <= MAX_ANNOTATIONS ? statements : statements.slice(0, MAX_ANNOTATIONS - 1);
  const annotations = listed.map(annotate);
  const rest = statements.length - listed.length;
  return rest === 0
    ? annotations
    : [...annotations, note(`${rest} more like these are not listed.`, decision.allowed ? 'SKIPPED' : 'FAILED')];
};

const PRODUCT = 'egress_guard';

/** A statement that belongs to no rule gets the product's name. */
const note = (statusMessage: string, status: Annotation['status']): Annotation => ({
  annotationName: PRODUCT,
  status,
  statusMessage,
});

const severityLevels = { Low: 'LOW', Medium: 'MEDIUM', High: 'HIGH' } as const;

const annotate = ({ rule, text, advice, status }: Statement): Annotation => ({
  annotationName: rule.id,
  status,
  statusMessage: text,
  ...(advice !== undefined && { remediationMessage: advice }),
  remediationLink: rule.documentation[0],
  severityLevel: severityLevels[rule.severity],
});

/** Clients show 1,024 characters of a status reason (`HookStatusReason`), CloudFormation's own prefix included. */
const MAX_MESSAGE = 1000;

/** A refusal ends with the help, which is never cut. */
const messageOf = (decision: Decision, statements: readonly Statement[], help: string | undefined): string => {
  const end = decision.allowed || help === undefined ? '' : ` ${help}`;
  const room = MAX_MESSAGE - end.length;
  return cut(decision.reason ?? listStatements(statements, decision, room), room) + end;
};

/** The first statement whole, then the others as long as there is room, then their count; of a refusal, nothing that may pass. */
const listStatements = (statements: readonly Statement[], decision: Decision, room: number): string => {
  const told = decision.allowed ? statements : statements.filter(({ isTolerated }) => !isTolerated);
  const [first, ...others] = told;
  if (first === undefined) return decision.compliance;
  let text = openFirst(first, decision);
  for (const [index, statement] of others.entries()) {
    const next = ` ${statement.text}`;
    const left = andMore(others.length - index - 1);
    if (text.length + next.length + left.length > room) return text + andMore(others.length - index);
    text += next;
  }
  return text;
};

const openFirst = ({ text, advice, isExempted, isSigned, rule }: Statement, { exemptions }: Decision): string =>
  [
    text,
    ...(advice === undefined || isExempted === true ? [] : [advice]),
    ...(isSigned ? [`[${rule.id}, ${rule.severity}]`] : []),
    ...(exemptions?.problem === undefined
      ? []
      : ['Exemptions were not applied: their document cannot be used, and the log of the hook says why.']),
  ].join(' ');

const andMore = (count: number): string => (count === 0 ? '' : ` (and ${count} more)`);
