import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { addRules, IGNORE_FILE, type IgnoreRules, isIgnored, rulesAbove } from './ignore-rules.ts';

const TEMPLATE_NAME = /\.(?:ya?ml|json|template|cfn|cform)$/i;
const SKIPPED_FOLDERS = new Set(['node_modules', '.git']);
/** The one file of a CDK output folder that lists its templates and is none. */
const CDK_MANIFEST = join('cdk.out', 'manifest.json');

export interface WalkOptions {
  /** Look also at what is usually left out. */
  readonly noIgnore: boolean;
  /** Told of a folder that cannot be listed. */
  readonly onUnreadable: (folder: string) => void;
}

const listFolder = (folder: string, { onUnreadable }: WalkOptions): Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    onUnreadable(folder);
    return [];
  }
};

/** A link to nothing is no file; one that leads in a loop is told when it is read. */
const isFile = (entry: Dirent, path: string): boolean => {
  if (!entry.isSymbolicLink()) return entry.isFile();
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return true;
  }
};

const isCandidate = (entry: Dirent, path: string, rules: IgnoreRules | undefined): boolean => {
  if (!TEMPLATE_NAME.test(entry.name) || !isFile(entry, path)) return false;
  return rules === undefined || !(path.endsWith(CDK_MANIFEST) || isIgnored(rules, path));
};

const isEntered = (entry: Dirent, path: string, rules: IgnoreRules | undefined): boolean =>
  rules === undefined || !(SKIPPED_FOLDERS.has(entry.name) || isIgnored(rules, path + sep));

function* walkFolder(folder: string, outer: IgnoreRules | undefined, options: WalkOptions): Generator<string> {
  const entries = listFolder(folder, options);
  const hasRules = entries.some(({ name }) => name === IGNORE_FILE);
  const rules = outer && hasRules ? addRules(outer, folder) : outer;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) {
      if (isCandidate(entry, path, rules)) yield path;
    } else if (isEntered(entry, path, rules)) yield* walkFolder(path, rules, options);
  }
}

/**
 * Finds the files below a folder that are called like templates, in the order of their names. Links to folders are not
 * followed, so it ends. `folder` is absolute, and so are the paths.
 */
export const walk = (folder: string, options: WalkOptions): Generator<string> =>
  walkFolder(folder, options.noIgnore ? undefined : rulesAbove(folder), options);
