import { type FlowSum, UDP } from './flow-sum.ts';

/**
 * What traffic is for that passes whatever the egress of a group says; undefined of all other. `resolvers`: the addresses at
 * which the VPCs have theirs.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html ("Security groups do not filter traffic ...")
 */
export function ungoverned(sum: FlowSum, resolvers: ReadonlySet<string>): string | undefined {
  const { destination, protocol, destinationPort, sourcePort } = sum;
  if (destinationPort === DNS && resolvers.has(destination)) return RESOLVER;
  const [, purpose] = services.find(([pattern]) => pattern.test(destination)) ?? [];
  if (purpose !== undefined) return purpose;
  const isDhcp = protocol === UDP && DHCP.has(destinationPort ?? 0) && DHCP.has(sourcePort ?? 0);
  return isDhcp ? 'DHCP' : undefined;
}

const DNS = 53;

const RESOLVER = 'the DNS resolver of the VPC';

/** Client and server, of IPv4 and of IPv6. */
const DHCP: ReadonlySet<number> = new Set([67, 68, 546, 547]);

/** The more special first. */
const services: readonly (readonly [RegExp, string])[] = [
  [/^169\.254\.169\.123$|^fd00:ec2::123$/, 'Amazon Time Sync'],
  [/^169\.254\.169\.253$|^fd00:ec2::253$/, RESOLVER],
  [/^169\.254\.169\.254$|^fd00:ec2::254$/, 'instance metadata'],
  [/^169\.254\.|^fe[89ab][\da-f]:/, 'link-local addresses'],
  [/^(?:22[4-9]|23\d)\.|^ff[\da-f]{2}:|^255\.255\.255\.255$/, 'broadcast and multicast, which a VPC does not route'],
];
