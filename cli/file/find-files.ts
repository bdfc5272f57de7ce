import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { type WalkOptions, walk } from './walk.ts';

/** A file to check. One that was named is a template or an error; one that was found may be anything. */
export interface FoundFile {
  readonly path: string;
  readonly isNamed: boolean;
}

const kindOf = (path: string): 'file' | 'folder' | 'nothing' => {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
};

/** With `/` between its parts on every system, and relative to the working folder. */
export const displayPath = (path: string): string => (path === '-' ? '-' : relative('.', path).replaceAll(sep, '/'));

export interface FindOptions extends WalkOptions {
  /** Finds what a pattern matches; only needed where `hasPattern`. */
  readonly matchGlob?: (pattern: string, options: WalkOptions) => Iterable<string>;
}

function* findByGlob(pattern: string, { matchGlob, ...options }: FindOptions): Generator<FoundFile> {
  let count = 0;
  for (const path of matchGlob?.(pattern, options) ?? []) {
    count += 1;
    yield { path, isNamed: false };
  }
  // As in a shell, a pattern that matches nothing stands for itself, and so is told to be missing.
  if (count === 0) yield { path: resolve(pattern), isNamed: true };
}

function* findOne(path: string, options: FindOptions): Generator<FoundFile> {
  const kind = path === '-' ? 'file' : kindOf(path);
  if (kind === 'folder') for (const found of walk(resolve(path), options)) yield { path: found, isNamed: false };
  else if (kind === 'nothing') yield* findByGlob(path, options);
  else yield { path: path === '-' ? path : resolve(path), isNamed: true };
}

/** Whether one of the paths may be a pattern. */
export const hasPattern = (paths: readonly string[]): boolean => paths.some((path) => /[*?[\]{}()!+@]/.test(path));

/** Finds what paths name: files, folders with all that is called like a template below them, patterns; each file once. */
export function* findFiles(paths: readonly string[], options: FindOptions): Generator<FoundFile> {
  const named = new Set(paths.map((path) => resolve(path)));
  const seen = new Set<string>();
  for (const path of paths) {
    for (const found of findOne(path, options)) {
      if (seen.has(found.path)) continue;
      seen.add(found.path);
      yield named.has(found.path) ? { ...found, isNamed: true } : found;
    }
  }
}
