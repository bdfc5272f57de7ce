import { existsSync } from 'node:fs';
import { findingRecord, spotRecord } from '../../rule/finding-record.ts';
import type { RuleFault } from '../../rule/rule.ts';
import type { EvaluateSettings, TemplateEvaluation } from '../../rule/template/evaluate.ts';
import { displayPath, type FoundFile } from '../file/find-files.ts';
import { type CheckedFile, checkFile, nestedFile } from './file.ts';
import type { CheckReport, InFile } from './report.ts';

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

export interface CheckOutcome {
  readonly report: CheckReport;
  /** The texts of the files of which there is something to show, by name. */
  readonly texts: ReadonlyMap<string, string>;
  /** Of the exemptions in the report that end soon: how many more days, by id. */
  readonly expiring?: ReadonlyMap<string, number>;
}

/** The outcome, and what else is known of the files. */
export interface Checked extends CheckOutcome {
  readonly parameters: CheckedParameters;
  /** The templates, and what may be one and could not be read. */
  readonly inputs: readonly string[];
}

type Collected = Pick<CheckReport, 'findings' | 'undetermined' | 'notes' | 'unreadable'>;

interface State {
  readonly seen: Set<string>;
  readonly texts: Map<string, string>;
  readonly collected: { readonly [K in keyof Collected]: Collected[K][number][] };
  readonly inputs: string[];
  readonly parameters: { readonly names: Set<string>; readonly unparsed: string[] };
  files: number;
  templates: number;
}

const byPlace = (a: InFile, b: InFile): number => a.line - b.line || a.column - b.column;

/** Of a rule that threw, nothing is known: as of a file that cannot be read. */
const faultText = ({ ruleId, logicalId, error }: RuleFault): string =>
  `the rule ${ruleId} failed on ${logicalId} (${error instanceof Error ? error.name : typeof error}); please report it`;

const collect = ({ collected, texts }: State, path: string, { evaluation, text }: CheckedFile): void => {
  const { findings, undetermined, notes, faults, unreadable } = evaluation;
  const isClean = findings.length + undetermined.length + notes.length === 0;
  if (isClean && faults.length === 0 && unreadable === undefined) return;
  const file = displayPath(path);
  const inFile = <T extends object>(spot: T): T & { file: string } => ({ ...spot, file });
  // One by one: there may be more of them than a call takes arguments.
  for (const finding of findings.map(findingRecord).map(inFile).sort(byPlace)) collected.findings.push(finding);
  for (const spot of undetermined.map(spotRecord).map(inFile).sort(byPlace)) collected.undetermined.push(spot);
  for (const note of notes.map(spotRecord).map(inFile).sort(byPlace)) collected.notes.push(note);
  for (const fault of faults) collected.unreadable.push({ file, reason: faultText(fault) });
  if (unreadable !== undefined) collected.unreadable.push(inFile(unreadable));
  if (text !== undefined && !isClean) texts.set(file, text);
};

/** Nested stacks are files of their own, and told as such. */
const nestedFiles = ({ templateUrls }: TemplateEvaluation, from: string, { onNote }: CheckRun): FoundFile[] =>
  templateUrls.flatMap((url) => {
    const path = nestedFile(url, from);
    if (path === undefined) return [];
    if (existsSync(path)) return { path, isNamed: true };
    onNote(`${displayPath(from)}: its nested template ${displayPath(path)} does not exist and is not checked.`);
    return [];
  });

/** Checks a file, unless it was, and tells which ones it names. */
const checkOne = (found: FoundFile, state: State, run: CheckRun): readonly FoundFile[] => {
  if (state.seen.has(found.path)) return [];
  state.seen.add(found.path);
  const checked = checkFile(found, run.settings, run.input);
  state.files += 1;
  if (checked.isTemplate) state.templates += 1;
  collect(state, found.path, checked);
  for (const name of checked.evaluation.parameters) state.parameters.names.add(name);
  if (checked.isTemplate || checked.evaluation.unreadable !== undefined) state.inputs.push(found.path);
  if (checked.note !== undefined) run.onNote(`${displayPath(found.path)}: ${checked.note}`);
  if (checked.isSkimmed) state.parameters.unparsed.push(found.path);
  run.onProgress(state.files);
  return nestedFiles(checked.evaluation, found.path, run);
};

/** Checks a file, and after it the nested ones, however deep they are. */
const checkTree = (root: FoundFile, state: State, run: CheckRun): void => {
  const pending = [root];
  for (let found = pending.pop(); found !== undefined; found = pending.pop())
    for (const nested of checkOne(found, state, run).toReversed()) pending.push(nested);
};

/** Checks files, and the nested stacks that they name, each once. */
export const checkFiles = (files: Iterable<FoundFile>, run: CheckRun): Checked => {
  const collected = { findings: [], undetermined: [], notes: [], unreadable: [] };
  const parameters = { names: new Set<string>(), unparsed: [] };
  const state: State = { seen: new Set(), texts: new Map(), collected, parameters, inputs: [], files: 0, templates: 0 };
  for (const file of files) checkTree(file, state, run);
  const { findings, undetermined, notes, unreadable } = state.collected;
  const summary = {
    files: state.files,
    templates: state.templates,
    findings: findings.length,
    exempted: 0,
    undetermined: undetermined.length,
    notes: notes.length,
    unreadable: unreadable.length,
  };
  const lists = { findings, exempted: [], undetermined, notes, unreadable };
  const report: CheckReport = { version: 1, summary, ...lists };
  return { report, texts: state.texts, parameters, inputs: state.inputs };
};
