import { relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { type WalkOptions, walk } from './walk.ts';

/** Every file that a pattern like `stacks/**` matches and that is called like a template, below its part without wildcards. */
export function* matchGlob(pattern: string, options: WalkOptions): Generator<string> {
  const { base, glob, isGlob } = picomatch.scan(pattern);
  if (!isGlob) return;
  const folder = resolve(base);
  // Only what follows the folder is matched: the working folder may be called like a pattern.
  const isMatch = picomatch(glob);
  const mayMatch = (path: string): boolean => path.endsWith(sep) || isMatch(withSlashes(relative(folder, path)));
  const onIgnored = (path: string): void => {
    if (mayMatch(path)) options.onIgnored?.(path);
  };
  for (const path of walk(folder, { ...options, onIgnored })) if (mayMatch(path)) yield path;
}

/** Whether any of some patterns matches a path with `/` between its parts, hidden folders too. */
export function makeMatch(patterns: readonly string[]): (path: string) => boolean {
  return picomatch([...patterns], { dot: true });
}

const withSlashes = (path: string): string => path.replaceAll(sep, '/');
