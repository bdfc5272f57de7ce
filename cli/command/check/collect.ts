import { findingRecord, type SpotRecord, spotRecord } from '../../../rule/finding-record.ts';
import type { RuleFault, Spot, Undetermined } from '../../../rule/rule.ts';
import { printable } from '../../../rule/value/text.ts';
import type { CheckReport, InFile } from '../../format/check-report.ts';
import { displayPath } from '../../input/file/find-files.ts';
import type { CheckedFile } from './file.ts';

/** What was found in all files, each thing once: several uses of a file may come to the same. */
export interface Collection {
  readonly lists: { readonly [K in keyof Lists]: Lists[K][number][] };
  /** The texts of the files of which there is something to show, by name. */
  readonly texts: Map<string, string>;
  readonly told: Set<string>;
  readonly stackNames: Map<string, (string | undefined)[]>;
}

/** The names of the stacks that each finding comes to be in, by `spotKey`; undefined: one whose name is not known. */
export type StackNames = ReadonlyMap<string, readonly (string | undefined)[]>;

/** For what a file is checked. */
export interface Use {
  /** Whether it is checked for itself, and not as a nested template. */
  readonly isRoot: boolean;
  readonly stackName: string | undefined;
}

export function makeCollection(): Collection {
  return {
    lists: { findings: [], undetermined: [], notes: [], unreadable: [] },
    texts: new Map(),
    told: new Set(),
    stackNames: new Map(),
  };
}

/** What is the same of a spot, however often it is found. */
export function spotKey({
  file,
  ruleId,
  path,
  line,
  column,
  message,
}: SpotRecord<Spot> & { readonly file: string }): string {
  return JSON.stringify([file, ruleId, path, line, column, message]);
}

/** Adds why a file is not known, or not wholly, once. */
export function collectUnreadable(collection: Collection, path: string, reason: string): void {
  const file = displayPath(path);
  if (isUntold(collection, [file, reason])) collection.lists.unreadable.push({ file, reason });
}

/** Adds what was found in a file, in the order of its lines. */
export function collect(
  collection: Collection,
  path: string,
  { evaluation, text }: CheckedFile,
  { isRoot, stackName }: Use,
): void {
  const { lists, texts } = collection;
  const file = displayPath(path);
  const isNew = (spot: Spot): boolean => isUntold(collection, spotKey({ ...spot, file }));
  for (const finding of evaluation.findings) noteStackName(collection, spotKey({ ...finding, file }), stackName);
  const add = <T extends Spot, R extends Omit<InFile, 'file'>>(
    list: (R & { file: string })[],
    spots: readonly T[],
    record: (spot: T) => R,
  ): void => {
    const made = spots.filter(isNew).map((spot) => ({ ...record(spot), file }));
    // One by one: there may be more of them than a call takes arguments.
    for (const one of made.sort(byPlace)) list.push(one);
  };
  add(lists.findings, evaluation.findings, findingRecord);
  add(lists.undetermined, isRoot ? evaluation.undetermined.map(adviseParameter) : evaluation.undetermined, spotRecord);
  add(lists.notes, evaluation.notes, spotRecord);
  const faults = evaluation.faults.map((fault) => ({ reason: faultText(fault) }));
  for (const reason of [...faults, ...(evaluation.unreadable ? [evaluation.unreadable] : [])])
    if (isUntold(collection, [file, reason])) lists.unreadable.push({ ...reason, file });
  const { findings, undetermined, notes } = evaluation;
  if (text !== undefined && findings.length + undetermined.length + notes.length > 0) texts.set(file, text);
}

type Lists = Pick<CheckReport, 'findings' | 'undetermined' | 'notes' | 'unreadable'>;

const isUntold = ({ told }: Collection, what: unknown): boolean => {
  const before = told.size;
  return told.add(JSON.stringify(what)).size > before;
};

const noteStackName = ({ stackNames }: Collection, key: string, name: string | undefined): void => {
  const names = stackNames.get(key) ?? [];
  if (!names.includes(name)) stackNames.set(key, [...names, name]);
};

const byPlace = (a: InFile, b: InFile): number => a.line - b.line || a.column - b.column;

/** A parameter takes its value from the command line, unless the template is nested in another. */
const adviseParameter = <T extends Undetermined>(spot: T): T => {
  const { parameter, remediation } = spot;
  if (parameter === undefined) return spot;
  return { ...spot, remediation: `Give its value: --parameters ${printable(parameter, 60)}=VALUE. ${remediation}` };
};

/** Of a rule that threw, nothing is known: as of a file that cannot be read. */
const faultText = ({ ruleId, logicalId, error }: RuleFault): string =>
  `the rule ${ruleId} failed on ${logicalId} (${error instanceof Error ? error.name : typeof error}); please report it`;
