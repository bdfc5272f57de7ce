/** Thrown where a command does not go on with what it found in the account; the message says why and what to do. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
}
