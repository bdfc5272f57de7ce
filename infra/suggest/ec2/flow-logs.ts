import type { EC2Client, FlowLog as SdkFlowLog } from '@aws-sdk/client-ec2';
import { isAwsError, pagesOf } from '../../aws/index.ts';

/** A flow log that writes into a log group. */
export interface FlowLog {
  readonly id: string;
  /** What it watches: a VPC, a subnet or an interface. */
  readonly resourceId: string;
  /** Such as `${version} ${account-id} ${interface-id} ...`. */
  readonly format: string;
  /** Which flows it writes. */
  readonly traffic: 'ALL' | 'ACCEPT' | 'REJECT';
  /** When it was made, ISO 8601. */
  readonly createdAt?: string | undefined;
}

/** Reads which flow logs of the caller's account write into a log group; undefined: the caller may not look. */
export async function readFlowLogs(
  client: EC2Client,
  logGroup: string,
  abortSignal: AbortSignal,
): Promise<FlowLog[] | undefined> {
  const { DescribeFlowLogsCommand } = await import('./sdk.ts');
  const Filter = [{ Name: 'log-group-name', Values: [logGroup] }];
  const pages = pagesOf({
    action: 'DescribeFlowLogs',
    read: (NextToken) => client.send(new DescribeFlowLogsCommand({ Filter, NextToken }), { abortSignal }),
    next: ({ NextToken }) => NextToken,
  });
  const logs: FlowLog[] = [];
  try {
    for await (const { FlowLogs = [] } of pages) logs.push(...FlowLogs.map(toFlowLog));
  } catch (error) {
    if (isAwsError(error, 'denied')) return undefined;
    throw error;
  }
  return logs;
}

const toFlowLog = (log: SdkFlowLog): FlowLog => ({
  id: log.FlowLogId ?? '',
  resourceId: log.ResourceId ?? '',
  format: log.LogFormat ?? '',
  traffic: log.TrafficType ?? 'ALL',
  createdAt: log.CreationTime?.toISOString(),
});
