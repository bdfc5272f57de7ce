import {
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  DeleteStackInstancesCommand,
  DeleteStackSetCommand,
  type StackSetOperationPreferences,
  UpdateStackInstancesCommand,
  UpdateStackSetCommand,
} from '@aws-sdk/client-cloudformation';
import type { StackSetAddress } from '../aws/index.ts';
import type { Area, CreateSet, Step, UpdateSet } from './step.ts';

/** A number of accounts, or a share of them. */
export interface CountOrPercentage {
  readonly value: number;
  readonly isPercentage: boolean;
}

/** How an operation goes through accounts and Regions; what is left out, AWS chooses: one by one, stopped by the first failure. */
export interface Pace {
  readonly failureTolerance?: CountOrPercentage;
  readonly maxConcurrent?: CountOrPercentage;
  readonly isInParallel: boolean;
}

/** What steps need besides what they say. */
export interface RolloutContext {
  readonly address: StackSetAddress;
  readonly pace: Pace;
  /** Puts the template where StackSets can read it, and tells its URL; as text in a call it would be too long. */
  readonly upload: () => Promise<string>;
}

/** Starts a step; tells the operation that does it, where there is one. */
export async function startStep(means: RolloutContext, step: Step): Promise<string | undefined> {
  const { client, id } = means.address;
  switch (step.kind) {
    case 'CREATE_SET':
      return createSet(means, step);
    case 'UPDATE_SET':
      return updateSet(means, step);
    case 'CREATE_INSTANCES':
      return (await client.send(new CreateStackInstancesCommand(inputOf(means, step)))).OperationId;
    case 'UPDATE_INSTANCES': {
      const input = { ...inputOf(means, step), ParameterOverrides: [...step.overrides] };
      return (await client.send(new UpdateStackInstancesCommand(input))).OperationId;
    }
    case 'DELETE_INSTANCES': {
      const input = { ...inputOf(means, step), RetainStacks: false };
      return (await client.send(new DeleteStackInstancesCommand(input))).OperationId;
    }
    case 'DELETE_SET':
      await client.send(new DeleteStackSetCommand(id));
      return undefined;
  }
}

/** The preferences of an operation in these Regions, which go in their order. */
export function preferencesOf(
  { failureTolerance, maxConcurrent, isInParallel }: Pace,
  regions: readonly string[],
): StackSetOperationPreferences {
  return {
    ...(failureTolerance !== undefined && toleranceOf(failureTolerance)),
    ...(maxConcurrent !== undefined && concurrencyOf(maxConcurrent)),
    RegionConcurrencyType: isInParallel ? 'PARALLEL' : 'SEQUENTIAL',
    ...(!isInParallel && regions.length > 0 && { RegionOrder: [...regions] }),
  };
}

const Capabilities = ['CAPABILITY_IAM' as const];

const Description = 'Egress Guard: blocks security group egress open to all protocols.';

const createSet = async ({ address, upload }: RolloutContext, step: CreateSet): Promise<undefined> => {
  const input = {
    ...address.id,
    ...autoDeployment(step.isAutoDeployed),
    Capabilities,
    Description,
    Parameters: [...step.parameters],
    PermissionModel: 'SERVICE_MANAGED' as const,
    TemplateURL: await upload(),
  };
  await address.client.send(new CreateStackSetCommand(input));
};

/** Who leaves the organization, or the organizational unit, loses the stack: nothing would update it any more. */
const autoDeployment = (Enabled: boolean) => ({
  AutoDeployment: { Enabled, ...(Enabled && { RetainStacksOnAccountRemoval: false }) },
});

const updateSet = async ({ address, pace, upload }: RolloutContext, step: UpdateSet): Promise<string | undefined> => {
  const input = {
    ...address.id,
    ...(step.isAutoDeployed !== undefined && autoDeployment(step.isAutoDeployed)),
    ...(step.hasNewTemplate ? { TemplateURL: await upload() } : { UsePreviousTemplate: true }),
    Capabilities,
    Description,
    OperationPreferences: preferencesOf(pace, step.regions),
    Parameters: [...step.parameters],
  };
  return (await address.client.send(new UpdateStackSetCommand(input))).OperationId;
};

const inputOf = ({ address, pace }: RolloutContext, { organizationalUnits, regions }: Area) => ({
  ...address.id,
  DeploymentTargets: { OrganizationalUnitIds: [...organizationalUnits] },
  Regions: [...regions],
  OperationPreferences: preferencesOf(pace, regions),
});

const toleranceOf = ({ value, isPercentage }: CountOrPercentage): StackSetOperationPreferences =>
  isPercentage ? { FailureTolerancePercentage: value } : { FailureToleranceCount: value };

/** Without the soft mode AWS lowers what was asked for to the tolerance and one. */
const concurrencyOf = ({ value, isPercentage }: CountOrPercentage): StackSetOperationPreferences => ({
  ...(isPercentage ? { MaxConcurrentPercentage: value } : { MaxConcurrentCount: value }),
  ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
});
