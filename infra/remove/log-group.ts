import { ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { type Clients, pagesOf, type Stack } from '../aws/index.ts';

/** The log group that a stack leaves behind; undefined where it has none, or has none any more. */
export async function readLogGroup(
  { cloudFormation }: Pick<Clients, 'cloudFormation'>,
  stack: Stack,
): Promise<string | undefined> {
  if (stack.status === 'REVIEW_IN_PROGRESS') return undefined;
  if (stack.outputs['LogGroupName'] !== undefined) return stack.outputs['LogGroupName'];
  const resources = pagesOf({
    action: 'ListStackResources',
    read: (NextToken) => cloudFormation.send(new ListStackResourcesCommand({ StackName: stack.id, NextToken })),
    next: ({ NextToken }) => NextToken,
  });
  for await (const page of resources) {
    const found = page.StackResourceSummaries?.find(({ LogicalResourceId: id }) => id === 'LogGroup');
    if (found !== undefined) return GONE.test(found.ResourceStatus ?? '') ? undefined : found.PhysicalResourceId;
  }
  return undefined;
}

const GONE = /^(CREATE_FAILED|DELETE_COMPLETE)$/;
