import { FIRST_EPHEMERAL_PORT, type FlowSum, TCP } from './flow-sum.ts';

/**
 * Makes the function that tells which sums are what a host answers to somebody who tries its ports: such answers, most of
 * them RST, look like connections to the ports that the scan was sent from. Asked about sums that are not known for sure.
 */
export function makeIsProbed(flows: readonly FlowSum[]): (sum: FlowSum) => boolean {
  const lowPortsTo: Ports = new Map();
  const triedBy: Ports = new Map();
  for (const flow of flows) {
    const { interfaceId, source, sourcePort = 0, destinationPort = 0, isSyn } = flow;
    if (isSyn) note(triedBy, `${interfaceId} ${source}`, destinationPort);
    else if (isService(sourcePort, destinationPort)) note(triedBy, peerKey(flow), sourcePort);
    if (!isSyn && isLow(sourcePort)) note(lowPortsTo, endKey(flow), sourcePort);
  }
  return (sum) => {
    const tried = countAt(triedBy, peerKey(sum));
    return isBareAnswer(sum, tried) || isToChancePort(sum, tried) || countAt(lowPortsTo, endKey(sum)) > 1;
  };
}

/** Where flags are told, a connection begins with a SYN: a record alone without one answers whoever did. `tried`: how many of our ports the other used. */
const isBareAnswer = ({ protocol, isSyn, records }: FlowSum, tried: number): boolean =>
  protocol === TCP && isSyn === false && (tried >= MANY || (tried > 0 && records === 1));

const isToChancePort = ({ destinationPort = 0 }: FlowSum, tried: number): boolean =>
  destinationPort >= FIRST_EPHEMERAL_PORT && tried >= MANY;

/** The ports at an end: most have one alone, of which many fit into memory. */
type Ports = Map<string, number | Set<number>>;

/** More than are told apart need not be kept. */
const note = (ports: Ports, key: string, port: number): void => {
  const known = ports.get(key);
  if (known === undefined || known === port) ports.set(key, port);
  else if (typeof known === 'number') ports.set(key, new Set([known, port]));
  else if (known.size < MANY) known.add(port);
};

const countAt = (ports: Ports, key: string): number => {
  const known = ports.get(key);
  return known instanceof Set ? known.size : Number(known !== undefined);
};

/** Nobody uses so many services of one host. */
const MANY = 8;

/** Clients that prove by a low port who they are take one from here on: NFS, and what came of rsh. */
const FIRST_RESERVED_PORT = 512;

const isLow = (port: number): boolean => port > 0 && port < FIRST_RESERVED_PORT;

/** Whether a port is that of a server, and the other one that of its client. */
const isService = (port: number, other: number): boolean => port > 0 && (other === 0 || isLow(port));

const peerKey = ({ interfaceId, destination }: FlowSum): string => `${interfaceId} ${destination}`;

const endKey = ({ interfaceId, protocol, destination, destinationPort }: FlowSum): string =>
  `${interfaceId} ${protocol} ${destination} ${destinationPort}`;
