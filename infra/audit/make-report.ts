import type { AuditedStack } from './audit-stacks.ts';
import { compareTexts, countBy, countStacks } from './count.ts';
import type { StackEvaluation } from './evaluate-stack.ts';
import { groupOf, tagOf } from './group.ts';
import { type ExemptionInput, judgeFindings } from './judge.ts';
import type { AuditReport, InStack, StackLabel, StackWithReason } from './report.ts';
import type { LeftOut } from './select.ts';
import { type DeployedStack, OUTSIDE, readStackId } from './stack.ts';

export interface ReportSettings extends ExemptionInput {
  readonly account: string;
  readonly region: string;
  /** The name of the tag that tells whose a stack is. */
  readonly teamTag: string;
  readonly exemptionsGiven: boolean;
  /** Ids of the rules that were applied. */
  readonly rules: readonly string[];
  readonly aggregator?: string;
}

/** All that an audit is about. */
export interface Audited {
  readonly all: readonly DeployedStack[];
  readonly audited: readonly AuditedStack[];
  readonly leftOut: readonly LeftOut[];
}

/** Puts together what an audit found. */
export function makeReport(audit: Audited, settings: ReportSettings): AuditReport {
  const { account, region, exemptionsGiven, rules, now, aggregator } = settings;
  const label = makeLabel(audit.all, settings);
  const labelled = audit.audited.flatMap((audited) => labelAudited(audited, label));
  const found = labelled.flatMap(({ label, evaluation }) =>
    (evaluation?.findings ?? []).map((finding) => ({ ...finding, ...label })),
  );
  const undetermined = labelled.flatMap(({ label, evaluation }) =>
    (evaluation?.undetermined ?? []).map((spot) => ({ ...spot, ...label })),
  );
  const counted = {
    stacks: labelled.map(describeStack).sort(byStack),
    ...judgeFindings(found.sort(byPlace), settings),
    undetermined: undetermined.sort(byPlace),
    unread: labelled.flatMap(({ label, reason }) => (reason === undefined ? [] : [{ ...label, reason }])).sort(byStack),
  };
  const leftOut = listLeftOut(audit, label).sort(byStack);
  return {
    version: 1,
    account,
    region,
    ...(aggregator !== undefined && { aggregator }),
    time: new Date(now).toISOString(),
    rules,
    exemptionsGiven,
    summary: { ...countStacks(counted), leftOut: leftOut.length },
    groups: countBy(counted, ({ group }) => group),
    teams: countBy(counted, ({ team }) => team),
    ...(aggregator !== undefined && { accounts: countBy(counted, (stack) => stack.account) }),
    ...counted,
    leftOut,
  };
}

type Label = (stack: DeployedStack) => StackLabel;

/** A nested stack is the team's of its root, where its own tags do not tell. */
const makeLabel = (all: readonly DeployedStack[], { teamTag, aggregator }: ReportSettings): Label => {
  const byId = new Map(all.map((stack) => [stack.id, stack]));
  return (stack) => {
    const root = byId.get(stack.rootId ?? '');
    const team = tagOf(stack, teamTag) ?? (root && tagOf(root, teamTag));
    const label = { stackName: stack.name, stackId: stack.id, ...(team !== undefined && { team }) };
    if (aggregator === undefined) return { ...label, group: groupOf(stack) };
    const { account } = readStackId(stack.id);
    const isOutside = stack.name === OUTSIDE;
    return { ...label, account, group: `${account} ${groupOf(stack)}`, ...(isOutside && { isOutside }) };
  };
};

interface Labelled {
  readonly label: StackLabel;
  readonly stack: DeployedStack;
  readonly evaluation?: StackEvaluation;
  /** Why it could not be read. */
  readonly reason?: string;
}

const labelAudited = ({ stack, outcome }: AuditedStack, label: Label): readonly Labelled[] => {
  if (outcome.kind === 'gone') return [];
  if (outcome.kind === 'unread') return [{ label: label(stack), stack, reason: outcome.reason }];
  const { unreadable } = outcome.evaluation;
  const reason = unreadable === undefined ? {} : { reason: `its template cannot be read: ${unreadable}` };
  return [{ label: label(stack), stack, evaluation: outcome.evaluation, ...reason }];
};

const describeStack = ({ label, stack: { status, updated }, evaluation }: Labelled): AuditReport['stacks'][number] => ({
  ...label,
  status,
  updated,
  ...(evaluation?.isOriginal === true && { isOriginal: true }),
});

const byStack = (a: StackLabel, b: StackLabel): number =>
  compareTexts(a.group, b.group) || compareTexts(a.stackName, b.stackName) || compareTexts(a.stackId, b.stackId);

const byPlace = (a: InStack, b: InStack): number => byStack(a, b) || a.line - b.line || a.column - b.column;

const listLeftOut = ({ audited, leftOut }: Audited, label: Label): StackWithReason[] => {
  const gone = audited.flatMap(({ stack, outcome }) =>
    outcome.kind === 'gone' ? [{ stack, reason: 'it was deleted while the audit ran' }] : [],
  );
  return [...leftOut, ...gone].map(({ stack, reason }) => ({ ...label(stack), reason }));
};
