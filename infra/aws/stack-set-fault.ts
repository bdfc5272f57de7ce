/** What is told of an error where the caller can do something about it. */
interface Known {
  readonly name: RegExp;
  readonly message?: RegExp;
  readonly explain: (account: string, message: string) => string;
}

const SERVICE = 'member.org.stacksets.cloudformation.amazonaws.com';

/** AWS names most of these ValidationError, and tells them apart by their texts only. */
const known: readonly Known[] = [
  {
    name: /^OperationInProgressException$/,
    explain: () =>
      'another operation of the stack set is under way. Wait until egress-guard rollout status says that it ended, then run this again.',
  },
  {
    name: /./,
    message: /must enable organizations access/i,
    explain: () =>
      'StackSets may not act in the organization yet. In the management account run: aws cloudformation activate-organizations-access',
  },
  {
    name: /./,
    message: /not a delegated administrator/i,
    explain: (account) =>
      `account ${account} is not registered as a delegated administrator of StackSets, or the caller lacks the permission organizations:ListDelegatedAdministrators. In the management account run: aws organizations register-delegated-administrator --service-principal ${SERVICE} --account-id ${account}; from the management account itself, leave out --delegated-admin.`,
  },
  {
    name: /./,
    message: /(management|master) account or delegated admin/i,
    explain: (account) =>
      `account ${account} is not the management account of an organization. Sign in to that one, or give --delegated-admin where this account is a delegated administrator of StackSets.`,
  },
  {
    name: /./,
    message: /organizational unit \S+ not found in stackset/i,
    explain: (_account, message) =>
      `AWS says: ${message.replace(/\.$/, '')}. Name organizational units that the stack set was rolled out to, as egress-guard rollout status lists them.`,
  },
];

/** What an error of StackSets means in an organization, and what to do about it; undefined where it is no such error. */
export const explainStackSetFault = (error: unknown, account: string): string | undefined => {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { name, message } = error;
  return known.find((one) => one.name.test(name) && (one.message ?? /^/).test(message))?.explain(account, message);
};
