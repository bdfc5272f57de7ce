/** Thrown where an operation goes on and can no longer be followed; its cause is what AWS threw. */
export class LostSightError extends Error {
  override readonly name = 'LostSightError';
}

/** Whether somebody stopped following. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
