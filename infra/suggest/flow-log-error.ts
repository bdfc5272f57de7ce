/** Thrown where flow logs cannot be read; the message says what, where and what to do. */
export class FlowLogError extends Error {
  override readonly name = 'FlowLogError';
}
