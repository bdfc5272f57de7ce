import { existsSync } from 'node:fs';
import type { EvaluateSettings, TemplateEvaluation } from '../../../rule/template/evaluate.ts';
import { STACK_SET } from '../../../rule/template/nested/given-parameters.ts';
import { type ReadIncluded, withIncludes } from '../../../rule/template/nested/include.ts';
import { type NestedUse, settingsFor } from '../../../rule/template/nested/nested-template.ts';
import { printable } from '../../../rule/value/text.ts';
import { displayPath, type FoundFile } from '../../input/file/find-files.ts';
import { readIncludedFile } from '../../input/file/included-file.ts';
import { nestedFile } from '../../input/file/nested-file.ts';

/** A file to check, and with which settings: a nested template is checked with what its parent gives it. */
export interface Pending {
  readonly found: FoundFile;
  readonly settings: EvaluateSettings;
  /** What tells this use of a file from others. */
  readonly use: string;
  /** The name of the stack, where it is known; of a nested one as exemptions have to match it. */
  readonly stackName: string | undefined;
}

/** A file that is checked for itself. */
export function asRoot(found: FoundFile, settings: EvaluateSettings): Pending {
  return {
    found,
    settings,
    use: ROOT,
    stackName: settings.pseudo?.['AWS::StackName'],
  };
}

export function isRoot({ use }: Pending): boolean {
  return use === ROOT;
}

/**
 * The nested templates that a file leads to: files of their own, and told as such. What is not on this machine, and what
 * macros and modules may add, is left out and told to `onNote`, a line each.
 */
export function nestedFiles(
  evaluation: TemplateEvaluation,
  from: Pending,
  onNote: (note: string) => void,
): readonly Pending[] {
  const { path } = from.found;
  const tell = (note: string): void => onNote(`${displayPath(path)}: ${note}`);
  const left: string[] = [];
  const pending = evaluation.nested.flatMap((nested): Pending[] => {
    const file = nested.location === undefined ? undefined : nestedFile(nested.location, nested.file ?? path);
    if (file === undefined) left.push(nested.logicalId);
    else if (existsSync(file)) return [useOf(file, nested, from)];
    else tell(`its nested template ${displayPath(file)} does not exist and is not checked.`);
    return [];
  });
  for (const note of notesOn(left, evaluation.additions)) tell(note);
  return pending;
}

/** The settings for a file: what it includes from other files here is read. */
export function settingsIn({ found, settings }: Pending): EvaluateSettings {
  const read: ReadIncluded = (location, from = found.path) => readIncludedFile(location, from);
  return { ...settings, complete: (document, scope) => withIncludes(document, scope, read) };
}

/** The use of a file that is checked for itself. */
const ROOT = '';

const useOf = (path: string, nested: NestedUse, from: Pending): Pending => {
  const settings = settingsFor(from.settings, nested, nested.given);
  const stackName = nestedName(from.stackName, nested);
  const { parameters, choices, unknownParameters = [], pseudo, unset, deployedIf } = settings;
  const use = JSON.stringify([parameters, choices, [...unknownParameters], pseudo, unset, deployedIf, stackName]);
  return { found: { path, isNamed: true }, settings, use, stackName };
};

const MAX_NAME = 128;

/** CloudFormation puts twelve letters and digits behind it, which nobody knows; how it names those of a stack set, either. */
const nestedName = (outer: string | undefined, { type, logicalId }: NestedUse): string | undefined =>
  outer === undefined || type === STACK_SET ? undefined : `${outer}-${logicalId}-XXXXXXXXXXXX`.slice(0, MAX_NAME);

const notesOn = (left: readonly string[], additions: readonly string[]): readonly string[] => [
  ...(left.length > 0 ? [`the nested templates of ${shortList(left)} are elsewhere and are not checked.`] : []),
  ...(additions.length > 0 ? [`what ${shortList(additions)} may add is not checked.`] : []),
];

/** So many names fit on a line. */
const MAX_NAMES = 3;

const shortList = (names: readonly string[]): string => {
  const shown = names.slice(0, MAX_NAMES).map((name) => printable(name, 60));
  return [...shown, ...(names.length > MAX_NAMES ? [`${names.length - MAX_NAMES} more`] : [])].join(', ');
};
