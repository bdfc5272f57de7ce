import { existsSync } from 'node:fs';
import type { IncludedFile } from '../../../rule/index.ts';
import { nestedFile } from './nested-file.ts';
import { FileError, readBytes } from './read-bytes.ts';
import { decodeText } from './read-text.ts';

/** Reads the local file that the file at a path includes; undefined where there is none. */
export function readIncludedFile(location: string, from: string): IncludedFile | undefined {
  const file = nestedFile(location, from);
  if (file === undefined || !existsSync(file)) return undefined;
  try {
    return { file, text: decodeText(readBytes(file)) };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { file, problem: error.message };
  }
}
