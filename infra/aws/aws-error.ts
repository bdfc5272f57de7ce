export type AwsErrorKind = keyof typeof names;

/** Whether AWS, or the SDK, answered with an error of one of these kinds. */
export function isAwsError(error: unknown, ...kinds: readonly AwsErrorKind[]): error is Error {
  return error instanceof Error && kinds.some((kind) => isNameOf(kind, error.name));
}

/** Whether an error of this kind is called so: AWS also tells errors inside an answer. */
export function isNameOf(kind: AwsErrorKind, name: string): boolean {
  return (names[kind] as readonly string[]).includes(name);
}

/** CloudFormation has no error of its own for a stack that is not there. */
export function isMissingStack(error: unknown): boolean {
  return isAwsError(error, 'invalid') && error.message.includes('does not exist');
}

/** What CloudFormation says of a change set that would change nothing. */
export function isNothingToChange(reason: string): boolean {
  return /didn't contain changes|No updates are to be performed/.test(reason);
}

/** The permission that AWS says is missing. */
export function missingPermission({ message }: Error): string | undefined {
  return /not authorized to perform:? ([\w-]+:\w+)/.exec(message)?.[1];
}

/** Whether AWS answered that it does not do it: it did certainly not begin. After a lost connection nobody can tell. */
export function isRefused(error: unknown): boolean {
  return error instanceof Error && '$fault' in error && error.$fault === 'client' && '$response' in error;
}

/** The HTTP status of the answer, where there was an answer. */
export function statusOf(error: Error): number | undefined {
  return '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }).httpStatusCode : undefined;
}

/** Whether S3 refused a call without a word on what is missing; an expired token and the like have names of their own. */
export function isForbidden(error: unknown): error is Error {
  return isAwsError(error, 'forbidden') && statusOf(error) === FORBIDDEN;
}

/** Names the permission that a call needs where S3 refuses it without naming it. */
export async function needing<T>(permission: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!isForbidden(error) || missingPermission(error) !== undefined) throw error;
    const named = new Error(`not authorized to perform: ${permission}`, { cause: error });
    named.name = 'AccessDenied';
    throw named;
  }
}

/** Whether somebody stopped waiting for it. */
export function isAbort(error: unknown): boolean {
  return isAwsError(error, 'aborted');
}

/** The code with which a connection was lost or not made. */
export function lostConnection(error: Error): string | undefined {
  const { code } = error as { readonly code?: unknown };
  return NO_CONNECTION.find((one) => one === code);
}

/** The names that AWS and the SDK give errors, by what they mean. */
const names = {
  /** A permission is missing: what else was asked for may still be had. */
  denied: ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'],
  expired: ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired'],
  /** The credentials are nobody's. */
  unrecognized: ['InvalidClientTokenId', 'InvalidAccessKeyId', 'SignatureDoesNotMatch', 'UnrecognizedClientException'],
  /** There are no credentials to send. */
  unsigned: ['CredentialsProviderError'],
  throttled: ['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'RequestLimitExceeded', 'SlowDown'],
  late: ['TimeoutError'],
  aborted: ['AbortError'],
  /** CloudFormation's name for most of what it refuses; the text tells which. */
  invalid: ['ValidationError'],
  /** IAM's and Lambda's names for what is not there. */
  noResource: ['NoSuchEntity', 'NoSuchEntityException', 'ResourceNotFoundException'],
  noAggregator: ['NoSuchConfigurationAggregatorException'],
  /** Athena's name for what its catalog does not hold, or does not show. */
  noTable: ['MetadataException'],
  /** Athena's name for what it does not do. */
  invalidRequest: ['InvalidRequestException'],
  /** What CloudWatch Logs says of a query: it cannot be read, there are too many, or a parameter is not allowed. */
  refusedQuery: ['MalformedQueryException', 'LimitExceededException', 'InvalidParameterException'],
  noHook: ['TypeNotFoundException', 'TypeConfigurationNotFoundException'],
  noHookResult: ['HookResultNotFoundException'],
  noStackSet: ['StackSetNotFoundException'],
  noStackInstance: ['StackInstanceNotFoundException'],
  busyStackSet: ['OperationInProgressException'],
  overLimit: ['LimitExceeded'],
  noObject: ['NotFound'],
  noBucket: ['NoSuchBucket'],
  ownBucket: ['BucketAlreadyOwnedByYou'],
  /** A bucket in another Region, or of another account. */
  foreignBucket: ['PermanentRedirect', 'IllegalLocationConstraintException', 'BucketAlreadyExists'],
  /** S3 answers with an error where a bucket has no such setting. */
  noBucketSetting: [
    'NoSuchPublicAccessBlockConfiguration',
    'NoSuchBucketPolicy',
    'ServerSideEncryptionConfigurationNotFoundError',
  ],
  /** S3 refused without a word on what is missing, if the status says so too. */
  forbidden: ['AccessDenied', 'Forbidden', 'Unknown', 'UnknownError', '403'],
} as const satisfies Record<string, readonly string[]>;

const FORBIDDEN = 403;

const NO_CONNECTION = ['ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', 'ENETUNREACH', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'];
