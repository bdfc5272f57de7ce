import type { Parameter } from '@aws-sdk/client-cloudformation';
import type { Targets } from '../aws/index.ts';

/** Where a step works: each of these organizational units in each of these Regions. */
export interface Area {
  readonly organizationalUnits: readonly string[];
  readonly regions: readonly string[];
}

/** Makes the stack set, still without instances. */
export interface CreateSet {
  readonly kind: 'CREATE_SET';
  readonly parameters: readonly Parameter[];
  readonly isAutoDeployed: boolean;
}

/** Changes the stack set and all its instances. */
export interface UpdateSet {
  readonly kind: 'UPDATE_SET';
  /** For people: what is other than before. */
  readonly changes: readonly string[];
  readonly hasNewTemplate: boolean;
  readonly parameters: readonly Parameter[];
  readonly isAutoDeployed?: boolean;
  readonly regions: readonly string[];
}

export interface CreateInstances extends Area {
  readonly kind: 'CREATE_INSTANCES';
}

/** Gives instances values of their own for some parameters. */
export interface UpdateInstances extends Area {
  readonly kind: 'UPDATE_INSTANCES';
  readonly overrides: readonly Parameter[];
}

/** One thing to do to a stack set; the plan of a command is a list of them. */
export type Step = CreateSet | UpdateSet | CreateInstances | UpdateInstances | DeleteInstances | DeleteSet;

/** A change of a stack set's parameters, for people and for AWS. */
export interface ParameterChange {
  readonly changes: readonly string[];
  /** Those that stay have to be said to stay, too. */
  readonly parameters: readonly Parameter[];
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

/**
 * The two halves of what works in an area, by its Regions, or by its units where it is one Region; none of what cannot be
 * parted. One account may have 10,000 stacks under way in a Region of StackSets, and more are refused.
 */
export function halvesOf(step: Step): readonly Step[] {
  if (!('organizationalUnits' in step)) return [];
  const { regions, organizationalUnits } = step;
  if (regions.length > 1) return halve(regions).map((half) => ({ ...step, regions: half }));
  return organizationalUnits.length > 1
    ? halve(organizationalUnits).map((half) => ({ ...step, organizationalUnits: half }))
    : [];
}

/** The areas of organizational units that are rolled out to. */
export function areasOf(targets: Targets, units: Iterable<string>): readonly Area[] {
  return toAreas([...units].map((unit) => [unit, targets.get(unit) ?? []]));
}

/** What it takes from the current values to the wanted ones; of the rest, those stay that the template still has. */
export function changeParameters(
  current: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
  isInTemplate: (name: string) => boolean = () => true,
): ParameterChange {
  const changed = new Map([...wanted].filter(([name, value]) => current.get(name) !== value));
  const kept = [...current.keys()].filter((name) => isInTemplate(name) && !changed.has(name));
  return {
    changes: [...changed].map(([name, value]) => `${name}: ${current.get(name) ?? '(default)'} -> ${value}`),
    parameters: [...toParameters(changed), ...keepParameters(kept)],
  };
}

/** Parameters as AWS takes them. */
export function toParameters(values: Iterable<readonly [name: string, value: string]>): Parameter[] {
  return [...values].map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
}

/** Says that parameters keep the values that they have. */
export function keepParameters(names: Iterable<string>): Parameter[] {
  return [...names].map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true }));
}

const halve = <T>(items: readonly T[]): readonly T[][] => {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
};

interface DeleteInstances extends Area {
  readonly kind: 'DELETE_INSTANCES';
}

interface DeleteSet {
  readonly kind: 'DELETE_SET';
}
