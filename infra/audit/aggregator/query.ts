import type { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { isObject, own, parseJson } from '../../../rule/index.ts';
import { isAwsError, pagesOf, RefusalError } from '../../aws/index.ts';
import { type LiveGroup, readLiveGroup } from './live-group.ts';

/** A part of what an aggregator knows, and where the next begins; undefined: there is none. */
export interface GroupPage {
  readonly groups: readonly LiveGroup[];
  readonly next: string | undefined;
}

/**
 * Counts the groups that an aggregator knows, before any is read.
 * @throws {RefusalError} where there is no such aggregator, or nothing of groups in it
 */
export async function countGroups(client: ConfigServiceClient, name: string): Promise<number> {
  const { SelectAggregateResourceConfigCommand } = await import('@aws-sdk/client-config-service');
  const command = new SelectAggregateResourceConfigCommand({
    ConfigurationAggregatorName: name,
    Expression: `SELECT COUNT(*) ${GROUPS}`,
  });
  const { Results: [text = ''] = [] } = await client.send(command).catch((error: unknown) => {
    throw isAwsError(error, 'noAggregator') ? new RefusalError(missingText(name)) : error;
  });
  const counted = parseJson(text);
  const count = isObject(counted) ? Number(own(counted, 'COUNT(*)') ?? 0) : 0;
  if (count === 0) throw new RefusalError(unrecordedText(name));
  return count;
}

/** Reads the groups, from the beginning or from where another run ended. */
export async function* readGroups(
  client: ConfigServiceClient,
  name: string,
  start?: string,
): AsyncGenerator<GroupPage> {
  const { SelectAggregateResourceConfigCommand } = await import('@aws-sdk/client-config-service');
  const Expression = `SELECT accountId, awsRegion, resourceId, tags, configuration.groupName, configuration.ipPermissionsEgress ${GROUPS}`;
  const pages = pagesOf({
    action: 'SelectAggregateResourceConfig',
    read: (NextToken) =>
      client.send(
        new SelectAggregateResourceConfigCommand({
          ...{ ConfigurationAggregatorName: name, Expression, Limit: PAGE },
          NextToken: NextToken ?? start,
        }),
      ),
    next: ({ NextToken }) => NextToken,
  });
  for await (const { Results = [], NextToken } of pages)
    yield { groups: Results.flatMap((text) => readLiveGroup(text) ?? []), next: NextToken || undefined };
}

const GROUPS = "WHERE resourceType = 'AWS::EC2::SecurityGroup'";

/** As many as AWS Config returns at once. */
const PAGE = 100;

const missingText = (name: string): string =>
  `there is no aggregator ${name} in this account and Region. aws configservice describe-configuration-aggregators lists those that there are; put-configuration-aggregator with --organization-aggregation-source makes one for an organization.`;

const unrecordedText = (name: string): string =>
  `the aggregator ${name} knows no security group: AWS Config has to record AWS::EC2::SecurityGroup in its accounts. See https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html`;
