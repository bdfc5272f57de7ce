import { isAwsError } from './aws-error.ts';

/** What an error of StackSets means in an organization, and what to do about it; undefined where it is no such error. */
export function explainStackSetFault(error: unknown, account: string): string | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  return known.find(({ isMeant }) => isMeant(error))?.explain(account, error.message);
}

/** What is told of an error where the caller can do something about it. */
interface Known {
  readonly isMeant: (error: Error) => boolean;
  readonly explain: (account: string, message: string) => string;
}

const SERVICE = 'member.org.stacksets.cloudformation.amazonaws.com';

const says =
  (text: RegExp): Known['isMeant'] =>
  ({ message }) =>
    text.test(message);

/** AWS names most of these ValidationError, and tells them apart by their texts only. */
const known: readonly Known[] = [
  {
    isMeant: (error) => isAwsError(error, 'busyStackSet'),
    explain: () =>
      'another operation of the stack set is under way. Wait until egress-guard rollout status says that it ended, then run this again.',
  },
  {
    isMeant: says(/must enable organizations access/i),
    explain: () =>
      'StackSets may not act in the organization yet. In the management account run: aws cloudformation activate-organizations-access',
  },
  {
    isMeant: says(/not a delegated administrator/i),
    explain: (account) =>
      `account ${account} is not registered as a delegated administrator of StackSets, or the caller lacks the permission organizations:ListDelegatedAdministrators. In the management account run: aws organizations register-delegated-administrator --service-principal ${SERVICE} --account-id ${account}; from the management account itself, leave out --delegated-admin.`,
  },
  {
    isMeant: says(/(management|master) account or delegated admin/i),
    explain: (account) =>
      `account ${account} is not the management account of an organization. Sign in to that one, or give --delegated-admin where this account is a delegated administrator of StackSets.`,
  },
  {
    isMeant: says(/organizational unit \S+ not found in stackset/i),
    explain: (_account, message) =>
      `AWS says: ${message.replace(/\.$/, '')}. Name organizational units that the stack set was rolled out to, as egress-guard rollout status lists them.`,
  },
];
