import {
  DescribeStackInstanceCommand,
  ListStackInstancesCommand,
  type StackInstanceSummary,
} from '@aws-sdk/client-cloudformation';
import { aFewAtATime } from '../a-few-at-a-time.ts';
import { isAwsError } from './aws-error.ts';
import { listAll } from './pages.ts';
import { type StackSetAddress, toMap } from './stack-set.ts';

/** The stack of a stack set in one account and Region. */
export interface StackSetInstance {
  readonly account: string;
  readonly region: string;
  /** The organizational unit that was rolled out to, which may be above the account's own. */
  readonly organizationalUnit?: string;
  /** Whether it has what the stack set says: CURRENT, OUTDATED or INOPERABLE. */
  readonly status: string;
  /** How the last operation on it ended. */
  readonly detailedStatus?: string;
  readonly drift?: string;
  readonly reason?: string;
}

/** An instance with the parameters that it has values of its own for. */
export interface OverriddenInstance extends StackSetInstance {
  readonly overrides: ReadonlyMap<string, string>;
}

/** All instances, by account and Region. */
export async function listInstances({ client, id }: StackSetAddress): Promise<readonly StackSetInstance[]> {
  const summaries = await listAll(
    {
      action: 'ListStackInstances',
      read: (NextToken) => client.send(new ListStackInstancesCommand({ ...id, NextToken })),
      next: ({ NextToken }) => NextToken,
    },
    ({ Summaries }) => Summaries,
  );
  return summaries.map(toInstance).sort(byPlace);
}

/** Adds to each instance its own values; tells of how many it has. */
export async function withOverrides(
  address: StackSetAddress,
  instances: readonly StackSetInstance[],
  onRead: (read: number, all: number) => void,
  signal?: AbortSignal,
): Promise<readonly OverriddenInstance[]> {
  let count = 0;
  const read = async (instance: StackSetInstance): Promise<OverriddenInstance> => {
    const overrides = await readOverrides(address, instance);
    count += 1;
    onRead(count, instances.length);
    return { ...instance, overrides };
  };
  return aFewAtATime(instances, AT_A_TIME, read, signal);
}

const toInstance = (summary: StackInstanceSummary): StackSetInstance => {
  const { OrganizationalUnitId, StackInstanceStatus, DriftStatus, StatusReason } = summary;
  const detailedStatus = StackInstanceStatus?.DetailedStatus;
  return {
    account: summary.Account ?? '',
    region: summary.Region ?? '',
    ...(OrganizationalUnitId !== undefined && { organizationalUnit: OrganizationalUnitId }),
    status: summary.Status ?? 'UNKNOWN',
    ...(detailedStatus !== undefined && { detailedStatus }),
    ...(DriftStatus !== undefined && { drift: DriftStatus }),
    ...(StatusReason !== undefined && { reason: StatusReason }),
  };
};

const byPlace = (a: StackSetInstance, b: StackSetInstance): number =>
  a.account.localeCompare(b.account) || a.region.localeCompare(b.region);

/** Calls under way at once: AWS tells of one instance at a time. */
const AT_A_TIME = 4;

const readOverrides = async (
  { client, id }: StackSetAddress,
  { account, region }: StackSetInstance,
): Promise<ReadonlyMap<string, string>> => {
  const input = { ...id, StackInstanceAccount: account, StackInstanceRegion: region };
  try {
    const { StackInstance } = await client.send(new DescribeStackInstanceCommand(input));
    return toMap(StackInstance?.ParameterOverrides);
  } catch (error) {
    // It was there when they were listed: somebody removes it.
    if (isAwsError(error, 'noStackInstance')) return new Map();
    throw error;
  }
};
