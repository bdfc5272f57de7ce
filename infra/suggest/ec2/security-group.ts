import { DescribeStackResourceCommand, type StackResourceDetail } from '@aws-sdk/client-cloudformation';
import type { Filter } from '@aws-sdk/client-ec2';
import { type Clients, isAwsError, RefusalError } from '../../aws/index.ts';

/** A security group, as EC2 names it. */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string;
}

/**
 * Looks up a group by its id.
 * @throws {RefusalError} where there is none
 */
export async function readGroup(
  clients: Pick<Clients, 'ec2'>,
  id: string,
  abortSignal: AbortSignal,
): Promise<SecurityGroup> {
  const group = await findGroup(clients, [{ Name: 'group-id', Values: [id] }], abortSignal);
  if (group === undefined) throw new RefusalError(`there is no security group ${id} in this account and Region.`);
  return group;
}

/**
 * Looks up the group that a resource of a stack is.
 * @throws {RefusalError} where there is no such stack or resource, or where it is no security group
 */
export async function readGroupOfStack(
  clients: Pick<Clients, 'cloudFormation' | 'ec2'>,
  { stack, logicalId }: { readonly stack: string; readonly logicalId: string },
  abortSignal: AbortSignal,
): Promise<SecurityGroup> {
  const resource = await readResource(clients, { StackName: stack, LogicalResourceId: logicalId }, abortSignal);
  const { ResourceType: type = '', PhysicalResourceId: id = '' } = resource;
  if (type !== 'AWS::EC2::SecurityGroup')
    throw new RefusalError(`${logicalId} of the stack ${stack} is ${type}, not AWS::EC2::SecurityGroup.`);
  if (id.startsWith('sg-')) return readGroup(clients, id, abortSignal);
  // A group whose template names no VPC is known to CloudFormation by its name.
  const group = await findGroup(clients, [{ Name: 'group-name', Values: [id] }], abortSignal);
  if (group === undefined)
    throw new RefusalError(`${logicalId} of the stack ${stack} is not there: EC2 knows no ${id}.`);
  return group;
}

const findGroup = async (
  { ec2 }: Pick<Clients, 'ec2'>,
  Filters: Filter[],
  abortSignal: AbortSignal,
): Promise<SecurityGroup | undefined> => {
  const { DescribeSecurityGroupsCommand } = await import('./sdk.ts');
  const client = await ec2();
  const { SecurityGroups: [group] = [] } = await client.send(new DescribeSecurityGroupsCommand({ Filters }), {
    abortSignal,
  });
  return group && { id: group.GroupId ?? '', name: group.GroupName ?? '', vpcId: group.VpcId ?? '' };
};

/** CloudFormation says of a stack and of a resource alike that it does not exist. */
const readResource = async (
  { cloudFormation }: Pick<Clients, 'cloudFormation'>,
  input: { readonly StackName: string; readonly LogicalResourceId: string },
  abortSignal: AbortSignal,
): Promise<Partial<StackResourceDetail>> => {
  try {
    const { StackResourceDetail } = await cloudFormation.send(new DescribeStackResourceCommand(input), { abortSignal });
    return StackResourceDetail ?? {};
  } catch (error) {
    if (!isAwsError(error, 'invalid') || !/does(n't| not) exist/.test(error.message)) throw error;
    throw new RefusalError(`there is no ${input.LogicalResourceId} in a stack ${input.StackName}: ${error.message}`);
  }
};
