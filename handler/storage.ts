import { makeReadExemptions, type ReadExemptions } from './decide/exemptions.ts';
import { archive } from './record/archive.ts';
import type { Archived, Invocation } from './record/decision-record.ts';
import { makeS3 } from './s3/client.ts';
import type { ObjectStore } from './s3/object-store.ts';

/** What is kept in S3. It lives as long as the function, and keeps the exemptions document. */
export interface Storage {
  readonly readExemptions: ReadExemptions;
  /** Keeps a report in a bucket, for which there are so many milliseconds; never rejects. */
  readonly archive: (invocation: Invocation, bucket: string, patience: number) => Promise<Archived>;
}

export function makeStorage(now: () => number, store: ObjectStore = makeS3()): Storage {
  return {
    readExemptions: makeReadExemptions(store, now),
    archive: (invocation, bucket, patience) => archive(invocation, bucket, store, patience),
  };
}
