import { setTimeout as sleep } from 'node:timers/promises';
import { DecisionError } from '../decision-error.ts';
import { readBody, TooLargeError } from '../read-body.ts';

/** Thrown where a payload cannot be had or understood; the message says why, without the URL and without the payload. */
export class PayloadError extends DecisionError {
  override readonly name: string = 'PayloadError';
  override readonly kind = 'PAYLOAD';
  override readonly reason: string = `The template was not checked: ${this.message}. ${LATER}`;
}

const LATER = 'Its security groups are decided when they are provisioned.';

/** Thrown where an update brings no template, as one of parameters alone may: nothing is wrong, and nothing was checked. */
export class NoTemplateError extends PayloadError {
  override readonly name = 'NoTemplateError';
  override readonly reason = `The update came without a template, so nothing was checked. ${LATER}`;
  override readonly isSkipped = true;
}

/** Whether a payload may be fetched from there: S3, or the one other origin that is set for local use. */
export function isPayloadUrl(text: string, origin: string | undefined): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && url.username === '' && url.password === '' && (isS3(url) || isAt(origin, url));
}

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

/**
 * Hosts of S3 as AWS documents its endpoints, in every partition with public names, with or without a bucket in front.
 * Strict about what stands behind `s3`: the names of load balancers end like those of S3, and anyone can choose them.
 */
const S3_HOST =
  /^(?:[a-z0-9][a-z0-9.-]*\.)?s3(?:-accelerate|-fips)?(?:\.dualstack)?(?:[.-][a-z]{2,4}(?:-[a-z]+)+-\d)?\.amazonaws\.(?:com|com\.cn|eu)$/;

const isS3 = ({ protocol, hostname, port }: URL): boolean =>
  protocol === 'https:' && S3_HOST.test(hostname) && port === '';

/** Compares scheme and host; `URL.origin` would not do, since a `blob:` URL has that of the URL inside it. */
const isAt = (origin: string | undefined, { protocol, host }: URL): boolean => `${protocol}//${host}` === origin;

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
