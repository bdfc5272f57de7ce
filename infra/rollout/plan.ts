import {
  type OverriddenInstance,
  RefusalError,
  type StackSet,
  type StackSetInstance,
  SUSPENDED,
  type Targets,
  withInstances,
} from '../aws/index.ts';
import { type Mode, modeParameters } from '../hook/index.ts';
import {
  type Area,
  areasOf,
  type CreateInstances,
  changeParameters,
  keepParameters,
  type Step,
  toAreas,
  toParameters,
  type UpdateInstances,
  type UpdateSet,
} from './step.ts';

/** What a rollout is to come to. */
export interface DesiredRollout extends Area {
  readonly template: string;
  /** The parameters that the template has. */
  readonly parameterNames: ReadonlySet<string>;
  /** The parameters that were given values. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly mode?: Mode;
  readonly isAutoDeployed?: boolean;
}

/** A stack set and what there is of it. */
export interface CurrentRollout {
  readonly stackSet: StackSet;
  readonly instances: readonly StackSetInstance[];
  readonly targets: Targets;
}

/**
 * What it takes from what stands to what is wanted. Without automatic deployment nobody knows which accounts have joined
 * since: AWS is asked for all of them, and leaves alone those that have the stack. An update tries again what failed.
 */
export function planRollout(standing: CurrentRollout | undefined, wish: DesiredRollout): readonly Step[] {
  if (standing === undefined) return planFirst(wish);
  const updates = planUpdate(standing.stackSet, wish);
  const isAutoDeployed = wish.isAutoDeployed ?? standing.stackSet.isAutoDeployed ?? true;
  const retried = updates.length > 0 ? new Map() : withInstances(new Map(), standing.instances.filter(isBehind));
  return [...updates, ...planInstances(wish, isAutoDeployed ? standing.targets : new Map(), retried)];
}

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

/** Whether an instance lacks what the stack set says, and can get it by another try. */
function isBehind({ status, detailedStatus }: StackSetInstance): boolean {
  return status === 'OUTDATED' && detailedStatus !== SUSPENDED;
}

/** A rollout begins by warning. */
const planFirst = (wish: DesiredRollout): Step[] => {
  if (wish.organizationalUnits.length === 0)
    throw new RefusalError('there is no such stack set yet: name with --ou and --target-region where to roll it out.');
  const parameters = new Map([...modeParameters(wish.mode ?? 'warn'), ...wish.parameters]);
  const { organizationalUnits, regions } = wish;
  return [
    { kind: 'CREATE_SET', parameters: toParameters(parameters), isAutoDeployed: wish.isAutoDeployed ?? true },
    { kind: 'CREATE_INSTANCES', organizationalUnits, regions },
  ];
};

const planUpdate = (stackSet: StackSet, wish: DesiredRollout): UpdateSet[] => {
  const wanted = new Map([...(wish.mode === undefined ? [] : modeParameters(wish.mode)), ...wish.parameters]);
  const change = changeParameters(stackSet.parameters, wanted, (name) => wish.parameterNames.has(name));
  const hasNewTemplate = stackSet.template.trim() !== wish.template.trim();
  const isAutoDeployed = switchOf(stackSet, wish.isAutoDeployed);
  const changes = [
    ...(hasNewTemplate ? ['the template'] : []),
    ...change.changes,
    ...(isAutoDeployed === undefined ? [] : [`automatic deployment: ${isAutoDeployed ? 'off -> on' : 'on -> off'}`]),
  ];
  const update: UpdateSet = {
    kind: 'UPDATE_SET',
    changes,
    hasNewTemplate,
    parameters: change.parameters,
    ...(isAutoDeployed !== undefined && { isAutoDeployed }),
    regions: inOrder(wish.regions, stackSet.regions),
  };
  return changes.length === 0 ? [] : [update];
};

/** The automatic deployment that is asked for, where it is another. */
const switchOf = ({ isAutoDeployed }: StackSet, wanted: boolean | undefined): boolean | undefined =>
  isAutoDeployed === undefined || wanted === isAutoDeployed ? undefined : wanted;

/** The Regions in the order that was asked for, then those that nobody named. */
const inOrder = (first: readonly string[], regions: readonly string[]): string[] => [
  ...first.filter((region) => regions.includes(region)),
  ...regions.filter((region) => !first.includes(region)),
];

const planInstances = (wish: DesiredRollout, targets: Targets, retried: Targets): CreateInstances[] => {
  const isDone = (unit: string, region: string): boolean =>
    targets.get(unit)?.has(region) === true && retried.get(unit)?.has(region) !== true;
  const missing = wish.organizationalUnits.map(
    (unit) => [unit, wish.regions.filter((region) => !isDone(unit, region))] as const,
  );
  const areas = toAreas(wish.organizationalUnits.length === 0 ? retried : missing);
  return areas.map((area) => ({ kind: 'CREATE_INSTANCES', ...area }));
};

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
