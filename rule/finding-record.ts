import { destinationText } from './finding-text.ts';
import type { Destination, Finding, Location } from './rule.ts';
import { boundedValue, cut } from './value/index.ts';

/** What of a spot is told to programs; what only those who make the report need is left out. */
export type LocationRecord<T extends Location> = Omit<T, 'mark' | 'identity' | 'entry' | 'parameter'>;

/** A finding as reports keep it: small whatever the template holds, and enough to match exemptions with. */
export type FindingRecord<T extends Finding = Finding> = LocationRecord<T> & {
  /** The destinations in words, e.g. `0.0.0.0/0, TargetSg`; null where none is named. */
  readonly destination: string | null;
};

export function locationRecord<T extends Location>(spot: T): LocationRecord<T> {
  const { mark: _mark, identity: _identity, entry: _entry, parameter: _parameter, ...record } = spot as T & Finding;
  return record;
}

export function findingRecord<T extends Finding>(finding: T): FindingRecord<T> {
  return {
    ...locationRecord(finding),
    destinations: finding.destinations.map(recordDestination),
    destination: destinationText(finding.destinations, MAX_DESTINATION),
  };
}

/** A destination, small whatever the template holds. */
export function recordDestination({ kind, value }: Destination): Destination {
  return { kind, value: typeof value === 'string' ? cut(value, MAX_DESTINATION) : boundedValue(value) };
}

/** Longer than any address, group or prefix list. */
const MAX_DESTINATION = 1024;
