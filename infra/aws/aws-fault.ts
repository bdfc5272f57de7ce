import { RefusalError } from './refusal.ts';

/** An error of the SDK, as far as it can be told from others. */
interface SdkError extends Error {
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

type Explain = (error: SdkError) => string;

const DENIED = /not authorized to perform:? ([\w-]+:\w+)/;

const denied: Explain = ({ message }) => {
  const [, action] = DENIED.exec(message) ?? [];
  return action === undefined
    ? `AWS denied access: ${message}`
    : `the permission ${action} is missing. AWS says: ${message}`;
};

const expired: Explain = () => 'the credentials have expired. Sign in again, then run the same command.';

const throttled: Explain = ({ name }) =>
  `AWS kept throttling the requests (${name}). Wait a minute, then run it again.`;

const unknown: Explain = ({ message }) =>
  `AWS does not know these credentials (${message}). Check the profile and the environment variables.`;

/** CloudFormation fetches a template in the name of the caller. */
const invalid: Explain = ({ name, message }) =>
  message.startsWith('S3 error: Access Denied')
    ? `CloudFormation may not read the template in the bucket: it needs s3:GetObject and s3:GetObjectVersion. AWS says: ${message}`
    : `AWS refused (${name}): ${message}`;

/** By the name that AWS or the SDK gives an error. */
const byName: Readonly<Record<string, Explain>> = {
  AccessDenied: denied,
  AccessDeniedException: denied,
  UnauthorizedOperation: denied,
  ExpiredToken: expired,
  ExpiredTokenException: expired,
  RequestExpired: expired,
  TokenRefreshRequired: expired,
  InvalidClientTokenId: unknown,
  InvalidAccessKeyId: unknown,
  SignatureDoesNotMatch: unknown,
  UnrecognizedClientException: unknown,
  ValidationError: invalid,
  Throttling: throttled,
  ThrottlingException: throttled,
  TooManyRequestsException: throttled,
  RequestLimitExceeded: throttled,
  SlowDown: throttled,
  CredentialsProviderError: ({ message }) =>
    `no AWS credentials: ${message.replace(/\.$/, '')}. Set a profile with --profile, or the environment variables of the AWS CLI.`,
  TimeoutError: ({ message }) => `AWS did not answer in time (${message}).`,
};

const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

const isSdkError = (error: Error): error is SdkError =>
  '$metadata' in error || '$fault' in error || 'tryNextLink' in error;

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

const explainCode = (code: unknown): string | undefined => {
  if (code === 'ERR_INVALID_URL') return 'the endpoint is no URL. Look at --endpoint-url, and at AWS_ENDPOINT_URL.';
  const isLost = typeof code === 'string' && NO_CONNECTION.has(code);
  return isLost ? `no connection to AWS (${code}). Check the network, then run it again.` : undefined;
};

/**
 * What an error of the AWS SDK means and what to do about it, in one line; undefined where it is no such error, but a
 * fault of ours.
 */
export const explainAwsFault = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof RefusalError) return error.message;
  const known = explainText(error.message) ?? explainCode((error as SdkError).code);
  if (known !== undefined) return known;
  const explain = Object.hasOwn(byName, error.name) ? byName[error.name] : undefined;
  if (explain !== undefined) return explain(error);
  return isSdkError(error) ? `AWS refused (${error.name}): ${error.message}` : undefined;
};

/** Whether an error may pass by itself: too many requests, or no connection. */
export const isPassingFault = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { code } = error as SdkError;
  if (typeof code === 'string' && NO_CONNECTION.has(code)) return true;
  return error.name === 'TimeoutError' || (Object.hasOwn(byName, error.name) && byName[error.name] === throttled);
};
