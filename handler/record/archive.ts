import { findingRecord, locationRecord } from '../../rule/index.ts';
import type { S3Bucket } from '../config.ts';
import { originOf } from '../event/index.ts';
import { type ObjectStore, StoreError, withTimeout } from '../s3/index.ts';
import { type Archived, decisionRecord, type Invocation, MAX_TOLD } from './decision-record.ts';

/** Keeps a report of a refused operation; never rejects, since what is decided does not depend on it. */
export async function archive(
  invocation: Invocation,
  bucket: S3Bucket,
  store: ObjectStore,
  timeoutMs: number,
): Promise<Archived> {
  const key = keyOf(invocation);
  if (key === undefined) return { problem: 'the request names no account or Region to put it under' };
  try {
    const text = JSON.stringify(reportOf(invocation));
    await withTimeout(Math.min(timeoutMs, MAX_WRITE_MS), (signal) => store.put({ ...bucket, key }, text, signal));
    return { key };
  } catch (error) {
    return { problem: error instanceof StoreError ? error.message : 'internal fault' };
  }
}

/** Milliseconds for writing a report at most: the developer waits for the answer. */
const MAX_WRITE_MS = 2000;

const ACCOUNT = /^\d{12}$/;

const REGION = /^[a-z0-9-]{1,40}$/;

const TOKEN = /^[A-Za-z0-9-]{1,64}$/;

/** `<account>/<region>/<date>/<time>-<token>.json`, in UTC; a later attempt at the same request has its own. */
const keyOf = ({ request, started }: Invocation): string | undefined => {
  const { account = '', region = '' } = request ? originOf(request) : {};
  if (!ACCOUNT.test(account) || !REGION.test(region)) return undefined;
  const [date = '', time = ''] = new Date(started).toISOString().split('T');
  const token = request?.clientRequestToken ?? '';
  const name = `${time.replaceAll(':', '')}-${TOKEN.test(token) ? token : crypto.randomUUID()}`;
  return `${account}/${region}/${date}/${name}.json`;
};

const reportOf = (invocation: Invocation) => ({
  version: 1,
  decision: decisionRecord(invocation),
  findings: invocation.decision.findings.slice(0, MAX_TOLD).map(findingRecord),
  undetermined: invocation.decision.undetermined.slice(0, MAX_TOLD).map(locationRecord),
});
