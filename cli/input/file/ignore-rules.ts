import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { FileError, readBytes } from './read-bytes.ts';

/** What Git leaves out in a folder, outer patterns first: inner ones win. */
export type IgnoreRules = readonly Layer[];

export const IGNORE_FILE = '.gitignore';

/** The rules of a folder that has an ignore file, within those that hold around it. */
export function addRules(rules: IgnoreRules, folder: string): IgnoreRules {
  return [...rules, { folder, patterns: ignore().add(readPatterns(join(folder, IGNORE_FILE))) }];
}

/** Whether Git would leave out a path, which is absolute; a folder ends in a separator. */
export function isIgnored(rules: IgnoreRules, path: string): boolean {
  let isLeftOut = false;
  for (const { folder, patterns } of rules) {
    const inside = relative(folder, path).replaceAll(sep, '/') + (path.endsWith(sep) ? '/' : '');
    const { ignored, unignored } = patterns.test(inside);
    isLeftOut = ignored || (isLeftOut && !unignored);
  }
  return isLeftOut;
}

/**
 * The rules from above that hold in a folder at which a search begins. A folder that is itself left out, as build output
 * is, was named on purpose: nothing from above holds in it.
 */
export function rulesAbove(folder: string): IgnoreRules {
  const withFile = foldersAbove(folder).filter((above) => existsSync(join(above, IGNORE_FILE)));
  const rules = withFile.reduce<IgnoreRules>(addRules, []);
  return isIgnored(rules, folder + sep) ? [] : rules;
}

/** The patterns of one `.gitignore`, which count from its folder down. */
interface Layer {
  readonly folder: string;
  readonly patterns: Ignore;
}

/** Without patterns where it is no file that can be read: Git goes on then, too. */
const readPatterns = (path: string): string => {
  try {
    return readBytes(path).toString('utf8');
  } catch (error) {
    if (error instanceof FileError) return '';
    throw error;
  }
};

/** The folders above one, from the root of its repository down; none where there is no repository. */
const foldersAbove = (folder: string): string[] => {
  const folders: string[] = [];
  for (let current = folder; !existsSync(join(current, '.git')); ) {
    const parent = dirname(current);
    if (parent === current) return [];
    folders.unshift(parent);
    current = parent;
  }
  return folders;
};
