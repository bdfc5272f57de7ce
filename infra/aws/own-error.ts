/** Thrown where a command does not go on with what it found in the account; the message says why and what to do. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
}

/** Thrown where an operation goes on and can no longer be followed; its cause is what AWS threw. */
export class LostSightError extends Error {
  override readonly name = 'LostSightError';
}
