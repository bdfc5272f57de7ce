import { destinationText } from './finding-text.ts';
import type { Destination, Finding, Location } from './rule.ts';
import { boundedValue, cut } from './value/index.ts';

/** What of a spot is told to programs; what only those who make the report need is left out. */
export type LocationRecord<T extends Location> = Omit<T, 'mark' | 'identity' | 'parameter'>;

/** A finding as reports keep it: small whatever the template holds, and enough to match exemptions with. */
export type FindingRecord<T extends Finding = Finding> = LocationRecord<T> & {
  /** The destinations in words, e.g. `0.0.0.0/0, TargetSg`; null where none is named. */
  readonly destination: string | null;
};

export function locationRecord<T extends Location>({
  mark: _mark,
  parameter: _parameter,
  ...spot
}: T): Omit<T, 'mark' | 'parameter'> {
  return spot;
}

export function findingRecord<T extends Finding>(finding: T): FindingRecord<T> {
  const { mark: _mark, identity: _identity, parameter: _parameter, ...record } = finding;
  return {
    ...record,
    destinations: finding.destinations.map(recordDestination),
    destination: destinationText(finding.destinations, MAX_DESTINATION),
  };
}

/** Longer than any address, group or prefix list. */
const MAX_DESTINATION = 1024;

const recordDestination = ({ kind, value }: Destination): Destination => ({
  kind,
  value: typeof value === 'string' ? cut(value, MAX_DESTINATION) : boundedValue(value),
});
