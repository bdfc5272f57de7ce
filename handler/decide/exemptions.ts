import {
  daysLeft,
  type Exemption,
  type ExemptionsFault,
  exemptionsIn,
  type Finding,
  type FoundExemption,
  findAmong,
  holdsReference,
  MAX_EXEMPTIONS_BYTES,
  printable,
  readExemptions,
  stateOf,
} from '../../rule/index.ts';
import type { S3Location } from '../config.ts';
import type { Origin } from '../event/index.ts';
import { type ObjectStore, type StoredObject, StoreError, withTimeout } from '../s3/index.ts';
import type { AppliedExemption, ExemptionsState } from './decision.ts';

/** What is exempted; nothing where there is a problem. */
export interface Exemptions extends ExemptionsState {
  /** Makes the function that looks up the exemption of a finding, for one request at one moment. */
  readonly finderFor: (origin: Origin, now: number) => FindExemption;
}

export type FindExemption = (finding: Finding) => Found;

export type ReadExemptions = (location: S3Location, timeoutMs: number) => Promise<Exemptions>;

/**
 * Makes the function that reads the exemptions document. It keeps the document for a minute, and then asks S3 whether it
 * changed. Never rejects: where the document cannot be used, nothing is exempted.
 */
export function makeReadExemptions(store: ObjectStore, now: () => number): ReadExemptions {
  let kept: Kept | undefined;

  const refresh = async (location: S3Location, timeoutMs: number): Promise<Kept> => {
    const options = { limit: MAX_EXEMPTIONS_BYTES, etag: kept?.object.etag };
    const fresh = await withTimeout(timeoutMs, (signal) => store.get(location, { ...options, signal }));
    const object = fresh ?? kept?.object;
    if (object === undefined) throw new StoreError('S3 calls it unchanged, although it was never read');
    return { object, exemptions: understand(object, now()), until: now() + FRESH_MS };
  };

  return async (location, timeoutMs) => {
    try {
      if (kept === undefined || now() >= kept.until) kept = await refresh(location, Math.min(timeoutMs, MAX_READ_MS));
      return kept.exemptions;
    } catch (error) {
      kept = undefined;
      return noExemptions(`it cannot be read: ${error instanceof StoreError ? error.message : 'internal fault'}`);
    }
  };
}

interface Found {
  /** The exemption covers the finding. */
  readonly active?: AppliedExemption | undefined;
  /** The exemption covered the finding until it expired. */
  readonly lapsed?: AppliedExemption | undefined;
  /** The exemption covers the finding if its destination, which is not known yet, matches. */
  readonly possible?: AppliedExemption | undefined;
}

interface Kept {
  readonly object: StoredObject;
  readonly exemptions: Exemptions;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Milliseconds for which a document counts as current, and for which S3 may take to answer. */
const FRESH_MS = 60_000;

const MAX_READ_MS = 3000;

const understand = ({ text, versionId }: StoredObject, now: number): Exemptions => {
  const { exemptions, faults } = readExemptions(text, now);
  return { finderFor: finderIn(exemptions), versionId, problem: describe(faults) };
};

/** Keeps the answer for equal findings: a template may hold thousands that are alike. */
const finderIn =
  (list: readonly Exemption[]): Exemptions['finderFor'] =>
  (origin, now) => {
    const here = exemptionsIn(origin, list);
    const somewhere = here.map(anywhere);
    const known = new Map<string, Found>();
    return (finding) => {
      const places = finding.destinations.map(({ value }) => (isOpenValue(value) ? null : value));
      const key = JSON.stringify([finding.ruleId, finding.logicalId, finding.resourceType, places]);
      const found =
        known.get(key) ??
        mark(
          findAmong(finding, here, now),
          isOpen(finding) ? findAmong(finding, somewhere, now).active : undefined,
          now,
        );
      known.set(key, found);
      return found;
    };
  };

const anywhere = ({ match: { destination: _, ...match }, ...exemption }: Exemption): Exemption => ({
  ...exemption,
  match,
});

const isOpenValue = (value: unknown): boolean => typeof value !== 'string' || holdsReference(value);

const mark = ({ active, lapsed }: FoundExemption, possible: Exemption | undefined, now: number): Found => ({
  active: active && applied(active, now),
  lapsed: lapsed && applied(lapsed, now),
  possible: possible && applied(possible, now),
});

const applied = (exemption: Exemption, now: number): AppliedExemption => ({
  ...exemption,
  daysLeft: daysLeft(exemption, now),
  isExpiring: stateOf(exemption, now) === 'EXPIRING',
});

const isOpen = ({ destinations }: Finding): boolean => destinations.some(({ value }) => isOpenValue(value));

/** Where the first fault is, and of what kind; what would be right takes more words than the function carries. */
const describe = ([first, ...others]: readonly ExemptionsFault[]): string | undefined => {
  if (first === undefined) return undefined;
  const what = first.pointer === '' ? 'the document' : printable(first.pointer, MAX_POINTER);
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `it is invalid: ${what} is ${first.kind}${more}; \`egress-guard exemptions validate\` says what is right`;
};

const MAX_POINTER = 300;

/** Without a document nothing is exempted. */
function noExemptions(problem: string): Exemptions {
  return { finderFor: () => () => ({}), problem };
}
