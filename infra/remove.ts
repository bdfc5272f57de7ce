import { ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import type { Clients } from './aws/clients.ts';
import { pagesOf } from './aws/pages.ts';
import { RefusalError } from './aws/refusal.ts';
import type { Stack } from './aws/stack.ts';
import type { StackEvent, Watch } from './aws/stack-events.ts';
import { phaseOf } from './aws/stack-status.ts';
import { discard, execute, prepare } from './deploy.ts';

type CloudFormation = Pick<Clients, 'cloudFormation'>;

/** Whether the hooks are still called, as far as the stack says. */
export const hasHooksOn = ({ status, parameters }: Stack): boolean =>
  status !== 'REVIEW_IN_PROGRESS' && parameters['HookStatus'] !== 'DISABLED';

/** Only a stack that can be updated can disable its hooks. */
export const canDisableHooks = (stack: Stack): boolean =>
  phaseOf(stack.status) === 'UPDATE' && Object.hasOwn(stack.parameters, 'HookStatus');

/**
 * Has the stack disable both hooks, and changes nothing else of it: a hook that is not called blocks nobody, whatever
 * becomes of its function and roles. Events as they come, then the status.
 * @throws {RefusalError} where CloudFormation cannot tell what to change
 */
export async function* disableHooks(
  clients: CloudFormation,
  stack: Stack,
  pause: Watch['pause'],
): AsyncGenerator<StackEvent, string> {
  const declared = Object.keys(stack.parameters);
  const wanted = { stackName: stack.name, declared, given: { HookStatus: 'DISABLED' } };
  const set = await prepare(clients, wanted, stack, pause);
  if (set.problem !== undefined) {
    await discard(clients, set, stack);
    throw new RefusalError(`CloudFormation could not make the change set: ${set.problem.reason}`);
  }
  return yield* execute(clients, set, stack, pause);
}

const GONE = /^(CREATE_FAILED|DELETE_COMPLETE)$/;

/** The log group that a stack leaves behind; undefined where it has none, or has none any more. */
export const readLogGroup = async ({ cloudFormation }: CloudFormation, stack: Stack): Promise<string | undefined> => {
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
};
