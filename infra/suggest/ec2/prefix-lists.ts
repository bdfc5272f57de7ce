import type { EC2Client, ManagedPrefixList } from '@aws-sdk/client-ec2';
import { pagesOf } from '../../aws/index.ts';

/** A list of blocks that AWS keeps for a service, and that an egress entry can name. */
export interface PrefixList {
  /** Such as `pl-63a5400a`. */
  readonly id: string;
  /** Such as `com.amazonaws.us-east-1.s3`. */
  readonly name: string;
  readonly cidrs: readonly string[];
}

/**
 * Reads the prefix lists of the services that gateway endpoints lead to. Other lists that AWS manages, such as
 * CloudFront's, hold where traffic comes from: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
export async function readPrefixLists(client: EC2Client, abortSignal: AbortSignal): Promise<PrefixList[]> {
  const { DescribeManagedPrefixListsCommand } = await import('./sdk.ts');
  const lists: ManagedPrefixList[] = [];
  const pages = pagesOf({
    action: 'DescribeManagedPrefixLists',
    read: (NextToken) =>
      client.send(new DescribeManagedPrefixListsCommand({ MaxResults: 100, NextToken }), { abortSignal }),
    next: ({ NextToken }) => NextToken,
  });
  for await (const { PrefixLists = [] } of pages) lists.push(...PrefixLists.filter(isDestination));
  return Promise.all(
    lists.map(async ({ PrefixListId: id = '', PrefixListName: name = '' }) => ({
      ...{ id, name },
      cidrs: await readEntries(client, id, abortSignal),
    })),
  );
}

const isDestination = ({ OwnerId, PrefixListName = '' }: ManagedPrefixList): boolean =>
  OwnerId === 'AWS' && /^com\.amazonaws\..*\b(s3|dynamodb|s3express)$/.test(PrefixListName);

const readEntries = async (client: EC2Client, PrefixListId: string, abortSignal: AbortSignal): Promise<string[]> => {
  const { GetManagedPrefixListEntriesCommand } = await import('./sdk.ts');
  const cidrs: string[] = [];
  const pages = pagesOf({
    action: 'GetManagedPrefixListEntries',
    read: (NextToken) =>
      client.send(new GetManagedPrefixListEntriesCommand({ PrefixListId, MaxResults: 100, NextToken }), {
        abortSignal,
      }),
    next: ({ NextToken }) => NextToken,
  });
  for await (const { Entries = [] } of pages) cidrs.push(...Entries.flatMap(({ Cidr }) => Cidr ?? []));
  return cidrs;
};
