import { cut, version } from '../../rule/index.ts';
import type { Decision, JudgedFinding } from '../decide/index.ts';
import { type HookRequest, type Origin, originOf } from '../event/index.ts';
import { type Fault, faultOf } from '../fault.ts';

/** What an invocation was about, as far as it came to be known. */
export interface Invocation {
  readonly request: HookRequest | undefined;
  readonly decision: Decision;
  /** Milliseconds since the epoch. */
  readonly started: number;
  readonly ended: number;
  readonly fault?: Fault | undefined;
  readonly archived?: Archived | undefined;
}

/** The key of the report of a refused operation in the archive, or why there is none. */
export type Archived =
  | { readonly key: string; readonly problem?: undefined }
  | { readonly key?: undefined; readonly problem: string };

/** A hostile template could hold tens of thousands of findings: only so many get a line each, and all are counted. */
export const MAX_TOLD = 1000;

/** One line tells of an invocation. Fields that are undefined are not written. In one piece: that makes it in a third of the time. */
export function decisionRecord({ request, decision, started, ended, fault, archived }: Invocation) {
  const { findings, exemptions } = decision;
  const { region, stackName } = request ? originOf(request) : UNKNOWN_ORIGIN;
  const count = (verdict: JudgedFinding['verdict']) => findings.filter((finding) => finding.verdict === verdict).length;
  return {
    event: 'decision',
    time: new Date(started).toISOString(),
    hookTypeName: bounded(request?.hookTypeName) ?? UNKNOWN,
    targetOperation: request ? targetOperation(request) : UNKNOWN,
    actionInvocationPoint: bounded(request?.actionInvocationPoint),
    accountId: bounded(request?.awsAccountId),
    region: bounded(region),
    stackId: bounded(request?.stackId),
    stackName: bounded(stackName),
    changeSetId: bounded(request?.changeSetId),
    logicalId: bounded(request?.targetLogicalId),
    resourceType: bounded(request?.targetName),
    outcome: decision.outcome,
    hookStatus: decision.allowed ? 'SUCCESS' : 'FAILED',
    findings: findings.length,
    blocked: count('BLOCKED'),
    exempted: count('EXEMPTED'),
    existing: count('EXISTING'),
    undetermined: decision.undetermined.length,
    notes: decision.notes.length,
    reason: decision.reason,
    error: decision.error,
    fault: fault ?? ruleFaultOf(decision),
    exemptions: appliedTo(findings),
    exemptionsVersion: exemptions?.versionId,
    exemptionsProblem: exemptions?.problem,
    archiveKey: archived?.key,
    archiveProblem: archived?.problem,
    durationMs: ended - started,
    version,
  };
}

/** Metrics are told apart by these fields: a line without them would not be counted. */
const UNKNOWN = 'UNKNOWN';

const UNKNOWN_ORIGIN: Origin = {};

/** Longer than any id that AWS makes; a log line must not grow with its event. */
const MAX_FIELD = 1024;

const bounded = (text: string | undefined): string | undefined => text && cut(text, MAX_FIELD);

/** CloudFormation names a stack; Cloud Control has none. */
const targetOperation = ({ targetName, stackId }: HookRequest): string => {
  if (targetName === 'STACK' || targetName === 'CHANGE_SET') return targetName;
  return stackId === undefined ? 'CLOUD_CONTROL' : 'RESOURCE';
};

/** Of several rules that threw, the first one tells enough to begin with. */
const ruleFaultOf = ({ faults: [first] }: Decision): Fault | undefined =>
  first && { rule: first.ruleId, ...faultOf(first.error) };

/** As many as a message has annotations. */
const MAX_EXEMPTIONS = 50;

const appliedTo = (findings: readonly JudgedFinding[]) => {
  const exemptions = findings.flatMap(({ verdict, exemption }) => (verdict === 'EXEMPTED' && exemption) || []);
  if (exemptions.length === 0) return undefined;
  const byId = new Map(exemptions.map((exemption) => [exemption.id, exemption]));
  return [...byId.values()]
    .slice(0, MAX_EXEMPTIONS)
    .map(({ id, expires, daysLeft, isExpiring }) => ({ id, expires, daysLeft, isExpiring: isExpiring || undefined }));
};
