import { isWithin, type Surroundings } from '../../../flow/index.ts';
import { isObject, type JsonObject, own, parseJson } from '../../../rule/index.ts';
import { decodeText, FileError, readBytes } from '../../input/index.ts';
import { UsageError } from '../../usage-error.ts';
import type { Interface } from './found.ts';

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

const listIn = (path: string, key: string, command: string): readonly JsonObject[] => {
  const value = parseJson(readFile(path));
  const list = isObject(value) ? own(value, key) : undefined;
  if (!Array.isArray(list))
    throw new UsageError(`${path}: has no ${key}. Give it what aws ec2 ${command} --output json prints.`);
  return list.filter(isObject);
};

const readFile = (path: string): string => {
  try {
    return decodeText(readBytes(path));
  } catch (error) {
    if (error instanceof FileError) throw new UsageError(`${path}: ${error.message}.`);
    throw error;
  }
};

const text = (object: JsonObject, key: string): string => {
  const value = own(object, key);
  return typeof value === 'string' ? value : '';
};

const strings = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

const objects = (object: JsonObject, key: string): readonly JsonObject[] => {
  const value = own(object, key);
  return Array.isArray(value) ? value.filter(isObject) : [];
};
