import { type EvaluateSettings, emptyEvaluation } from '../../../rule/index.ts';
import type { CheckOutcome, CheckReport } from '../../format/index.ts';
import { displayPath, type FoundFile } from '../../input/index.ts';
import { type Collection, collect, collectUnreadable, isUntold, makeCollection } from './collect.ts';
import { type CheckedFile, checkFile } from './file.ts';
import { asRoot, isRoot, type NestedFiles, nestedFiles, type Pending, settingsIn } from './nested.ts';

/** What a run needs besides the files. */
export interface CheckRun {
  readonly settings: EvaluateSettings;
  /** Standard input, for the path `-`. */
  readonly input: Buffer;
  /** Told after each file how many there were. */
  readonly onProgress: (files: number) => void;
  /** Told of what is left out, one line each. */
  readonly onNote: (note: string) => void;
}

/** What is known of the parameters that the checked templates declare. */
export interface CheckedParameters {
  readonly names: ReadonlySet<string>;
  /** The templates that were not parsed: theirs are not known. */
  readonly unparsed: readonly string[];
}

/** The outcome, and what else is known of the files. */
export interface Checked extends CheckOutcome {
  readonly parameters: CheckedParameters;
  /** The templates, and what may be one and could not be read. */
  readonly inputs: readonly string[];
}

/** Checks files, and the nested templates that they name, each use once. */
export async function checkFiles(files: Iterable<FoundFile>, run: CheckRun): Promise<Checked> {
  const roots = [...files];
  const ahead = roots.length < MANY ? NOTHING_AHEAD : await (await import('./ahead.ts')).checkAhead(roots, run);
  const parameters = { names: new Set<string>(), unparsed: [] };
  const state: State = {
    seen: new Set(),
    uses: new Map(),
    collection: makeCollection(),
    parameters,
    inputs: [],
    ahead,
    notChecked: { nestedTemplates: new Set(), additions: new Set() },
    files: 0,
    templates: 0,
  };
  for (const file of roots) checkTree(file, state, run);
  const { findings, undetermined, notes, unreadable } = state.collection.lists;
  const { nestedTemplates, additions } = state.notChecked;
  const summary = {
    files: state.files,
    templates: state.templates,
    findings: findings.length,
    exempted: 0,
    undetermined: undetermined.length,
    notes: notes.length,
    unreadable: unreadable.length,
    notChecked: { nestedTemplates: nestedTemplates.size, additions: additions.size, ignored: 0, excluded: 0 },
  };
  const lists = { findings, exempted: [], undetermined, notes, unreadable };
  const report: CheckReport = { version: 1, summary, ...lists };
  const { texts, stackNames } = state.collection;
  return { report, texts, stackNames, parameters, inputs: state.inputs };
}

const NOTHING_AHEAD: ReadonlyMap<FoundFile, CheckedFile> = new Map();

/** So few files are checked one by one, each with what it nests: nobody waits for them. */
const MANY = 1500;

interface State {
  /** The files, each counted once. */
  readonly seen: Set<string>;
  /** In which ways each file is used. */
  readonly uses: Map<string, Set<string>>;
  readonly collection: Collection;
  readonly inputs: string[];
  /** What files that are checked for themselves came to, where they were checked before. */
  readonly ahead: ReadonlyMap<FoundFile, CheckedFile>;
  /** Each once, however often a file is used. */
  readonly notChecked: { readonly nestedTemplates: Set<string>; readonly additions: Set<string> };
  readonly parameters: { readonly names: Set<string>; readonly unparsed: string[] };
  files: number;
  templates: number;
}

/** Checks a file, and after it the nested ones, however deep they are. */
const checkTree = (root: FoundFile, state: State, run: CheckRun): void => {
  const pending = [asRoot(root, run.settings)];
  for (let next = pending.pop(); next !== undefined; next = pending.pop())
    for (const nested of checkOne(next, state, run).toReversed()) pending.push(nested);
};

/** Checks a use of a file, unless it was, and tells which others it leads to. */
const checkOne = (pending: Pending, state: State, run: CheckRun): readonly Pending[] => {
  if (!isNew(pending, state)) return [];
  const { found } = pending;
  const checked = state.ahead.get(found) ?? checkFile(found, settingsIn(pending), run.input);
  if (checked.evaluation === emptyEvaluation) {
    countFile(found, checked, state, run);
    if (checked.isSkimmed) state.parameters.unparsed.push(found.path);
    return [];
  }
  collect(state.collection, found.path, checked, { isRoot: isRoot(pending), stackName: pending.stackName });
  countFile(found, checked, state, run);
  if (isRoot(pending)) noteParameters(found, checked, state);
  const nested = nestedFiles(checked.evaluation, pending);
  noteNotChecked(nested, found, checked, state);
  for (const note of nested.notes) if (isUntold(state.collection, note)) run.onNote(note);
  return nested.pending;
};

const noteNotChecked = (
  { elsewhere }: NestedFiles,
  { path }: FoundFile,
  { evaluation }: CheckedFile,
  { notChecked: { nestedTemplates, additions } }: State,
): void => {
  for (const logicalId of elsewhere) nestedTemplates.add(JSON.stringify([path, logicalId]));
  for (const name of evaluation.additions) additions.add(JSON.stringify([path, name]));
};

/** A template that nests itself may do so in ever new ways. */
const MAX_USES = 1000;

const TOO_MANY_USES = `it is nested in more than ${MAX_USES} ways, and the others are not checked`;

/** Tells whether a use of a file is to be checked: a new one, of not too many. What is not checked is not called clean. */
const isNew = ({ found: { path }, use }: Pending, { uses, collection }: State): boolean => {
  const known = uses.get(path) ?? new Set();
  if (known.has(use) || known.size > MAX_USES) return false;
  uses.set(path, known.add(use));
  if (known.size > MAX_USES) collectUnreadable(collection, path, TOO_MANY_USES);
  return known.size <= MAX_USES;
};

/** Counts a file, whatever uses of it are checked, and tells what else is to be told of it. */
const countFile = ({ path }: FoundFile, checked: CheckedFile, state: State, run: CheckRun): void => {
  const { isTemplate, evaluation, note } = checked;
  if (state.seen.has(path)) return;
  state.seen.add(path);
  state.files += 1;
  if (isTemplate) state.templates += 1;
  if (isTemplate || evaluation.unreadable !== undefined) state.inputs.push(path);
  for (const { file } of evaluation.includes) state.inputs.push(file);
  if (note !== undefined) run.onNote(`${displayPath(path)}: ${note}`);
  run.onProgress(state.files);
};

/** A name given by hand is for the files that are checked for themselves. */
const noteParameters = ({ path }: FoundFile, checked: CheckedFile, { parameters }: State): void => {
  for (const name of checked.evaluation.parameters) parameters.names.add(name);
  if (checked.isSkimmed) parameters.unparsed.push(path);
};
