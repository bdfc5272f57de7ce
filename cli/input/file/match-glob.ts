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

/**
 * Makes the function that tells whether a file, absolute, matches any of some patterns, or lies in a folder that does. A
 * pattern begins in the working folder; one that begins with two asterisks matches anywhere.
 */
export function makeMatch(patterns: readonly string[]): (path: string) => boolean {
  const matches = patterns.map(matchOne);
  return (path) => matches.some((isMatch) => isMatch(path));
}

const matchOne = (pattern: string): ((path: string) => boolean) => {
  const { base, glob, isGlob } = picomatch.scan(pattern.replace(/\/$/, ''));
  const folder = base === '' && glob.startsWith('**/') ? sep : resolve(isGlob ? base : pattern);
  const isMatch = isGlob ? picomatch([glob, `${glob}/**`], { dot: true }) : (): boolean => true;
  return (path) => {
    const inside = withSlashes(relative(folder, path));
    return inside !== '..' && !inside.startsWith('../') && isMatch(inside);
  };
};

const withSlashes = (path: string): string => path.replaceAll(sep, '/');
