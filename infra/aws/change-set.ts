import {
  type Change,
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetCommandOutput,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { isNothingToChange } from './aws-error.ts';
import type { Clients } from './clients.ts';
import { listAll } from './pages.ts';
import { type ResourceChange, toChanges } from './resource-change.ts';

export interface ChangeSetId {
  readonly id: string;
  readonly stackId: string;
}

export interface ChangeSet extends ChangeSetId {
  readonly changes: readonly ResourceChange[];
  readonly parameters: Readonly<Record<string, string>>;
  /** Why there is nothing to execute: it holds no change, or it could not be made. */
  readonly problem?: { readonly isEmpty: boolean; readonly reason: string };
}

/** Makes a change set. With the same token, CloudFormation takes a request that is sent again for the same one. */
export async function createChangeSet(
  { cloudFormation }: CloudFormation,
  input: CreateChangeSetCommandInput,
): Promise<ChangeSetId> {
  const { Id: id = '', StackId: stackId = '' } = await cloudFormation.send(new CreateChangeSetCommand(input));
  return { id, stackId };
}

/** Waits until CloudFormation knows what a change set would change. */
export async function readChangeSet(
  clients: CloudFormation,
  id: ChangeSetId,
  pause: (milliseconds: number) => Promise<void>,
): Promise<ChangeSet> {
  let first = await send(clients, id);
  for (; /^CREATE_(PENDING|IN_PROGRESS)$/.test(first.Status ?? ''); first = await send(clients, id)) await pause(PAUSE);
  const parameters = (first.Parameters ?? []).map((one) => [one.ParameterKey, one.ParameterValue]);
  return {
    ...id,
    changes: (await readChanges(clients, id, first)).flatMap(toChanges),
    parameters: Object.fromEntries(parameters),
    ...problemOf(first),
  };
}

export async function executeChangeSet(
  { cloudFormation }: CloudFormation,
  { id, stackId }: ChangeSetId,
  token: string,
): Promise<void> {
  await cloudFormation.send(
    new ExecuteChangeSetCommand({ ChangeSetName: id, StackName: stackId, ClientRequestToken: token }),
  );
}

export async function deleteChangeSet({ cloudFormation }: CloudFormation, { id, stackId }: ChangeSetId): Promise<void> {
  await cloudFormation.send(new DeleteChangeSetCommand({ ChangeSetName: id, StackName: stackId }));
}

type CloudFormation = Pick<Clients, 'cloudFormation'>;

/** Milliseconds between two looks. */
const PAUSE = 1500;

const send = ({ cloudFormation }: CloudFormation, { id, stackId }: ChangeSetId, NextToken?: string) =>
  cloudFormation.send(new DescribeChangeSetCommand({ ChangeSetName: id, StackName: stackId, NextToken }));

const readChanges = (
  clients: CloudFormation,
  id: ChangeSetId,
  first: DescribeChangeSetCommandOutput,
): Promise<Change[]> =>
  listAll(
    {
      action: 'DescribeChangeSet',
      read: async (token) => (token === undefined ? first : send(clients, id, token)),
      next: ({ NextToken }) => NextToken,
    },
    ({ Changes }) => Changes,
  );

const problemOf = ({ Status: status, StatusReason: reason = '' }: DescribeChangeSetCommandOutput) =>
  status === 'FAILED' ? { problem: { isEmpty: isNothingToChange(reason), reason } } : {};
