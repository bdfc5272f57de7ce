import { isForbidden, missingPermission } from './aws-error.ts';

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
