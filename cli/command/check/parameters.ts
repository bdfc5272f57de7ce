import { isTemplate, readDocuments, section, UnreadableError } from '../../../rule/index.ts';
import { type Assignment, checkNames, decodeText, FileError, readBytes } from '../../input/index.ts';
import type { Checked, CheckedParameters } from './files.ts';

/**
 * Tells of values that are given to parameters which no checked template declares. Where a template could not be read, or
 * only some of several are checked, it may be the one: that is noted.
 * @throws {UsageError} of one that is given by hand, where all templates are known
 */
export function checkGivenNames(
  assignments: readonly Assignment[],
  { parameters, report: { summary } }: Pick<Checked, 'parameters' | 'report'>,
  { isPart, onNote }: { readonly isPart: boolean; readonly onNote: (note: string) => void },
): void {
  if (assignments.length === 0 || summary.templates === 0) return;
  const wanted = new Set(assignments.map(({ name }) => name));
  const names = [...findNames(parameters, wanted)];
  const isSure = !isPart && summary.unreadable === 0;
  checkNames(assignments, { names, none: NONE, isSure }, onNote);
}

const NONE = 'no checked template';

/** Templates that nobody had to parse are parsed now, until every name is found. */
function findNames({ names, unparsed }: CheckedParameters, wanted: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set(names);
  for (const path of unparsed) {
    if ([...wanted].every((name) => found.has(name))) break;
    for (const name of namesIn(path)) found.add(name);
  }
  return found;
}

function namesIn(path: string): readonly string[] {
  try {
    const documents = readDocuments(decodeText(readBytes(path)), () => false).filter(isTemplate);
    return documents.flatMap(({ value }) => Object.keys(section({ template: value }, 'Parameters')));
  } catch (error) {
    if (error instanceof FileError || error instanceof UnreadableError) return [];
    throw error;
  }
}
