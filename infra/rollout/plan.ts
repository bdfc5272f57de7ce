import { RefusalError, type StackSet, type StackSetInstance, type Targets, withInstances } from '../aws/index.ts';
import { type Mode, modeParameters } from '../hook/index.ts';
import { type Area, toAreas } from './area.ts';
import { changeParameters } from './parameter-change.ts';
import { type CreateInstances, type Step, toParameters, type UpdateSet } from './step.ts';

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

/** Whether an instance lacks what the stack set says, and can get it by another try. */
export function isBehind({ status }: StackSetInstance): boolean {
  return status === 'OUTDATED';
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
