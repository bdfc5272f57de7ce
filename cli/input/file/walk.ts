import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { addRules, IGNORE_FILE, type IgnoreRules, isIgnored, rulesAbove } from './ignore-rules.ts';

export interface WalkOptions {
  /** Look also at what is usually left out. */
  readonly noIgnore: boolean;
  /** Told of what Git's ignore files leave out: files called like templates, and folders, which end in a separator. */
  readonly onIgnored?: ((path: string) => void) | undefined;
}

/**
 * Finds the files below a folder that are called like templates, in the order of their names, and the folders that cannot be
 * listed, which end in a separator. Links to folders are not followed, so it ends. `folder` is absolute, and so are the
 * paths.
 */
export function walk(folder: string, { noIgnore, onIgnored }: WalkOptions): Generator<string> {
  return walkFolder(folder, { rules: noIgnore ? undefined : rulesAbove(folder), onIgnored });
}

/** What holds in a folder; without rules, nothing is left out. */
interface Filter {
  readonly rules: IgnoreRules | undefined;
  readonly onIgnored: WalkOptions['onIgnored'];
}

function* walkFolder(folder: string, outer: Filter): Generator<string> {
  const entries = listFolder(folder);
  if (entries === undefined) {
    yield folder + sep;
    return;
  }
  const filter = filterIn(folder, entries, outer);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) {
      if (isCandidate(entry, path, filter)) yield path;
    } else if (isEntered(entry, path, filter)) yield* walkFolder(path, filter);
  }
}

const listFolder = (folder: string): Dirent[] | undefined => {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return undefined;
  }
};

const filterIn = (folder: string, entries: readonly Dirent[], outer: Filter): Filter => {
  const hasFile = outer.rules !== undefined && entries.some(({ name }) => name === IGNORE_FILE);
  return hasFile ? { ...outer, rules: addRules(outer.rules, folder) } : outer;
};

const TEMPLATE_NAME = /\.(?:ya?ml|json|template|cfn|cform)$/i;

/** The one file of a CDK output folder that lists its templates and is none. */
const CDK_MANIFEST = join('cdk.out', 'manifest.json');

const isCandidate = (entry: Dirent, path: string, filter: Filter): boolean => {
  if (!TEMPLATE_NAME.test(entry.name) || !isFile(entry, path)) return false;
  return !(filter.rules !== undefined && path.endsWith(CDK_MANIFEST)) && !isLeftOut(filter, path);
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

const isLeftOut = ({ rules, onIgnored }: Filter, path: string): boolean => {
  const isOut = rules !== undefined && isIgnored(rules, path);
  if (isOut) onIgnored?.(path);
  return isOut;
};

const SKIPPED_FOLDERS = new Set(['node_modules', '.git']);

const isEntered = (entry: Dirent, path: string, filter: Filter): boolean =>
  !(filter.rules !== undefined && SKIPPED_FOLDERS.has(entry.name)) && !isLeftOut(filter, path + sep);
