import { DescribeStacksCommand, type Stack as SdkStack } from '@aws-sdk/client-cloudformation';
import { isMissingStack } from './aws-error.ts';
import type { Clients } from './clients.ts';

/** A stack as it is now. */
export interface Stack {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly statusReason?: string;
  /** When it was last changed, ISO 8601. */
  readonly changedAt?: string;
  readonly parameters: Texts;
  readonly outputs: Texts;
  /** Whether CloudFormation refuses to delete it. */
  readonly isProtected: boolean;
}

/** Reads a stack by its name or id; undefined: there is none. A deleted one is found by its id only. */
export async function readStack(
  { cloudFormation }: Pick<Clients, 'cloudFormation'>,
  name: string,
): Promise<Stack | undefined> {
  try {
    const { Stacks: [stack] = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
    return stack && toStack(stack);
  } catch (error) {
    if (isMissingStack(error)) return undefined;
    throw error;
  }
}

type Texts = Readonly<Record<string, string>>;

const toStack = (stack: SdkStack): Stack => ({
  id: stack.StackId ?? '',
  name: stack.StackName ?? '',
  status: stack.StackStatus ?? '',
  ...(stack.StackStatusReason !== undefined && { statusReason: stack.StackStatusReason }),
  ...changeOf(stack),
  parameters: Object.fromEntries(
    (stack.Parameters ?? []).map(({ ParameterKey = '', ParameterValue = '' }) => [ParameterKey, ParameterValue]),
  ),
  outputs: Object.fromEntries(
    (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  ),
  isProtected: stack.EnableTerminationProtection === true,
});

const changeOf = ({ LastUpdatedTime, CreationTime }: SdkStack): Pick<Stack, 'changedAt'> => {
  const time = LastUpdatedTime ?? CreationTime;
  return time === undefined ? {} : { changedAt: time.toISOString() };
};
