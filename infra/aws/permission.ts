const FORBIDDEN = 403;

/** Whether S3 refused a call without a word on what is missing; an expired token and the like have names of their own. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof Error &&
  /^(AccessDenied|Forbidden|Unknown(Error)?|403)$/.test(error.name) &&
  '$metadata' in error &&
  (error.$metadata as { httpStatusCode?: number }).httpStatusCode === FORBIDDEN;

/** Names the permission that a call needs where S3 refuses it without naming it. */
export const needing = async <T>(permission: string, call: Promise<T>): Promise<T> => {
  try {
    return await call;
  } catch (error) {
    if (!isForbidden(error) || /not authorized to perform/.test(String(error))) throw error;
    const named = new Error(`not authorized to perform: ${permission}`, { cause: error });
    named.name = 'AccessDenied';
    throw named;
  }
};
