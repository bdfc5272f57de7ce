import { setTimeout as sleep } from 'node:timers/promises';
import { readBody, TooLargeError } from '../read-body.ts';
import { PayloadError } from './payload-error.ts';

/**
 * Fetches a text of at most 4 MB, trying again after faults of the server or the connection.
 * @throws {PayloadError}
 */
export async function fetchText(url: string, signal: AbortSignal, pauses: readonly number[] = PAUSES): Promise<string> {
  const result = await attempt(url, signal).catch((error: unknown) => explain(error, signal));
  if (typeof result === 'string') return result;
  const [pause, ...others] = pauses;
  if (pause === undefined || !(result instanceof TransientError)) throw result;
  await sleep(pause);
  return fetchText(url, signal, others);
}

/** Milliseconds before each further attempt. */
const PAUSES = [100, 400];

/** A fault that may be gone at the next attempt. */
class TransientError extends PayloadError {}

const MAX_BYTES = 4 * 1024 * 1024;

const attempt = async (url: string, signal: AbortSignal): Promise<string> => {
  const response = await fetch(url, { redirect: 'manual', signal });
  if (response.status >= 500) throw new TransientError(`S3 answered with status ${response.status}`);
  if (response.status !== 200) throw new PayloadError(`S3 answered with status ${response.status}`);
  return readBody(response.body ?? [], MAX_BYTES);
};

/** What `fetch` throws names the URL, so none of it is passed on. */
const explain = (error: unknown, signal: AbortSignal): PayloadError => {
  if (signal.aborted) return new PayloadError('it did not arrive in time');
  if (error instanceof TooLargeError) return new PayloadError(error.message);
  return error instanceof PayloadError ? error : new TransientError('the connection to S3 failed');
};
