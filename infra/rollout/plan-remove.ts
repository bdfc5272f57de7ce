import { areasOf } from './area.ts';
import type { Standing } from './plan.ts';
import type { Step } from './step.ts';

/** Removes the stacks from these organizational units; accounts that join them get none any more. */
export function planRemovalOfUnits({ targets }: Pick<Standing, 'targets'>, units: Iterable<string>): readonly Step[] {
  return areasOf(targets, units).map((area) => ({ kind: 'DELETE_INSTANCES', ...area }));
}

/** Removes all stacks, and then the stack set, which AWS keeps while it has any. */
export function planRemovalOfAll({ targets }: Pick<Standing, 'targets'>): readonly Step[] {
  return [...planRemovalOfUnits({ targets }, targets.keys()), { kind: 'DELETE_SET' }];
}
