import { cut, version } from '../../rule/index.ts';
import type { Decision, JudgedFinding } from '../decide/index.ts';
import { type HookRequest, originOf } from '../event/index.ts';
import { type Fault, faultOf } from '../fault.ts';

/** What an invocation was about, as far as it came to be known. */
export interface Invocation {
  readonly request: HookRequest | undefined;
  readonly decision: Decision;
  /** Milliseconds since the epoch. */
  readonly started: number;
  readonly ended: number;
  readonly fault?: Fault;
  readonly archived?: Archived;
}

/** The key of the report of a refused operation in the archive, or why there is none. */
export type Archived = { readonly key: string } | { readonly problem: string };

/** A hostile template could hold tens of thousands of findings: only so many get a line each, and all are counted. */
export const MAX_TOLD = 1000;

/** One line tells of an invocation. Fields that are undefined are not written. */
export function decisionRecord({ request, decision, started, ended, fault, archived }: Invocation) {
  return {
    event: 'decision',
    time: new Date(started).toISOString(),
    ...(request ? describe(request) : { hookTypeName: UNKNOWN, targetOperation: UNKNOWN }),
    outcome: decision.outcome,
    hookStatus: decision.allowed ? 'SUCCESS' : 'FAILED',
    ...countsOf(decision),
    reason: decision.reason,
    error: decision.error,
    fault: fault ?? ruleFaultOf(decision),
    ...exemptionFields(decision),
    ...(archived && archiveFields(archived)),
    durationMs: ended - started,
    version,
  };
}

/** Metrics are told apart by these fields: a line without them would not be counted. */
const UNKNOWN = 'UNKNOWN';

const describe = (request: HookRequest) => {
  const { region, stackName } = originOf(request);
  return {
    hookTypeName: bounded(request.hookTypeName) ?? UNKNOWN,
    targetOperation: targetOperation(request),
    actionInvocationPoint: bounded(request.actionInvocationPoint),
    accountId: bounded(request.awsAccountId),
    region: bounded(region),
    stackId: bounded(request.stackId),
    stackName: bounded(stackName),
    changeSetId: bounded(request.changeSetId),
    logicalId: bounded(request.targetLogicalId),
    resourceType: bounded(request.targetName),
  };
};

/** Longer than any id that AWS makes; a log line must not grow with its event. */
const MAX_FIELD = 1024;

const bounded = (text: string | undefined): string | undefined => text && cut(text, MAX_FIELD);

/** CloudFormation names a stack; Cloud Control has none. */
const targetOperation = ({ targetName, stackId }: HookRequest): string => {
  if (targetName === 'STACK' || targetName === 'CHANGE_SET') return targetName;
  return stackId === undefined ? 'CLOUD_CONTROL' : 'RESOURCE';
};

const countsOf = ({ findings, undetermined, notes }: Decision) => {
  const count = (verdict: JudgedFinding['verdict']) => findings.filter((finding) => finding.verdict === verdict).length;
  return {
    findings: findings.length,
    blocked: count('BLOCKED'),
    exempted: count('EXEMPTED'),
    existing: count('EXISTING'),
    undetermined: undetermined.length,
    notes: notes.length,
  };
};

/** Of several rules that threw, the first one tells enough to begin with. */
const ruleFaultOf = ({ faults: [first] }: Decision): Fault | undefined =>
  first && { rule: first.ruleId, ...faultOf(first.error) };

const exemptionFields = ({ findings, exemptions }: Decision) => {
  if (exemptions === undefined) return {};
  const applied = appliedTo(findings);
  return {
    ...(applied.length > 0 && { exemptions: applied }),
    exemptionsVersion: exemptions.versionId,
    exemptionsProblem: exemptions.problem,
  };
};

/** As many as a message has annotations. */
const MAX_EXEMPTIONS = 50;

const appliedTo = (findings: readonly JudgedFinding[]) => {
  const exemptions = findings.flatMap(({ verdict, exemption }) => (verdict === 'EXEMPTED' && exemption) || []);
  const byId = new Map(exemptions.map((exemption) => [exemption.id, exemption]));
  return [...byId.values()].slice(0, MAX_EXEMPTIONS).map(({ id, expires, daysLeft, isExpiring }) => ({
    id,
    expires,
    daysLeft,
    ...(isExpiring && { isExpiring }),
  }));
};

const archiveFields = (archived: Archived) =>
  'key' in archived ? { archiveKey: archived.key } : { archiveProblem: archived.problem };
