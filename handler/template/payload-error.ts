/** Thrown where a payload cannot be had or understood; the message says why, without the URL and without the payload. */
export class PayloadError extends Error {
  override readonly name: string = 'PayloadError';
}

/** Thrown where an update brings no template, as one of parameters alone may: nothing is wrong, and nothing was checked. */
export class NoTemplateError extends Error {
  override readonly name = 'NoTemplateError';
}
