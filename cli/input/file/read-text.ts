import type { Terminal } from '../../terminal/index.ts';
import { FileError, readBytes } from './read-bytes.ts';

/** Whether bytes are text that is told as UTF-16. */
export function isUtf16(bytes: Uint8Array): boolean {
  return encodingOf(bytes) !== undefined;
}

/**
 * Decodes UTF-8, or UTF-16 with a byte-order mark; the mark is left out.
 * @throws {FileError} where the bytes are no text
 */
export function decodeText(bytes: Buffer): string {
  const encoding = encodingOf(bytes);
  if (encoding !== undefined) return new TextDecoder(encoding).decode(bytes);
  if (bytes.includes(0)) throw new FileError('it is binary, or text in another encoding; save it as UTF-8');
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/**
 * Reads a text file, or standard input where the path is `-`.
 * @throws {FileError}
 */
export async function readText(path: string, { input }: Pick<Terminal, 'input'>): Promise<string> {
  return decodeText(path === '-' ? await input() : readBytes(path));
}

/** What a path is called in messages and reports. */
export function inputName(path: string): string {
  return path === '-' ? '<stdin>' : path;
}

/** The encoding that a byte-order mark tells, as PowerShell writes it. */
const encodingOf = ([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
};
