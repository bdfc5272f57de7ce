import { areasOf } from './area.ts';
import type { CurrentRollout } from './plan.ts';
import type { Step } from './step.ts';

/** Removes the stacks from these organizational units; accounts that join them get none any more. */
export function planRemovalOfUnits(
  { targets }: Pick<CurrentRollout, 'targets'>,
  units: Iterable<string>,
): readonly Step[] {
  return areasOf(targets, units).map((area) => ({ kind: 'DELETE_INSTANCES', ...area }));
}

/** Removes all stacks, and then the stack set, which AWS keeps while it has any. */
export function planRemovalOfAll({ targets }: Pick<CurrentRollout, 'targets'>): readonly Step[] {
  return [...planRemovalOfUnits({ targets }, targets.keys()), { kind: 'DELETE_SET' }];
}
