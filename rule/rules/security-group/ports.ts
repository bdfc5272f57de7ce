import { type Possibility, readCidr, standsForOther } from '../../value/index.ts';
import { type Answer, ask } from './answer.ts';
import { readIpProtocol } from './ip-protocol.ts';

/** Whether a block is that of all addresses. */
export function isWorld(cidr: Possibility): Answer {
  return ask<Answer>(cidr, (value) => {
    if (isOpenValue(value)) return 'open';
    return readCidr(String(value).trim())?.prefix === 0 ? 'yes' : 'no';
  });
}

/** What EC2 makes of ports beside a protocol: heeds them, ignores them, or knows none. */
export type Kind = 'ports' | 'portless' | 'other';

export function readKind(value: unknown): Kind | 'open' {
  const verdict = readIpProtocol(value);
  if (verdict !== 'named') return verdict === 'undetermined' ? 'open' : 'other';
  const name = String(value).trim().toLowerCase();
  const number = /^\d+(?:\.0+)?$/.test(name) ? String(Number(name)) : name;
  if (WITH_PORTS.has(number)) return 'ports';
  return ICMP.has(number) || !/^\d+$/.test(number) ? 'other' : 'portless';
}

const isPort =
  (isWide: (port: number) => boolean) =>
  (value: unknown): Answer => {
    if (isOpenValue(value)) return 'open';
    const text = String(value).trim();
    return /^\d+(?:\.0+)?$/.test(text) && isWide(Number(text)) ? 'yes' : 'no';
  };

const isOpenValue = (value: unknown): boolean => typeof value === 'object' || standsForOther(String(value).trim());

/** Whether ports from here on may be all. */
export const startsLow = isPort((port) => port <= 1);

/** Whether ports up to here may be all. */
export const endsHigh = isPort((port) => port >= 65_535);

/** What a protocol opens beside ports that are all, or not. */
export function portsOpenedIn(protocol: Possibility, areAll: Answer): Answer {
  return ask<Answer>(protocol, (value) => {
    const kind = readKind(value);
    if (kind === 'portless') return 'yes';
    if (kind === 'open') return 'open';
    return kind === 'other' ? 'no' : areAll;
  });
}

const WITH_PORTS = new Set(['tcp', 'udp', '6', '17']);

const ICMP = new Set(['icmp', 'icmpv6', '1', '58']);
