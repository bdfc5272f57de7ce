import type { S3Location } from '../config.ts';

export interface StoredObject {
  readonly text: string;
  readonly etag?: string | undefined;
  /** Where the bucket keeps versions. */
  readonly versionId?: string | undefined;
}

/** Thrown where an object cannot be read or written; the message says why, and holds nothing of the object. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** S3, as far as it is needed here. Both throw a `StoreError`. */
export interface ObjectStore {
  /** Undefined: it is still what the ETag stands for. */
  readonly get: (location: S3Location, options: GetOptions) => Promise<StoredObject | undefined>;
  readonly put: (location: S3Location, text: string, signal: AbortSignal) => Promise<void>;
}

/**
 * Waits for what has to do with S3 only so long, in milliseconds: also where a client does not heed the signal.
 * @throws {StoreError}
 */
export async function withTimeout<T>(timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(Math.max(timeoutMs, 0));
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new StoreError('S3 did not answer in time')), { once: true });
  });
  return Promise.race([work(signal), late]);
}

interface GetOptions {
  /** The object's ETag when it was last read. */
  readonly etag?: string | undefined;
  /** In bytes; a larger object is an error. */
  readonly limit: number;
  readonly signal: AbortSignal;
}
