/**
 * What is summed up of the flow log records that agree in everything but the times and the ports that a client chose by
 * chance: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export interface FlowSum {
  readonly interfaceId: string;
  readonly logStatus: 'OK' | 'NODATA' | 'SKIPDATA';
  /** Empty, and so are the addresses, where the status is not OK. */
  readonly action: 'ACCEPT' | 'REJECT' | '';
  /** The number that IANA gave it; undefined where the status is not OK, and so are the ports. */
  readonly protocol?: number | undefined;
  readonly source: string;
  readonly destination: string;
  /** 0: some port that a client chose by chance. */
  readonly sourcePort?: number | undefined;
  readonly destinationPort?: number | undefined;
  /** Seen from the interface; undefined: the logs do not tell. */
  readonly direction?: 'ingress' | 'egress' | undefined;
  /** Whether the source began a connection of TCP: SYN without ACK; undefined: the logs do not tell. */
  readonly isSyn?: boolean | undefined;
  readonly records: number;
  readonly packets: number;
  readonly bytes: number;
  /** The first start and the last end, in seconds since 1970. */
  readonly first: number;
  readonly last: number;
}

/** What is counted of flows, and what a sum and its parts have in common. */
export type FlowCounts = Pick<FlowSum, 'records' | 'packets' | 'bytes' | 'first' | 'last'>;

export function addCounts(one: FlowCounts, other: FlowCounts): FlowCounts {
  return {
    records: one.records + other.records,
    packets: one.packets + other.packets,
    bytes: one.bytes + other.bytes,
    first: Math.min(one.first, other.first),
    last: Math.max(one.last, other.last),
  };
}

/**
 * Where the ports begin from which Linux takes those of clients: https://docs.kernel.org/networking/ip-sysctl.html
 * (`ip_local_port_range`). A port from here on, with one below at the other end, tells nothing but that its end is the client.
 */
export const FIRST_EPHEMERAL_PORT = 32_768;

/** The bits of `tcp-flags`. */
export const SYN = 2;
export const ACK = 16;

/** Numbers of protocols: https://www.iana.org/assignments/protocol-numbers */
export const TCP = 6;
export const UDP = 17;
