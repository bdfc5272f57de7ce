import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { aFewAtATime } from '../../a-few-at-a-time.ts';
import { isAwsError, pagesOf } from '../../aws/index.ts';

/**
 * The streams of a log group that hold the records of interfaces: each interface has its own, called like it
 * (`eni-1235b8ca123456789-all`). Undefined where that cannot be told: the caller may not look, or streams are called otherwise,
 * as those that somebody else copied the records into.
 */
export async function readStreams(
  client: CloudWatchLogsClient,
  { logGroup, interfaces }: { readonly logGroup: string; readonly interfaces: readonly string[] },
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const { DescribeLogStreamsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const group = logGroup.startsWith('arn:') ? { logGroupIdentifier: logGroup } : { logGroupName: logGroup };
  const read = async (id: string, abortSignal: AbortSignal): Promise<string[]> => {
    const names: string[] = [];
    const pages = pagesOf({
      action: 'DescribeLogStreams',
      read: (nextToken) =>
        client.send(new DescribeLogStreamsCommand({ ...group, logStreamNamePrefix: id, nextToken }), { abortSignal }),
      next: ({ nextToken }) => nextToken,
    });
    for await (const { logStreams = [] } of pages) names.push(...logStreams.flatMap((one) => one.logStreamName ?? []));
    return names;
  };
  try {
    const names = (await aFewAtATime(interfaces, AT_ONCE, read, signal)).flat();
    return names.length === 0 ? undefined : names;
  } catch (error) {
    // A log group that is not there is told where it is asked.
    if (isAwsError(error, 'denied', 'noResource')) return undefined;
    throw error;
  }
}

/** AWS allows some 25 such calls a second. */
const AT_ONCE = 5;
