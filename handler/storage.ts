import type { S3Bucket } from './config.ts';
import { makeReadExemptions, type ReadExemptions } from './decide/index.ts';
import { type Archived, archive, type Invocation } from './record/index.ts';
import { makeS3, type ObjectStore } from './s3/index.ts';

/** The exemptions document and the archive, both in S3. It lives as long as the function's environment. */
export interface Storage {
  readonly readExemptions: ReadExemptions;
  /** Writes a report to a bucket within `timeoutMs`; never rejects. */
  readonly archive: (invocation: Invocation, bucket: S3Bucket, timeoutMs: number) => Promise<Archived>;
}

export function makeStorage(now: () => number, store: ObjectStore = makeS3()): Storage {
  return {
    readExemptions: makeReadExemptions(store, now),
    archive: (invocation, bucket, timeoutMs) => archive(invocation, bucket, store, timeoutMs),
  };
}
