import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
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

/** Every file that a pattern like `stacks/**` matches and that is called like a template, below its part without wildcards. */
function* matchGlob(pattern: string, options: WalkOptions): Generator<FoundFile> {
  const { base } = picomatch.scan(pattern);
  const isMatch = picomatch(resolve(pattern).replaceAll(sep, '/'));
  let count = 0;
  for (const path of walk(resolve(base), options)) {
    if (!isMatch(path.replaceAll(sep, '/'))) continue;
    count += 1;
    yield { path, isNamed: false };
  }
  // As in a shell, a pattern that matches nothing stands for itself, and so is told to be missing.
  if (count === 0) yield { path: resolve(pattern), isNamed: true };
}

function* findOne(path: string, options: WalkOptions): Generator<FoundFile> {
  const kind = path === '-' ? 'file' : kindOf(path);
  if (kind === 'folder') for (const found of walk(resolve(path), options)) yield { path: found, isNamed: false };
  else if (kind === 'nothing' && picomatch.scan(path).isGlob) yield* matchGlob(path, options);
  else yield { path: path === '-' ? path : resolve(path), isNamed: true };
}

/** Finds what paths name: files, folders with all that is called like a template below them, patterns; each file once. */
export function* findFiles(paths: readonly string[], options: WalkOptions): Generator<FoundFile> {
  const seen = new Set<string>();
  for (const path of paths) {
    for (const found of findOne(path, options)) {
      if (seen.has(found.path)) continue;
      seen.add(found.path);
      yield found;
    }
  }
}
