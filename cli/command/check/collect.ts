import {
  type Located,
  type Location,
  type LocationRecord,
  locationRecord,
  printable,
  type RuleFault,
  reportFinding,
  type TemplateEvaluation,
  type Undetermined,
  underEither,
} from '../../../rule/index.ts';
import type { CheckReport, InFile } from '../../format/index.ts';
import { displayPath } from '../../input/index.ts';
import type { CheckedFile } from './file.ts';

/** What was found in all files, each thing once: several uses of a file may come to the same. */
export interface Collection {
  readonly lists: { readonly [K in keyof Lists]: Lists[K][number][] };
  /** The texts of the files of which there is something to show, by name. */
  readonly texts: Map<string, string>;
  /** Where in its list each spot is, by `spotKey`. */
  readonly spots: Map<readonly unknown[], Map<string, number>>;
  /** What is told of files, each once. */
  readonly told: Set<string>;
  readonly stackNames: Map<string, (string | undefined)[]>;
}

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
    spots: new Map(),
    told: new Set(),
    stackNames: new Map(),
  };
}

/** What is the same of a spot, however often it is found. */
export function locationKey({
  file,
  ruleId,
  path,
  line,
  column,
  message,
}: LocationRecord<Location> & { readonly file: string }): string {
  return JSON.stringify([file, ruleId, path, line, column, message]);
}

/** Whether something is told for the first time. */
export function isUntold({ told }: Pick<Collection, 'told'>, what: unknown): boolean {
  const before = told.size;
  return told.add(JSON.stringify(what)).size > before;
}

/** Adds why a file is not known, or not wholly, once. */
export function collectUnreadable(collection: Collection, path: string, reason: string): void {
  const problem = { file: displayPath(path), reason };
  if (isUntold(collection, problem)) collection.lists.unreadable.push(problem);
}

/** Adds what was found in a file, and in those that it includes, in the order of their lines. */
export function collect(collection: Collection, path: string, checked: CheckedFile, { isRoot, stackName }: Use): void {
  const { lists } = collection;
  const { findings, undetermined, notes } = checked.evaluation;
  const inFile = <T extends Location & Located>(spots: readonly T[]): readonly (T & InFile)[] =>
    spots.map((spot) => ({ ...spot, file: displayPath(spot.file ?? path) })).sort(byPlace);
  const found = inFile(findings);
  for (const finding of found) noteStackName(collection, locationKey(finding), stackName);
  const open = isRoot ? undetermined.map(adviseParameter) : undetermined;
  add(collection.spots, lists.findings, found.map(reportFinding));
  add(collection.spots, lists.undetermined, inFile(open).map(locationRecord));
  add(collection.spots, lists.notes, inFile(notes).map(locationRecord));
  collectProblems(collection, path, checked.evaluation);
  keepTexts(collection, path, checked);
}

/** Adds what is new; of what is known, the condition may be another. */
const add = <R extends LocationRecord<Location> & InFile>(
  spots: Collection['spots'],
  list: R[],
  records: readonly R[],
): void => {
  const known = spots.get(list) ?? new Map<string, number>();
  spots.set(list, known);
  for (const record of records) {
    const key = locationKey(record);
    const index = known.get(key) ?? list.length;
    const before = list[index];
    list[index] = before === undefined ? record : underEither(before, record);
    known.set(key, index);
  }
};

const collectProblems = (
  { lists, ...collection }: Collection,
  path: string,
  { faults, unreadable, includes }: TemplateEvaluation,
): void => {
  const file = displayPath(path);
  const problems = [
    ...faults.map((fault) => ({ file, reason: faultText(fault) })),
    ...(unreadable ? [{ ...unreadable, file }] : []),
    ...includes.flatMap(({ file: included, problem }) =>
      problem === undefined ? [] : [{ file: displayPath(included), reason: problem }],
    ),
  ];
  for (const problem of problems) if (isUntold(collection, problem)) lists.unreadable.push(problem);
};

/** Keeps what is needed to show what was found. */
const keepTexts = ({ texts }: Collection, path: string, { evaluation: { includes }, text }: CheckedFile): void => {
  if (text === undefined) return;
  texts.set(displayPath(path), text);
  for (const { file, text: part } of includes) if (part !== undefined) texts.set(displayPath(file), part);
};

type Lists = Pick<CheckReport, 'findings' | 'undetermined' | 'notes' | 'unreadable'>;

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
