import { isWithin, type Surroundings } from '../../../flow/index.ts';
import { own } from '../../../rule/index.ts';
import type { Interface } from './found.ts';
import { listIn, objects, strings, text } from './json-file.ts';

/** Reads what `aws ec2 describe-network-interfaces` printed. @throws {UsageError} */
export function readInterfaces(path: string): readonly Interface[] {
  return listIn(path, 'NetworkInterfaces', 'describe-network-interfaces').map((one) => ({
    id: text(one, 'NetworkInterfaceId'),
    groups: objects(one, 'Groups').map((group) => text(group, 'GroupId')),
    addresses: [
      text(one, 'PrivateIpAddress'),
      ...objects(one, 'PrivateIpAddresses').map((address) => text(address, 'PrivateIpAddress')),
      ...objects(one, 'Ipv6Addresses').map((address) => text(address, 'Ipv6Address')),
    ].filter((address, index, all) => address !== '' && all.indexOf(address) === index),
  }));
}

/** Reads what `aws ec2 describe-prefix-lists` printed: the blocks of each list, by its id. @throws {UsageError} */
export function readPrefixLists(path: string): ReadonlyMap<string, readonly string[]> {
  const lists = listIn(path, 'PrefixLists', 'describe-prefix-lists');
  return new Map(lists.map((one) => [text(one, 'PrefixListId'), strings(own(one, 'Cidrs'))]));
}

/** Reads what `aws ec2 describe-vpcs` printed: the primary block of each. @throws {UsageError} */
export function readVpcBlocks(path: string): readonly string[] {
  return listIn(path, 'Vpcs', 'describe-vpcs').map((one) => text(one, 'CidrBlock'));
}

/** A security group, and the resource of a stack that it is. */
export interface StackGroup {
  readonly id: string;
  readonly stack: string;
  readonly stackId: string;
  readonly resource: string;
}

/** Reads what `aws ec2 describe-security-groups` printed: CloudFormation tags its groups with their stacks. @throws {UsageError} */
export function readStackGroups(path: string): readonly StackGroup[] {
  return listIn(path, 'SecurityGroups', 'describe-security-groups').map((one) => {
    const tags = new Map(objects(one, 'Tags').map((tag) => [text(tag, 'Key'), text(tag, 'Value')]));
    const tag = (name: string): string => tags.get(`aws:cloudformation:${name}`) ?? '';
    return {
      id: text(one, 'GroupId'),
      stack: tag('stack-name'),
      stackId: tag('stack-id'),
      resource: tag('logical-id'),
    };
  });
}

/** What is known of addresses from interfaces and prefix lists. */
export function surroundingsFrom(
  interfaces: readonly Interface[],
  prefixLists: ReadonlyMap<string, readonly string[]>,
): Surroundings {
  const groups = new Map(interfaces.flatMap((one) => one.addresses.map((address) => [address, one.groups] as const)));
  return {
    groupsOf: (address) => groups.get(address) ?? [],
    prefixListOf: (address) =>
      [...prefixLists].find(([, blocks]) => blocks.some((block) => isWithin(address, block)))?.[0],
  };
}
