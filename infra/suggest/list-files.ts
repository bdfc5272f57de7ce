import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FlowLogError } from './flow-log-error.ts';

/** A file, and how large it is in bytes. */
export interface LogFile {
  readonly path: string;
  readonly size: number;
}

/** The files that paths name: themselves, or all below a folder, in the order of their names. @throws {FlowLogError} */
export function listLogFiles(paths: readonly string[]): readonly LogFile[] {
  const files = paths.flatMap(listOne);
  if (files.length === 0)
    throw new FlowLogError(`${paths.join(', ')}: holds no file. Name flow logs, or their folder.`);
  return files;
}

const listOne = (path: string): readonly LogFile[] => {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new FlowLogError(`${path}: it does not exist. Name flow logs, or their folder.`);
  if (!stats.isDirectory()) return [{ path, size: stats.size }];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: file, size: statSync(file).size }));
};
