import {
  childPlace,
  escapePointer,
  isObject,
  type JsonObject,
  own,
  type Place,
  type Possibility,
  type Resolve,
} from '../../place.ts';
import type { Resource } from '../../rule.ts';

export const SECURITY_GROUP = 'AWS::EC2::SecurityGroup';
export const SECURITY_GROUP_EGRESS = 'AWS::EC2::SecurityGroupEgress';

const DESTINATIONS = ['CidrIp', 'CidrIpv6', 'DestinationPrefixListId', 'DestinationSecurityGroupId'];
const LOOPBACKS: readonly unknown[] = ['127.0.0.1/32', '::1/128'];

const isThere = (value: unknown): boolean =>
  value !== undefined && value !== null && !(isObject(value) && value['Ref'] === 'AWS::NoValue');

/** Where an entry lets traffic go, as written: rarely more than one. */
export const destinationsOf = (entry: JsonObject): unknown[] =>
  DESTINATIONS.map((key) => own(entry, key)).filter(isThere);

/** Exactly the documented loopback addresses; an intrinsic that might give one of them is not. */
export const isLoopback = (destination: unknown): boolean => LOOPBACKS.includes(destination);

/** The properties of a resource as the place that everything else is reached from. */
export const propertiesOf = ({ logicalId, properties, pointer, when = [] }: Resource): Place => ({
  value: properties,
  pointer: `${pointer ?? `/Resources/${escapePointer(logicalId)}`}/Properties`,
  when,
});

const entriesOfList = (list: Possibility, resolve: Resolve): readonly Possibility[] =>
  list.unknown === undefined && Array.isArray(list.value)
    ? list.value.flatMap((entry, index) => resolve(childPlace(list, index, entry)))
    : [list];

const entriesOfGroup = (group: Possibility, resolve: Resolve): readonly Possibility[] => {
  if (group.unknown !== undefined || !isObject(group.value)) return [group];
  const egress = childPlace(group, 'SecurityGroupEgress', own(group.value, 'SecurityGroupEgress'));
  return resolve(egress).flatMap((list) => entriesOfList(list, resolve));
};

/** Every egress entry of a resource, each as all that it can be; a single object stands for a list of one. */
export const egressEntries = (resource: Resource, resolve: Resolve): readonly Possibility[] => {
  const properties = resolve(propertiesOf(resource));
  return resource.type === SECURITY_GROUP_EGRESS
    ? properties
    : properties.flatMap((group) => entriesOfGroup(group, resolve));
};
