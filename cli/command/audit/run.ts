import {
  type AuditedStack,
  type AuditMemory,
  type AuditReport,
  auditStacks,
  type DeployedStack,
  makeReport,
  readStacks,
  selectStacks,
} from '../../../infra/audit/index.ts';
import { type Exemption, type RuleSettings, rulesOn } from '../../../rule/index.ts';
import type { AwsSession } from '../../aws/index.ts';
import { loadExemptions } from '../../input/index.ts';
import { type Terminal, withInterrupt } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { openState } from './memory.ts';
import type { AuditRequest } from './options.ts';
import { makeAuditProgress } from './progress.ts';

/** What an audit needs besides AWS. */
export interface AuditTask {
  readonly request: AuditRequest;
  readonly terminal: Terminal;
  readonly exemptions: readonly Exemption[];
  readonly settings: RuleSettings;
  readonly memory: AuditMemory;
  readonly now: number;
}

/** Reads the files that are named, before AWS is asked anything. @throws {UsageError} */
export async function prepareAudit(request: AuditRequest, terminal: Terminal): Promise<AuditTask> {
  const now = Date.now();
  const { exemptions: path, allowLoopbackOnly, rules } = request;
  const settings: RuleSettings = { allowLoopbackOnly, rules };
  const exemptions = path === undefined ? [] : await loadExemptions(path, terminal, now);
  return { request, terminal, exemptions, settings, memory: openState(request.state, settings), now };
}

/** Audits the account. @throws {UsageError} where a stack is asked for that does not exist, or on Ctrl-C */
export async function runAudit(session: AwsSession, task: AuditTask): Promise<AuditReport> {
  const { request, exemptions, settings, now } = task;
  const { id: account, region } = session.account;
  const all = await readStacks(session.clients.cloudFormation);
  const { stacks, leftOut } = select(all, request);
  const audited = await auditAll(stacks, session, task);
  const exemptionsGiven = request.exemptions !== undefined;
  const { teamTag } = request;
  const rules = rulesOn(settings).map((rule) => rule.id);
  return makeReport({ all, audited, leftOut }, { account, region, teamTag, exemptions, exemptionsGiven, rules, now });
}

const select = (all: readonly DeployedStack[], { stacks: only, excluded, ownName }: AuditRequest) => {
  const { unmatched, ...selected } = selectStacks(all, { only, excluded, ownName });
  if (unmatched.length === 0) return selected;
  throw new UsageError(`--stack ${unmatched[0]}: there is no such stack in this account and Region.`);
};

const auditAll = async (
  stacks: readonly DeployedStack[],
  { clients: { cloudFormation } }: AwsSession,
  { request, terminal, settings, memory }: AuditTask,
): Promise<AuditedStack[]> => {
  const progress = makeAuditProgress(terminal, stacks.length);
  const onDone = ({ outcome }: AuditedStack): void =>
    progress.step(outcome.kind === 'evaluated' ? outcome.evaluation.findings.length : 0);
  const audited = await withInterrupt((signal) =>
    auditStacks(stacks, { cloudFormation, settings, memory, onDone, signal }),
  ).finally(progress.end);
  if (audited.length < stacks.length) throw interrupted(audited.length, stacks.length, request.state);
  return audited;
};

const interrupted = (done: number, total: number, state: string | undefined): UsageError => {
  const next = state === undefined ? 'Give --state FILE to be able to go on' : 'Run the same command again to go on';
  return new UsageError(`interrupted, ${done} of ${total} stacks done. ${next}.`);
};
