import { resolve, sep } from 'node:path';
import type { CheckReport } from '../../format/index.ts';
import { countOf } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { looksLikeTemplateFile } from './file.ts';

/** What `.gitignore` hides from a search. */
export interface LeftOut {
  /** Told of each file that is called like a template, and of each folder, which ends in a separator and is not entered. */
  readonly onIgnored: (path: string) => void;
  readonly count: () => LeftOutCount;
}

/** How much was left out: files that look like templates, and folders that were not entered. */
export interface LeftOutCount {
  readonly files: number;
  readonly folders: number;
}

/** Collects what is left out; files that are named on purpose are not. */
export function collectLeftOut(named: readonly string[]): LeftOut {
  const ignored = new Set<string>();
  return {
    onIgnored: (path) => ignored.add(path),
    count: () => {
      const others = [...ignored].filter((path) => !named.some((name) => resolve(name) === path));
      const folders = others.filter((path) => path.endsWith(sep));
      const files = others.filter((path) => !path.endsWith(sep) && looksLikeTemplateFile(path));
      return { files: files.length, folders: folders.length };
    },
  };
}

/** How a check ends that found no template, and where what is left out is told. */
export interface TellLeftOut {
  readonly mayBeEmpty: boolean;
  readonly onNote: (note: string) => void;
}

/**
 * Tells what a check left out.
 * @throws {UsageError} where it found no template at all, which must not look like all is well
 */
export function tellLeftOut(
  leftOut: LeftOutCount,
  { files, templates, unreadable }: CheckReport['summary'],
  { mayBeEmpty, onNote }: TellLeftOut,
): void {
  const hidden = sentence(leftOut);
  if (templates + unreadable > 0 || mayBeEmpty) {
    if (hidden !== undefined) onNote(hidden);
    return;
  }
  const looked = files === 0 ? '' : ` in ${countOf(files, 'file')}`;
  const told = [`no template found${looked}.`, ...(hidden === undefined ? [] : [hidden]), ADVICE];
  throw new UsageError(told.join(' '));
}

const sentence = ({ files, folders }: LeftOutCount): string | undefined => {
  const parts = [
    ...(files > 0 ? [countOf(files, 'file that looks like a template', 'files that look like templates')] : []),
    ...(folders > 0 ? [countOf(folders, 'folder')] : []),
  ];
  return parts.length === 0 ? undefined : `.gitignore leaves out ${parts.join(' and ')}; --no-ignore looks there, too.`;
};

const ADVICE = 'Name templates or their folder, or give --allow-empty.';
