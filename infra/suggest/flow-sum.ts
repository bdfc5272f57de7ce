/**
 * What a service of AWS sums up of the records that agree in everything but the times and the ports that a client chose by
 * chance. It is all that is downloaded.
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

/**
 * Where the ports begin from which Linux takes those of clients: https://docs.kernel.org/networking/ip-sysctl.html
 * (`ip_local_port_range`). A port from here on, with one below at the other end, tells nothing but that its end is the client.
 */
export const FIRST_EPHEMERAL_PORT = 32_768;

/** The bits of `tcp-flags`: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
export const SYN = 2;
export const ACK = 16;

/** What flow logs are asked for. */
export interface FlowQuery {
  /** Ids of network interfaces, one at least. */
  readonly interfaces: readonly string[];
  /** Of the starts of records, in seconds since 1970; both are included. */
  readonly from: number;
  readonly to: number;
}

/** What was found, and what it cost. */
export interface FlowAnswer {
  readonly sums: readonly FlowSum[];
  /** Bytes that AWS charges for. */
  readonly scanned: number;
  /** What whoever reads the answer has to know. */
  readonly notes: readonly string[];
}
