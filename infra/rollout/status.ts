import {
  isUnderWay,
  listOperations,
  type Operation,
  type OverriddenInstance,
  type StackSet,
  type StackSetAddress,
  type Targets,
  withOverrides,
} from '../aws/index.ts';
import { modeOf } from '../hook/index.ts';
import { requireCurrentRollout } from './current-rollout.ts';

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
