import {
  isUnderWay,
  listInstances,
  listOperations,
  listTargets,
  type Operation,
  type OverriddenInstance,
  RefusalError,
  readStackSet,
  type StackSet,
  type StackSetAddress,
  type Targets,
  withInstances,
  withOverrides,
} from '../aws/index.ts';
import { modeOf } from '../hook/index.ts';
import { readDeployedTemplate } from '../status/index.ts';
import type { CurrentRollout } from './plan.ts';

/** A stack with what its hooks do. */
export interface InstanceStatus extends OverriddenInstance {
  readonly mode: string;
}

/** How a rollout stands. */
export interface RolloutStatus {
  readonly stackSet: StackSet;
  readonly targets: Targets;
  /** What the stack set has for accounts that join. */
  readonly mode: string;
  /** Those under way, else the last one. */
  readonly operations: readonly Operation[];
  readonly instances: readonly InstanceStatus[];
}

/** What there is of a stack set; undefined where there is none. @throws {RefusalError} */
export async function readCurrentRollout(address: StackSetAddress): Promise<CurrentRollout | undefined> {
  const stackSet = await readStackSet(address);
  if (stackSet === undefined) return undefined;
  refuseOthers(stackSet.name, stackSet.permissionModel, stackSet.template);
  const [instances, listed] = await Promise.all([listInstances(address), listTargets(address)]);
  const named = stackSet.organizationalUnits.map((unit) => [unit, new Set(stackSet.regions)] as const);
  return { stackSet, instances, targets: new Map([...named, ...withInstances(listed, instances)]) };
}

/** @throws {RefusalError} where there is none, too */
export async function requireCurrentRollout(address: StackSetAddress): Promise<CurrentRollout> {
  const standing = await readCurrentRollout(address);
  if (standing !== undefined) return standing;
  const { StackSetName, CallAs } = address.id;
  const hint = CallAs === 'SELF' ? ', or --delegated-admin' : ', or leave out --delegated-admin';
  throw new RefusalError(
    `there is no stack set ${StackSetName} in this Region. Give the Region that it was made in with --region, its name with --stack-set-name${hint}.`,
  );
}

/** Only what was rolled out to can be changed. @throws {RefusalError} */
export function requireUnits({ targets, stackSet }: CurrentRollout, units: readonly string[]): void {
  const unknown = units.filter((unit) => !targets.has(unit));
  if (unknown.length > 0)
    throw new RefusalError(
      `the stack set ${stackSet.name} was not rolled out to ${unknown.join(', ')}, but to ${[...targets.keys()].join(', ') || 'nothing'}. Name one of these, which stand for those below them, or run egress-guard rollout --ou first.`,
    );
}

/** Reads how a rollout stands; AWS tells the values of one stack at a time, and `onRead` how far that is. @throws {RefusalError} */
export async function readRolloutStatus(
  address: StackSetAddress,
  onRead: (read: number, all: number) => void,
): Promise<RolloutStatus> {
  const { stackSet, targets, instances: listed } = await requireCurrentRollout(address);
  const operations = await listOperations(address);
  const running = operations.filter(isUnderWay);
  const instances = await withOverrides(address, listed, onRead);
  return {
    stackSet,
    targets,
    mode: modeOf(stackSet.parameters),
    operations: running.length > 0 ? running : operations.slice(0, 1),
    instances: instances.map((instance) => ({
      ...instance,
      mode: modeOf(new Map([...stackSet.parameters, ...instance.overrides])),
    })),
  };
}

/** Somebody else's stack set may have the name. */
const refuseOthers = (name: string, permissionModel: string, template: string): void => {
  if (permissionModel !== 'SERVICE_MANAGED')
    throw new RefusalError(
      `the stack set ${name} has the permission model ${permissionModel}, and AWS cannot change that while it has instances. Choose another name with --stack-set-name, or remove that one first.`,
    );
  if (!declaresHooks(template))
    throw new RefusalError(
      `the stack set ${name} was not made from the template of Egress Guard. Choose another name with --stack-set-name.`,
    );
};

/** A text that mentions the hooks has not made them. */
const declaresHooks = (template: string): boolean => {
  const place = { stackName: 'any', parameters: {}, outputs: {}, account: { id: '', partition: 'aws', region: '' } };
  return readDeployedTemplate(template, place)?.hooks.resource !== undefined;
};
