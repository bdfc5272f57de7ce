import type { OverriddenInstance } from '../aws/index.ts';
import { type Mode, modeParameters } from '../hook/index.ts';
import { areasOf } from './area.ts';
import { changeParameters } from './parameter-change.ts';
import { type CurrentRollout, isBehind } from './plan.ts';
import { keepParameters, type Step, toParameters, type UpdateInstances, type UpdateSet } from './step.ts';

/** Gives the accounts of these organizational units a mode of their own; only those that are there now. */
export function planModeOfUnits(
  { targets }: Pick<CurrentRollout, 'targets'>,
  instances: readonly OverriddenInstance[],
  units: readonly string[],
  mode: Mode,
): readonly Step[] {
  return areasOf(targets, units).map((area) => {
    const isIn = ({ organizationalUnit = '' }: OverriddenInstance): boolean =>
      area.organizationalUnits.includes(organizationalUnit);
    return { kind: 'UPDATE_INSTANCES', ...area, overrides: overridesFor(mode, instances.filter(isIn)) };
  });
}

/**
 * Puts everything into a mode, accounts that join later, too: the stack set, and the instances that go their own way, which
 * an update of the stack set leaves as they are.
 */
export function planModeOfAll(
  standing: CurrentRollout,
  instances: readonly OverriddenInstance[],
  mode: Mode,
): readonly Step[] {
  const wanted = modeParameters(mode);
  const isOther = ({ overrides }: OverriddenInstance): boolean =>
    [...wanted].some(([name, value]) => overrides.has(name) && overrides.get(name) !== value);
  const units = new Set(instances.filter(isOther).flatMap(({ organizationalUnit }) => organizationalUnit ?? []));
  return [...planSet(standing, wanted), ...planModeOfUnits(standing, instances, [...units], mode)];
}

/** A list of overrides replaces the one before: what else instances have of their own has to be said to stay. */
const overridesFor = (mode: Mode, instances: readonly OverriddenInstance[]): UpdateInstances['overrides'] => {
  const wanted = modeParameters(mode);
  const own = new Set(instances.flatMap(({ overrides }) => [...overrides.keys()]));
  return [...toParameters(wanted), ...keepParameters([...own].filter((name) => !wanted.has(name)))];
};

const planSet = ({ stackSet, instances }: CurrentRollout, wanted: ReadonlyMap<string, string>): UpdateSet[] => {
  const { changes, parameters } = changeParameters(stackSet.parameters, wanted);
  const isRetry = changes.length === 0 && instances.some(isBehind);
  if (changes.length === 0 && !isRetry) return [];
  return [
    {
      kind: 'UPDATE_SET',
      changes: isRetry ? ['what is outdated, once more'] : changes,
      hasNewTemplate: false,
      parameters,
      regions: stackSet.regions,
    },
  ];
};
