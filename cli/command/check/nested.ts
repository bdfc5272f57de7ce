import { existsSync } from 'node:fs';
import {
  type EvaluateSettings,
  type NestedUse,
  printable,
  type ReadIncluded,
  STACK_SET,
  settingsFor,
  type TemplateEvaluation,
  withIncludes,
} from '../../../rule/index.ts';
import { displayPath, type FoundFile, nestedFile, readIncludedFile } from '../../input/index.ts';

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

/** What a use of a file leads to. */
export interface NestedFiles {
  readonly pending: readonly Pending[];
  /** The resources whose templates are not at hand, by logical id. */
  readonly elsewhere: readonly string[];
  /** What is left out, a line each. */
  readonly notes: readonly string[];
}

/** The nested templates that a file leads to: files of their own, and told as such. */
export function nestedFiles({ nested, additions }: TemplateEvaluation, from: Pending): NestedFiles {
  const { path } = from.found;
  const uses = nested.map((use) => ({ use, file: use.location && nestedFile(use.location, use.file ?? path) }));
  const missing = uses.filter(({ file }) => file && !existsSync(file));
  const unknown = uses.filter(({ file }) => !file);
  const idsOf = (some: typeof uses): readonly string[] => [...new Set(some.map(({ use }) => use.logicalId))];
  return {
    pending: uses.flatMap(({ use, file }) => (file && existsSync(file) ? [useOf(file, use, from)] : [])),
    elsewhere: idsOf([...missing, ...unknown]),
    notes: [
      ...missing.map(
        ({ file }) => `its nested template ${displayPath(String(file))} does not exist and is not checked.`,
      ),
      ...notesOn(idsOf(unknown), additions),
    ].map((note) => `${displayPath(path)}: ${note}`),
  };
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
  const { parameters, choices, unknownParameters = [], pseudo, openParameters, deployedIf } = settings;
  const use = JSON.stringify([
    parameters,
    choices,
    [...unknownParameters],
    pseudo,
    openParameters,
    deployedIf,
    stackName,
  ]);
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
