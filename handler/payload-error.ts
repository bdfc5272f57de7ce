/** Thrown where a payload cannot be had or understood; the message says why, without the URL and without the payload. */
export class PayloadError extends Error {
  override readonly name: string = 'PayloadError';
}
