import type { EC2Client } from '@aws-sdk/client-ec2';
import { RefusalError } from '../../aws/index.ts';
import { type NetworkInterface, readInterfaces } from './network-interfaces.ts';
import { type PrefixList, readPrefixLists } from './prefix-lists.ts';
import { readVpcs, type Vpc } from './vpcs.ts';

/** The interfaces that are asked about: those of groups, or some by their ids. */
export type Target = { readonly groupIds: readonly string[] } | { readonly interfaceIds: readonly string[] };

/** What EC2 knows of some interfaces, and of what they may talk to. */
export interface Surroundings {
  readonly interfaces: readonly NetworkInterface[];
  /** All interfaces of their VPCs, for the groups behind addresses. */
  readonly neighbours: readonly NetworkInterface[];
  readonly vpcs: readonly Vpc[];
  readonly prefixLists: readonly PrefixList[];
}

/**
 * Looks up what is asked about, and what is around it.
 * @throws {RefusalError} where no interface has one of the groups, and where one of the ids is not there
 */
export async function readSurroundings(
  client: EC2Client,
  target: Target,
  abortSignal: AbortSignal,
): Promise<Surroundings> {
  const interfaces = await readTarget(client, target, abortSignal);
  const vpcIds = [...new Set(interfaces.map(({ vpcId }) => vpcId))];
  const [neighbours, vpcs, prefixLists] = await Promise.all([
    readInterfaces(client, { by: 'vpc-id', values: vpcIds }, abortSignal),
    readVpcs(client, vpcIds, abortSignal),
    readPrefixLists(client, abortSignal),
  ]);
  return { interfaces, neighbours, vpcs, prefixLists };
}

const readTarget = async (
  client: EC2Client,
  target: Target,
  abortSignal: AbortSignal,
): Promise<readonly NetworkInterface[]> => {
  if ('groupIds' in target) {
    const found = await readInterfaces(client, { by: 'group-id', values: target.groupIds }, abortSignal);
    if (found.length === 0) throw new RefusalError(unusedText(target.groupIds.join(' or ')));
    return found;
  }
  const query = { by: 'network-interface-id', values: target.interfaceIds } as const;
  const found = await readInterfaces(client, query, abortSignal);
  const missing = target.interfaceIds.filter((id) => !found.some((one) => one.id === id));
  if (missing.length > 0) throw new RefusalError(missingText(missing));
  return found;
};

const unusedText = (groupId: string): string =>
  `no network interface has the group ${groupId} now, so there are no flows to look for. Name those that had it with --interface.`;

const missingText = (ids: readonly string[]): string =>
  `EC2 knows no ${ids.join(', ')} in this account and Region. aws ec2 describe-network-interfaces lists those that there are.`;
