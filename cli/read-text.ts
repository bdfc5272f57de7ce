import { readFile, stat } from 'node:fs/promises';
import type { Terminal } from './terminal.ts';

/** Far more than a template may have (1 MB). */
const MAX_BYTES = 16 * 1024 * 1024;

/** Thrown where a file cannot be read; the message is the reason, without the name. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'may not be read (permission denied)',
  ELOOP: 'is a loop of symbolic links',
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EPERM: 'may not be read (operation not permitted)',
};

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return reasons[code] ?? `cannot be read (${code})`;
};

/** UTF-8, or UTF-16 where a byte-order mark says so, as PowerShell writes it. */
const decode = (bytes: Uint8Array): string => {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) throw new FileError('is binary');
  return new TextDecoder('utf-8').decode(bytes);
};

const readRegularFile = async (path: string): Promise<Uint8Array> => {
  const stats = await stat(path);
  if (stats.isDirectory()) throw new FileError('is a directory');
  if (!stats.isFile()) throw new FileError('is not a regular file');
  if (stats.size > MAX_BYTES) throw new FileError(`is larger than ${MAX_BYTES / 1024 / 1024} MB`);
  return readFile(path);
};

/**
 * Reads a text file, or standard input where the path is `-`.
 * @throws {FileError}
 */
export const readText = async (path: string, { input }: Pick<Terminal, 'input'>): Promise<string> => {
  try {
    return decode(path === '-' ? await input() : await readRegularFile(path));
  } catch (error) {
    throw error instanceof FileError ? error : new FileError(reasonOf(error));
  }
};
