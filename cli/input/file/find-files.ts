import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { inputName } from './read-text.ts';
import type { WalkOptions } from './walk.ts';

/** A file to check. One that was named is a template or an error; one that was found may be anything. */
export interface FoundFile {
  readonly path: string;
  readonly isNamed: boolean;
  /** Why there is no such file, where more is known than that. */
  readonly problem?: string;
}

/** With `/` between its parts on every system, and relative to the working folder; or `<stdin>`. */
export function displayPath(path: string): string {
  return path === '-' ? inputName(path) : relative('.', path).replaceAll(sep, '/');
}

/** What is needed to find more than the files that are named; each is loaded where a path asks for it. */
export interface Searches {
  /** Finds what is in a folder, which is absolute. */
  readonly walk?: Search;
  /** Finds what a pattern matches. */
  readonly matchGlob?: Search;
}

export async function loadSearches(paths: readonly string[]): Promise<Searches> {
  return {
    ...(paths.some((path) => kindOf(path) === 'folder') && { walk: (await import('./walk.ts')).walk }),
    ...(paths.some(mayBePattern) && { matchGlob: (await import('./match-glob.ts')).matchGlob }),
  };
}

/** Makes the function that tells whether a file matches any of some patterns; it is loaded where it is asked for. */
export async function loadMatch(patterns: readonly string[]): Promise<(path: string) => boolean> {
  return (await import('./match-glob.ts')).makeMatch(patterns);
}

export interface FindOptions extends WalkOptions, Searches {
  /** Takes files that are named as if they were found: those that are no templates do not count. */
  readonly skipNonTemplates: boolean;
}

/** Finds what paths name: files, folders with all that is called like a template below them, patterns. */
export function* findFiles(paths: readonly string[], options: FindOptions): Generator<FoundFile> {
  const named = new Set(paths.map((path) => resolve(path)));
  for (const path of paths)
    for (const file of findOne(path, options))
      yield { ...file, isNamed: !options.skipNonTemplates && (file.isNamed || named.has(file.path)) };
}

type Search = (path: string, options: WalkOptions) => Iterable<string>;

const kindOf = (path: string): 'file' | 'folder' | 'nothing' => {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
};

const mayBePattern = (path: string): boolean => /[*?[\]{}()!+@]/.test(path);

const HIDDEN = 'nothing matches, but for what .gitignore may hide; --no-ignore looks there, too';

const findOne = (path: string, options: FindOptions): FoundFile[] => {
  if (path === '-') return [{ path, isNamed: true }];
  const kind = kindOf(path);
  if (kind === 'folder') return found(options.walk?.(resolve(path), options));
  const hidden: string[] = [];
  const onIgnored = (ignored: string): void => {
    hidden.push(ignored);
    options.onIgnored?.(ignored);
  };
  const matched = kind === 'nothing' ? found(options.matchGlob?.(path, { ...options, onIgnored })) : [];
  // As in a shell, a pattern that matches nothing stands for itself, and so is told to be missing.
  return matched.length > 0
    ? matched
    : [{ path: resolve(path), isNamed: true, ...(hidden.length > 0 && { problem: HIDDEN }) }];
};

const found = (paths: Iterable<string> | undefined): FoundFile[] =>
  Array.from(paths ?? [], (path) => ({ path, isNamed: false }));
