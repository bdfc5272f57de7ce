import { ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import type { Clients } from './clients.ts';
import { pagesOf } from './pages.ts';
import type { Stack } from './stack.ts';

/** What the resources of a stack are called, by logical id; those that are gone are left out. */
export async function readPhysicalIds(
  { cloudFormation }: Pick<Clients, 'cloudFormation'>,
  { id: StackName }: Pick<Stack, 'id'>,
): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  const pages = pagesOf({
    action: 'ListStackResources',
    read: (NextToken) => cloudFormation.send(new ListStackResourcesCommand({ StackName, NextToken })),
    next: ({ NextToken }) => NextToken,
  });
  for await (const { StackResourceSummaries = [] } of pages)
    for (const {
      LogicalResourceId: name = '',
      PhysicalResourceId: id,
      ResourceStatus: status = '',
    } of StackResourceSummaries)
      if (id !== undefined && !GONE.test(status)) found[name] = id;
  return found;
}

const GONE = /^(CREATE_FAILED|DELETE_COMPLETE)$/;
