import { hash } from 'node:crypto';
import type { Location, LocationRecord } from '../../rule/index.ts';

/** What makes a finding the same in another run: the rule, the place in the template and not the line. */
export type Identified = Pick<LocationRecord<Location>, 'ruleId' | 'logicalId' | 'path'>;

/**
 * Gives each finding its fingerprint, which survives that lines move; `placeOf` tells what it stands in, such as a file. Those
 * that are alike are told apart by their number. In the order of the findings.
 */
export function fingerprintsOf<Spot extends Identified>(
  spots: readonly Spot[],
  placeOf: (spot: Spot) => string,
): readonly string[] {
  const counts = new Map<string, number>();
  return spots.map((spot) => {
    const { ruleId, logicalId, path } = spot;
    const identity = hash('sha256', JSON.stringify([ruleId, placeOf(spot), logicalId, path])).slice(0, 32);
    const count = (counts.get(identity) ?? 0) + 1;
    counts.set(identity, count);
    return `${identity}:${count}`;
  });
}
