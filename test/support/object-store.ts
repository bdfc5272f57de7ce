import type { S3Location } from '../../handler/config.ts';
import { type ObjectStore, type StoredObject, StoreError } from '../../handler/s3/object-store.ts';

/** What a store was asked for, in order. */
interface Asked {
  readonly location: S3Location;
  readonly etag?: string;
  readonly text?: string;
}

export interface FakeStore extends ObjectStore {
  readonly asked: readonly Asked[];
}

/** What `get` comes to: an object, undefined where it is unchanged, or the text of an error. */
export type Fetched = StoredObject | undefined | string;

/** A store that answers its reads in turn, the last answer again and again; `refusal` is why it takes nothing. */
export const fakeStore = (fetched: readonly Fetched[], refusal?: string): FakeStore => {
  const asked: Asked[] = [];
  let reads = 0;
  return {
    asked,
    get: async (location, { etag }) => {
      asked.push({ location, ...(etag !== undefined && { etag }) });
      const answer = fetched[Math.min(reads, fetched.length - 1)];
      reads += 1;
      if (typeof answer === 'string') throw new StoreError(answer);
      return answer;
    },
    put: async (location, text) => {
      asked.push({ location, text });
      if (refusal !== undefined) throw new StoreError(refusal);
    },
  };
};

/** A store that never answers, and does not heed the signal. */
export const hangingStore: ObjectStore = {
  get: () => new Promise(() => undefined),
  put: () => new Promise(() => undefined),
};
