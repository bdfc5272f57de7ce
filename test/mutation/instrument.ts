import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Mutant } from './mutants.ts';

/** What is taken of Stryker's instrumenter, which is no dependency of the project. */
interface Instrumenter {
  instrument(
    files: readonly { readonly name: string; readonly content: string; readonly mutate: true }[],
    options: { readonly plugins: null; readonly excludedMutations: readonly []; readonly ignorers: readonly [] },
  ): Promise<{
    readonly files: readonly { readonly name: string; readonly content: string }[];
    readonly mutants: readonly Mutant[];
  }>;
}

const silent = new Proxy({}, { get: () => () => false });

const loadInstrumenter = async (folder: string): Promise<Instrumenter> => {
  const from = createRequire(join(resolve(folder), 'package.json'));
  const load = (name: string) => import(pathToFileURL(from.resolve(name)).href);
  const { createInjector } = await load('typed-inject');
  const { createInstrumenter } = await load('@stryker-mutator/instrumenter');
  return createInjector().provideValue('logger', silent).provideValue('options', {}).injectFunction(createInstrumenter);
};

const filesOfProject = (): readonly string[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '');

/** Copies the project, as it stands here, into a folder. */
export const copyProject = (folder: string): void => {
  for (const path of filesOfProject()) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    cpSync(path, join(folder, path));
  }
  for (const name of ['node_modules', 'dist']) symlinkSync(resolve(name), join(folder, name));
};

/** Puts every mutant into the files of a copy that are asked for, each switched off. */
export const instrument = async (
  instrumenter: string,
  folder: string,
  isMutated: (path: string) => boolean,
): Promise<readonly Mutant[]> => {
  const sources = filesOfProject()
    .filter(isMutated)
    .map((name) => ({ name, content: readFileSync(name, 'utf8'), mutate: true as const }));
  const options = { plugins: null, excludedMutations: [], ignorers: [] } as const;
  const { files, mutants } = await (await loadInstrumenter(instrumenter)).instrument(sources, options);
  for (const { name, content } of files) writeFileSync(join(folder, name), content);
  return mutants;
};
