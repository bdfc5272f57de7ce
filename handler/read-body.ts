/** Thrown where a text is larger than it may be. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
  constructor(limit: number) {
    super(`it is larger than ${limit / 1024 / 1024} MB`);
  }
}

/**
 * Reads a body, of so many bytes at most.
 * @throws {TooLargeError}
 */
export async function readBody(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limit) throw new TooLargeError(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
