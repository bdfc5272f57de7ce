import type { Targets } from '../aws/index.ts';

/** Where a step works: each of these organizational units in each of these Regions. */
export interface Area {
  readonly organizationalUnits: readonly string[];
  readonly regions: readonly string[];
}

/** As few areas as cover organizational units with their Regions: those with the same Regions share one. */
export function toAreas(units: Iterable<readonly [unit: string, regions: Iterable<string>]>): readonly Area[] {
  const areas = new Map<string, { organizationalUnits: string[]; regions: readonly string[] }>();
  for (const [unit, given] of units) {
    const regions = [...given];
    const key = regions.toSorted().join(' ');
    const area = areas.get(key) ?? { organizationalUnits: [], regions };
    area.organizationalUnits.push(unit);
    if (regions.length > 0) areas.set(key, area);
  }
  return [...areas.values()];
}

/** The areas of organizational units that are rolled out to. */
export function areasOf(targets: Targets, units: Iterable<string>): readonly Area[] {
  return toAreas([...units].map((unit) => [unit, targets.get(unit) ?? []]));
}
