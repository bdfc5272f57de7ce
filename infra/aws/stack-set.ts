import {
  type CallAs,
  type CloudFormationClient,
  DescribeStackSetCommand,
  type Parameter,
  type StackSet as StackSetOutput,
} from '@aws-sdk/client-cloudformation';
import { isAwsError } from './aws-error.ts';

/** Which stack set, and how to reach it. */
export interface StackSetAddress {
  readonly client: CloudFormationClient;
  /** What every call about it says. */
  readonly id: { readonly StackSetName: string; readonly CallAs: CallAs };
}

/** A stack set as it stands. */
export interface StackSet {
  readonly name: string;
  readonly arn: string;
  readonly template: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly permissionModel: string;
  /** Whether accounts that join get the stack; undefined where AWS does not say. */
  readonly isAutoDeployed?: boolean;
  readonly organizationalUnits: readonly string[];
  readonly regions: readonly string[];
}

/** Parameters as AWS lists them, by name. */
export function toMap(parameters: readonly Parameter[] = []): ReadonlyMap<string, string> {
  return new Map(
    parameters.flatMap(({ ParameterKey, ParameterValue }) =>
      ParameterKey === undefined ? [] : [[ParameterKey, ParameterValue ?? '']],
    ),
  );
}

/** Reads a stack set; undefined where there is none. */
export async function readStackSet({ client, id }: StackSetAddress): Promise<StackSet | undefined> {
  try {
    const { StackSet: output } = await client.send(new DescribeStackSetCommand(id));
    return output === undefined ? undefined : toStackSet(output);
  } catch (error) {
    if (isAwsError(error, 'noStackSet')) return undefined;
    throw error;
  }
}

/**
 * The management account: the one that service-managed stack sets are kept in, whoever made them, and that they skip.
 * AWS tells it by the ARN only.
 */
export function managementAccountOf({ arn }: Pick<StackSet, 'arn'>): string | undefined {
  return /^arn:[^:]*:cloudformation:[^:]*:(\d{12}):stackset\//.exec(arn)?.[1];
}

const toStackSet = (output: StackSetOutput): StackSet => {
  const isAutoDeployed = output.AutoDeployment?.Enabled;
  return {
    name: output.StackSetName ?? '',
    arn: output.StackSetARN ?? '',
    template: output.TemplateBody ?? '',
    parameters: toMap(output.Parameters),
    permissionModel: output.PermissionModel ?? 'SELF_MANAGED',
    ...(isAutoDeployed !== undefined && { isAutoDeployed }),
    organizationalUnits: output.OrganizationalUnitIds ?? [],
    regions: output.Regions ?? [],
  };
};
