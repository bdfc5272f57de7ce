import { type CloudFormationClient, DescribeTypeCommand } from '@aws-sdk/client-cloudformation';
import { type HookKey, hooks } from '../hook/index.ts';
import { isAwsError } from './aws-error.ts';

/** What the registry says of a hook. */
export interface HookType {
  /** The version of AWS's hook that calls functions, e.g. `1.3.0`, or else the number of the registered version. */
  readonly version: string | undefined;
  readonly executionRole: string | undefined;
  readonly registeredAt: string | undefined;
}

/** Looks a hook up in the registry; undefined where it is not there. */
export async function readHookType(client: CloudFormationClient, key: HookKey): Promise<HookType | undefined> {
  try {
    const type = await client.send(new DescribeTypeCommand({ Type: 'HOOK', TypeName: hooks[key] }));
    return {
      version: type.PublicVersionNumber ?? type.DefaultVersionId,
      executionRole: type.ExecutionRoleArn,
      registeredAt: type.TimeCreated?.toISOString(),
    };
  } catch (error) {
    if (isAwsError(error, 'noHook')) return undefined;
    throw error;
  }
}
