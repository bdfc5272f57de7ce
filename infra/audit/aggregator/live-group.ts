import { isObject, own, parseJson } from '../../../rule/index.ts';

/** A security group as AWS Config recorded it. */
export interface LiveGroup {
  readonly account: string;
  readonly region: string;
  readonly groupId: string;
  readonly groupName: string;
  /** Its egress, as CloudFormation writes entries. */
  readonly egress: readonly Readonly<Record<string, unknown>>[];
  /** Names and values. */
  readonly tags: readonly (readonly [string, string])[];
}

/** Reads a result of a query; undefined where it is no group. */
export function readLiveGroup(text: string): LiveGroup | undefined {
  const item = parseJson(text);
  const configuration = isObject(item) ? own(item, 'configuration') : undefined;
  if (!isObject(item) || !isObject(configuration)) return undefined;
  return {
    account: textOf(item, 'accountId'),
    region: textOf(item, 'awsRegion'),
    groupId: textOf(item, 'resourceId'),
    groupName: textOf(configuration, 'groupName'),
    egress: listOf(configuration, 'ipPermissionsEgress').flatMap(entriesOf),
    tags: listOf(item, 'tags').map((tag) => [textOf(tag, 'key'), textOf(tag, 'value')] as const),
  };
}

/** Whether its egress is what EC2 gives a group whose egress nobody names: everything, to every IPv4 address, perhaps IPv6 too. */
export function hasDefaultEgress({ egress }: LiveGroup): boolean {
  const isOpenTo = (entry: LiveGroup['egress'][number]): boolean =>
    entry['IpProtocol'] === '-1' && (entry['CidrIp'] === '0.0.0.0/0' || entry['CidrIpv6'] === '::/0');
  return egress.length > 0 && egress.length <= 2 && egress.every(isOpenTo) && egress.some(({ CidrIp }) => CidrIp);
}

type Fields = Readonly<Record<string, unknown>>;

const textOf = (value: Fields, key: string): string => String(own(value, key) ?? '');

const listOf = (value: Fields, key: string): readonly Fields[] => {
  const list = own(value, key);
  return Array.isArray(list) ? list.filter(isObject) : [];
};

/** EC2 keeps one permission for many destinations; CloudFormation writes an entry for each. */
const entriesOf = (permission: Fields): readonly Fields[] => {
  const [from, to] = [own(permission, 'fromPort'), own(permission, 'toPort')];
  const common = {
    IpProtocol: textOf(permission, 'ipProtocol'),
    ...(from !== undefined && { FromPort: from }),
    ...(to !== undefined && { ToPort: to }),
  };
  const destinations = [
    ...listOf(permission, 'ipv4Ranges').map((range) => ({ CidrIp: own(range, 'cidrIp') })),
    ...listOf(permission, 'ipv6Ranges').map((range) => ({ CidrIpv6: own(range, 'cidrIpv6') })),
    ...listOf(permission, 'prefixListIds').map((list) => ({ DestinationPrefixListId: own(list, 'prefixListId') })),
    ...listOf(permission, 'userIdGroupPairs').map((pair) => ({ DestinationSecurityGroupId: own(pair, 'groupId') })),
  ];
  return destinations.map((destination) => ({ ...common, ...destination }));
};
