import { type AwsErrorKind, isAwsError, lostConnection, missingPermission } from './aws-error.ts';
import { endpointOf } from './endpoint.ts';
import { RefusalError } from './own-error.ts';

/**
 * What an error of the AWS SDK means and what to do about it, in one line; undefined where it is no such error, but a
 * fault of ours.
 */
export function explainAwsFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof RefusalError) return error.message;
  const known = explainText(error.message) ?? explainConnection(error);
  if (known !== undefined) return known;
  const [, explain] = explanations.find(([kind]) => isAwsError(error, kind)) ?? [];
  if (explain !== undefined) return explain(error);
  return isSdkError(error) ? `AWS refused (${error.name}): ${error.message}` : undefined;
}

/** The same of what hindered something, which may be a text already; never nothing. */
export function faultText(fault: unknown): string {
  return typeof fault === 'string' ? fault : (explainAwsFault(fault) ?? String(fault));
}

/** Whether an error may pass by itself: too many requests, or no connection. */
export function isPassingFault(error: unknown): boolean {
  return error instanceof Error && (lostConnection(error) !== undefined || isAwsError(error, 'late', 'throttled'));
}

/** What an error of StackSets means in an organization, and what to do about it; undefined where it is no such error. */
export function explainStackSetFault(error: unknown, account: string): string | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  return stackSetFaults.find(({ isMeant }) => isMeant(error))?.explain(account, error.message);
}

/** An error of the SDK, as far as it can be told from others. */
interface SdkError extends Error {
  readonly code?: unknown;
}

type Explain = (error: SdkError) => string;

const denied: Explain = (error) => {
  const action = missingPermission(error);
  return action === undefined
    ? `AWS denied access: ${error.message}`
    : `the permission ${action} is missing. AWS says: ${error.message}`;
};

const expired: Explain = () => 'the credentials have expired. Sign in again, then run the same command.';

const unrecognized: Explain = ({ message }) =>
  `AWS does not know these credentials (${message}). Check the profile and the environment variables.`;

/** CloudFormation fetches a template in the name of the caller. */
const invalid: Explain = ({ name, message }) =>
  message.startsWith('S3 error: Access Denied')
    ? `CloudFormation may not read the template in the bucket: it needs s3:GetObject and s3:GetObjectVersion. AWS says: ${message}`
    : `AWS refused (${name}): ${message}`;

const throttled: Explain = ({ name }) =>
  `AWS kept throttling the requests (${name}). Wait a minute, then run it again.`;

const unsigned: Explain = ({ message }) =>
  `no AWS credentials: ${message.replace(/\.$/, '')}. Set a profile with --profile, or the environment variables of the AWS CLI.`;

const late: Explain = (error) => `${endpointOf(error) ?? 'AWS'} did not answer in time (${error.message}).`;

const explanations: readonly (readonly [kind: AwsErrorKind, explain: Explain])[] = [
  ['denied', denied],
  ['expired', expired],
  ['unrecognized', unrecognized],
  ['invalid', invalid],
  ['throttled', throttled],
  ['unsigned', unsigned],
  ['late', late],
];

/** By the text, where the SDK gives no name. */
const texts: readonly (readonly [pattern: RegExp, explanation: string])[] = [
  [
    /Deserialization error/,
    'what answered is not AWS: look at --endpoint-url, at AWS_ENDPOINT_URL, and whether a proxy is in the way.',
  ],
  [/^Region not accepted/, 'the Region is none. Give one with --region, or set AWS_REGION.'],
  [/^Region is missing$/, 'no Region. Give one with --region, or set AWS_REGION.'],
];

const explainText = (message: string): string | undefined => texts.find(([pattern]) => pattern.test(message))?.[1];

const explainConnection = (error: SdkError): string | undefined => {
  if (error.code === 'ERR_INVALID_URL')
    return 'the endpoint is no URL. Look at --endpoint-url, and at AWS_ENDPOINT_URL.';
  const code = lostConnection(error);
  return code === undefined
    ? undefined
    : `no connection to ${endpointOf(error) ?? 'AWS'} (${code}). Check the network, then run it again.`;
};

const isSdkError = (error: Error): error is SdkError =>
  '$metadata' in error || '$fault' in error || 'tryNextLink' in error;

/** What is told of an error where the caller can do something about it. */
interface StackSetFault {
  readonly isMeant: (error: Error) => boolean;
  readonly explain: (account: string, message: string) => string;
}

const SERVICE = 'member.org.stacksets.cloudformation.amazonaws.com';

const says =
  (text: RegExp): StackSetFault['isMeant'] =>
  ({ message }) =>
    text.test(message);

/** AWS names most of these ValidationError, and tells them apart by their texts only. */
const stackSetFaults: readonly StackSetFault[] = [
  {
    isMeant: (error) => isAwsError(error, 'busyStackSet'),
    explain: () =>
      'another operation of the stack set is under way. Wait until egress-guard rollout status says that it ended, then run this again.',
  },
  {
    isMeant: (error) => isAwsError(error, 'overLimit'),
    explain: (_account, message) =>
      `AWS has as many stacks of stack sets under way, or in all, as it lets the account: ${message.replace(/\.$/, '')}. Wait for the other operations, or have the quotas of CloudFormation raised (aws service-quotas list-service-quotas --service-code cloudformation), then run this again.`,
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
