import { relative } from 'node:path';
import type { Entry } from '../../../../flow/index.ts';
import { loadTemplate } from '../../../input/index.ts';
import type { Terminal } from '../../../terminal/index.ts';
import { templateEntry } from '../forms.ts';
import { makeDiff } from './diff.ts';
import { openGroup } from './group.ts';
import { withEgress } from './with-egress.ts';

/** A template that entries are to be written into; the file itself stays as it is. */
export interface TemplateChange {
  readonly path: string;
  /** The change as a unified diff; empty where there is none. @throws {UsageError} where its text cannot be changed so */
  readonly diffWith: (entries: readonly Entry[]) => string;
}

/**
 * Opens the template that makes a group, so that what is wrong with it is told before logs are read.
 * @throws {UsageError}
 */
export async function openChange(
  { path, logicalId }: { readonly path: string; readonly logicalId: string | undefined },
  terminal: Terminal,
): Promise<TemplateChange> {
  const { text } = await loadTemplate(path, terminal);
  const group = openGroup(path, text, logicalId);
  // Tried with none, to know that there is a place for them.
  withEgress(path, text, group, []);
  const diffWith = (entries: readonly Entry[]): string =>
    entries.length === 0
      ? ''
      : makeDiff(relative('.', path), text, withEgress(path, text, group, entries.map(templateEntry)), terminal.paint);
  return { path, diffWith };
}
