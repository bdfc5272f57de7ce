import { basename } from 'node:path';
import { type BuildOptions, build, type Metafile, type OutputFile, type Plugin } from 'esbuild';

/** What esbuild split into files, as ES modules. */
export interface SplitBuild {
  readonly outputFiles: readonly OutputFile[];
  readonly metafile: Metafile;
}

/**
 * Puts the files into one, `core.js`, that a task loads every time: to find, read and link a file takes longer than to run
 * what is in it. Gives the text of each by its name: where it was, a line leads to the core whoever else needs it.
 * `begins`: the sources at which the task begins, or goes on.
 * @throws where a source is none of those that have a file
 */
export async function joinCore(
  split: SplitBuild,
  begins: readonly string[],
  options: BuildOptions,
): Promise<ReadonlyMap<string, string>> {
  const names = [...closureOf(split.metafile, begins)].map((path) => basename(path)).sort();
  const contents = names.map((name, index) => `export * as ${partName(index)} from './${name}';`).join('\n');
  const { outputFiles } = await build({
    ...options,
    bundle: true,
    stdin: { contents, resolveDir: import.meta.dirname },
    plugins: [amongOutputs(split.outputFiles, names)],
    write: false,
  });
  const links = names.map(
    (name, index) => [name, `module.exports=require("./${CORE}").${partName(index)};\n`] as const,
  );
  return new Map([[CORE, String(outputFiles[0]?.text)], ...links]);
}

const CORE = 'core.js';

const partName = (index: number): string => `part${index}`;

/** The files that are loaded with those of some sources, by their paths in the metafile. */
const closureOf = ({ outputs }: Metafile, sources: readonly string[]): ReadonlySet<string> => {
  const pathOf = new Map(Object.entries(outputs).map(([path, { entryPoint = '' }]) => [entryPoint, path]));
  const pending = sources.map((source) => {
    const path = pathOf.get(source);
    if (path === undefined) throw new Error(`${source} has no file of its own: nothing loads it late.`);
    return path;
  });
  const closure = new Set<string>();
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (closure.has(path)) continue;
    closure.add(path);
    const imports = outputs[path]?.imports ?? [];
    for (const { kind, path: imported, external } of imports)
      if (kind === 'import-statement' && external !== true) pending.push(imported);
  }
  return closure;
};

/** Finds the files of the core among those that were built; the others, and what is loaded late, stay where they are. */
const amongOutputs = (outputFiles: readonly OutputFile[], names: readonly string[]): Plugin => ({
  name: 'among-outputs',
  setup: ({ onResolve, onLoad }) => {
    const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
    onResolve({ filter: /^\.\/[^/]+\.js$/ }, ({ path, kind }) => {
      const isPart = kind !== 'dynamic-import' && names.includes(basename(path));
      return isPart ? { path: basename(path), namespace: 'core' } : { path, external: true };
    });
    onLoad({ filter: /.*/, namespace: 'core' }, ({ path }) => ({ contents: texts.get(path) ?? '', loader: 'js' }));
  },
});
