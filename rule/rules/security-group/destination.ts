import type { Destination } from '../../rule.ts';
import { isObject, type JsonObject, own } from '../../value/index.ts';

/** Where an entry lets traffic go, as written: rarely more than one. */
export function destinationsOf(entry: JsonObject): Destination[] {
  return DESTINATION_KINDS.map((kind) => ({ kind, value: own(entry, kind) })).filter(({ value }) => isThere(value));
}

/** Exactly the documented loopback addresses; an intrinsic that might give one of them is not. */
export function isLoopback({ value }: Destination): boolean {
  return LOOPBACKS.includes(value);
}

export const DESTINATION_KINDS = ['CidrIp', 'CidrIpv6', 'DestinationPrefixListId', 'DestinationSecurityGroupId'];

const isThere = (value: unknown): boolean =>
  value !== undefined && value !== null && !(isObject(value) && value['Ref'] === 'AWS::NoValue');

const LOOPBACKS: readonly unknown[] = ['127.0.0.1/32', '::1/128'];
