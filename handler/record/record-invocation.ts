import { version } from '../../rule/index.ts';
import type { Config } from '../config.ts';
import type { Decision } from '../decide/index.ts';
import { faultOf } from '../fault.ts';
import type { Storage } from '../storage.ts';
import { type Archived, decisionRecord, type Invocation, MAX_TOLD } from './decision-record.ts';
import { complianceFinding } from './ocsf.ts';

/** Where a record goes. */
export interface RecordDependencies {
  readonly config: () => Config;
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly storage: () => Promise<Storage>;
  /** Milliseconds that are left of the invocation. */
  readonly remaining: () => number;
}

/**
 * Archives a refused operation and logs the invocation: one line for the decision, and one for each finding. Never
 * rejects: what cannot be recorded changes no decision, and leaves one line that says so.
 */
export async function recordInvocation(invocation: Unfinished, dependencies: RecordDependencies): Promise<void> {
  const archived = isToKeep(invocation.decision)
    ? await archive(invocation, dependencies).catch((): Archived => ({ problem: 'internal fault' }))
    : undefined;
  const { log } = dependencies;
  const whole: Invocation = { ...invocation, ended: dependencies.now(), archived };
  try {
    log(JSON.stringify(decisionRecord(whole)));
  } catch (error) {
    writeFailure('decision', invocation, error, log);
    return;
  }
  try {
    writeFindings(whole, log);
  } catch (error) {
    writeFailure('findings', invocation, error, log);
  }
}

type Unfinished = Omit<Invocation, 'ended'>;

/** Operations that are refused for what they hold; a fault of ours is no such operation. */
const isToKeep = ({ allowed, outcome }: Decision): boolean => !allowed && outcome !== 'ERROR';

/** Milliseconds that are left for writing the log when the archive is waited for. */
const LOG_MS = 1000;

const archive = async (invocation: Unfinished, dependencies: RecordDependencies): Promise<Archived | undefined> => {
  const { archiveBucket: bucket, archiveBucketOwner: owner } = dependencies.config();
  if (bucket === undefined) return undefined;
  const storage = await dependencies.storage();
  const whole = { ...invocation, ended: dependencies.now() };
  return storage.archive(whole, { bucket, owner }, dependencies.remaining() - LOG_MS);
};

/** The line for an invocation whose record cannot be made: that there was one, and how it came out. */
const writeFailure = (
  what: string,
  { decision, started }: Unfinished,
  error: unknown,
  log: RecordDependencies['log'],
): void => {
  const { outcome, allowed } = decision;
  const hookStatus = allowed ? 'SUCCESS' : 'FAILED';
  const time = new Date(started).toISOString();
  try {
    log(JSON.stringify({ event: 'recordFailure', time, what, outcome, hookStatus, fault: faultOf(error), version }));
  } catch {}
};

/** The findings that were written, before one could not be. */
const writeFindings = (whole: Invocation, log: (line: string) => void): void => {
  const findings = whole.decision.findings.slice(0, MAX_TOLD);
  for (const finding of findings) log(JSON.stringify(complianceFinding(finding, whole)));
};
