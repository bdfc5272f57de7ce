import { urlSuffixOf } from './partition.ts';

/** Where a stack is, as far as that is known. */
export interface StackPlace {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
  readonly stackName: string;
  readonly stackId?: string;
}

/** The pseudo parameters of a stack's template; those of which nobody knows the value are left out. */
export function pseudoParametersOf({
  account,
  partition,
  region,
  stackName,
  stackId,
}: StackPlace): Record<string, string> {
  const suffix = urlSuffixOf(partition);
  return {
    'AWS::AccountId': account,
    'AWS::Partition': partition,
    'AWS::Region': region,
    'AWS::StackName': stackName,
    ...(stackId !== undefined && { 'AWS::StackId': stackId }),
    ...(suffix !== undefined && { 'AWS::URLSuffix': suffix }),
  };
}
