/** Thrown where a command is used wrongly or cannot read what it was given; told in one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
