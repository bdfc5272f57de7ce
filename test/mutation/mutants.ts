import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One change to the code that some test should notice. Lines and columns count from 0. */
export interface Mutant {
  readonly id: string;
  readonly fileName: string;
  readonly location: { readonly start: Position; readonly end: Position };
  readonly mutatorName: string;
  /** What stands in the code's place. */
  readonly replacement: string;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** What the processes that tried mutants left in a folder. */
export interface Trials {
  /** The mutants that some test noticed: its file, by their ids; empty where a fresh process noticed it. */
  readonly killed: ReadonlyMap<string, string>;
  /** Those that code meets as it is loaded, or once in a process: they show in a fresh one alone. */
  readonly early: ReadonlySet<string>;
  /** The tests that were asked about all mutants that they meet, by their suites and names. */
  readonly asked: ReadonlySet<string>;
}

/** The files that trials are left in, one of each kind for each process; of a killed mutant the id and the test's file. */
export type TrialFile = 'killed' | 'early' | 'asked';

export const readTrials = (folder: string): Trials => {
  const linesOf = (kind: TrialFile): readonly string[] =>
    readdirSync(folder)
      .filter((name) => name.startsWith(`${kind}-`))
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
      .filter((line) => line !== '');
  const killed = linesOf('killed').map((line) => {
    const [id = '', file = ''] = line.split(' ');
    return [id, file] as const;
  });
  return { killed: new Map(killed), early: new Set(linesOf('early')), asked: new Set(linesOf('asked')) };
};

/** The file of a folder that says which mutants there are. */
const MUTANTS = 'mutants.json';

export const writeMutants = (folder: string, mutants: readonly Mutant[]): void =>
  writeFileSync(join(folder, MUTANTS), JSON.stringify(mutants));

export const readMutants = (folder: string): readonly Mutant[] =>
  JSON.parse(readFileSync(join(folder, MUTANTS), 'utf8'));

/** As many suites as notice nearly everything. */
export const FEW = 3;

const EVERY_RULE = 'test/rule/rules/rules.test.ts';

/** The suites that noticed mutants of a file, those that noticed most first, and the one that tries every rule on everything. */
export const killersOf = (fileName: string, mutants: readonly Mutant[], { killed }: Trials): readonly string[] => {
  const suites = mutants.filter((one) => one.fileName === fileName).flatMap(({ id }) => killed.get(id) || []);
  const counts = [...Map.groupBy(suites, (suite) => suite)].map(([suite, all]) => [suite, all.length] as const);
  const sorted = counts.sort(([, a], [, b]) => b - a).map(([suite]) => suite);
  return [...sorted.filter((suite) => suite !== EVERY_RULE), EVERY_RULE];
};

/** The code that a mutant stands in the place of. */
export const codeOf = ({ location: { start, end } }: Mutant, source: string): string => {
  const [from, to] = rangeOf(start, end, source);
  return source.slice(from, to);
};

/** The source with the mutant in it. */
export const applyTo = (source: string, { location: { start, end }, replacement }: Mutant): string => {
  const [from, to] = rangeOf(start, end, source);
  return `${source.slice(0, from)}${replacement}${source.slice(to)}`;
};

const rangeOf = (start: Position, end: Position, source: string): readonly [from: number, to: number] => {
  const lines = source.split('\n');
  const offsetOf = ({ line, column }: Position): number =>
    lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, column);
  return [offsetOf(start), offsetOf(end)];
};
