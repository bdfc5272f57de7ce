import { DEFAULT_FORMAT, formatText } from '../../flow/index.ts';
import type { Clients } from '../aws/index.ts';
import { RefusalError } from '../aws/index.ts';
import { type FlowLog, readFlowLogs } from './ec2/index.ts';
import type { FlowAnswer, FlowQuery } from './flow-sum.ts';
import type { Bounds } from './follow-query.ts';
import { readLogGroup, readStreams } from './logs-insights/index.ts';

/** Where the records are. */
export interface LogGroup {
  /** The name of a log group; of one in a linked account, its ARN. */
  readonly logGroup: string;
  /** The format of the flow log; default: what EC2 tells of it. */
  readonly format?: string | undefined;
}

/**
 * Has CloudWatch Logs Insights sum up the records of a log group, in the format that EC2 tells of the flow logs that write there.
 * @throws {RefusalError} where these have several formats, where there is no such log group, and where a query fails
 */
export async function askLogGroup(
  clients: Pick<Clients, 'ec2' | 'logs'>,
  { logGroup, format }: LogGroup,
  query: FlowQuery,
  bounds: Bounds,
): Promise<FlowAnswer> {
  const flowLogs = await readFlowLogs(await clients.ec2(), nameOf(logGroup), bounds.signal);
  const known = flowLogs ?? [];
  const told = format ?? formatOf(logGroup, known);
  const client = await clients.logs();
  const streams = await readStreams(client, { logGroup, interfaces: query.interfaces }, bounds.signal);
  const how = { format: told ?? formatText(DEFAULT_FORMAT), streams };
  const { notes, ...answer } = await readLogGroup({ ...bounds, client, logGroup }, query, how);
  const assumed = told === undefined ? [assumedText(logGroup)] : [];
  return { ...answer, notes: [...notes, ...assumed, ...known.flatMap((log) => gapsOf(log, query))] };
}

/** `arn:aws:logs:eu-west-1:123456789012:log-group:/vpc/flows` names `/vpc/flows`. */
const nameOf = (logGroup: string): string => logGroup.replace(/^arn:[^:]*:logs:[^:]*:\d*:log-group:/, '');

const formatOf = (logGroup: string, flowLogs: readonly FlowLog[]): string | undefined => {
  const [format, ...others] = new Set(flowLogs.map((log) => log.format));
  if (others.length > 0)
    throw new RefusalError(
      `the flow logs ${flowLogs.map(({ id }) => id).join(', ')} write into ${logGroup} in different formats. Give the one to read with --log-format.`,
    );
  return format;
};

const assumedText = (logGroup: string): string =>
  `EC2 tells of no flow log of this account that writes into ${logGroup}, so its records were read in the default format. Give another one with --log-format.`;

/** What a flow log cannot have written. */
const gapsOf = ({ id, traffic, createdAt }: FlowLog, { from }: FlowQuery): readonly string[] => [
  ...(traffic === 'ALL' ? [] : [`The flow log ${id} writes flows that were ${words[traffic]} only.`]),
  ...(createdAt === undefined || Date.parse(createdAt) <= from * 1000
    ? []
    : [`The flow log ${id} was made on ${createdAt.slice(0, 10)}: it knows nothing from before.`]),
];

const words = { ACCEPT: 'accepted', REJECT: 'rejected' } as const;
