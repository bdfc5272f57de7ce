import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Lines, linesOf } from '../../flow/index.ts';
import { FlowLogError } from './flow-log-error.ts';

/**
 * Reads the lines of a file, plain or as gzip of one member or several, many at a time: whole ones, but for the last of the file,
 * and for what is longer than any record, which comes in pieces. Their bytes hold until the next are asked for. `onBytes`: told how many bytes of the file were read more.
 * @throws {FlowLogError} where it cannot be read to its end
 */
export async function* readLines(path: string, onBytes: (bytes: number) => void): AsyncGenerator<Lines> {
  let held = Buffer.alloc(4 * CHUNK);
  let size = 0;
  try {
    for await (const chunk of open(path, await isGzip(path), onBytes)) {
      const bytes = chunk as Buffer;
      if (size + bytes.length > held.length) held = Buffer.concat([held], 2 * (size + bytes.length));
      bytes.copy(held, size);
      size += bytes.length;
      const whole = held.lastIndexOf(NEW_LINE, size - 1) + 1;
      if (whole === 0 && size < LONGEST) continue;
      const told = whole || size;
      yield linesOf(held.subarray(0, told));
      held.copyWithin(0, told, size);
      size -= told;
    }
  } catch (error) {
    throw new FlowLogError(`${path}: ${reasonFor(error)}`);
  }
  if (size > 0) yield linesOf(held.subarray(0, size));
}

/** What parts lines. */
export const NEW_LINE = 0x0a;

const CHUNK = 64 * 1024;

/** What has no line within so many bytes is no flow log, and is not held in memory until its end. */
const LONGEST = 2 * CHUNK;

const open = (path: string, isPacked: boolean, onBytes: (bytes: number) => void): NodeJS.ReadableStream => {
  const file = createReadStream(path, { highWaterMark: CHUNK });
  file.on('data', (chunk) => onBytes(chunk.length));
  // What goes wrong with the file is told by the stream that is read.
  return isPacked ? pipeline(file, createGunzip({ chunkSize: CHUNK }), () => undefined) : file;
};

const GZIP = Buffer.of(0x1f, 0x8b);

/** Told by its first two bytes, whatever it is called. */
const isGzip = async (path: string): Promise<boolean> => {
  for await (const chunk of createReadStream(path, { end: 1 })) return (chunk as Buffer).equals(GZIP);
  return false;
};

const reasonFor = (error: unknown): string => {
  const { code = '', message = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (code === 'Z_BUF_ERROR') return 'its gzip data ends early. Fetch it again.';
  if (code.startsWith('Z_')) return `its gzip data is damaged (${message}). Fetch it again.`;
  return `it cannot be read (${code || message}).`;
};
