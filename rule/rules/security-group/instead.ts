import { recordDestination } from '../../finding-record.ts';
import type { Finding } from '../../rule.ts';
import { type JsonObject, own } from '../../value/index.ts';
import { isLoopback } from './destination.ts';
import { readIpProtocol } from './ip-protocol.ts';

/**
 * What may be written in the place of a finding: the destination of its entry with one protocol and port by way of example;
 * of a group without egress, the egress to add. Undefined where naming a port does not mend it.
 */
export function insteadOf({ entry, value, destinations }: Finding): JsonObject | undefined {
  if (entry === undefined || destinations.some(isLoopback)) return undefined;
  if (Object.keys(entry).length === 0) return { SecurityGroupEgress: [{ ...HTTPS, CidrIp: '0.0.0.0/0' }] };
  const named = readIpProtocol(value) === 'all' ? HTTPS : { ...HTTPS, IpProtocol: own(entry, 'IpProtocol') };
  const same = destinations.map(recordDestination).map((destination) => [destination.kind, destination.value]);
  return { ...named, ...Object.fromEntries(same) };
}

/** One port that many need; which one it is, only those know who wrote the template. */
const HTTPS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
