import { basename, join, relative } from 'node:path';
import { type BuildOptions, build, type OnLoadResult, type Plugin } from 'esbuild';

const NAMESPACE = 'lazy-chunk';

/** A CommonJS module that evaluates the chunk when it is first asked for. */
const moduleOf = (name: string, code: string): string =>
  `new Function('module', 'exports', 'require', ${JSON.stringify(`${code}\n//# sourceURL=${name}`)})(module, exports, require);`;

const bundleChunk = async (path: string, options: BuildOptions): Promise<OnLoadResult> => {
  const { outputFiles } = await build({ ...options, entryPoints: [path], outfile: 'chunk.js', write: false });
  return { contents: moduleOf(basename(path), outputFiles[0]?.text ?? ''), loader: 'js' };
};

/**
 * Puts what is imported dynamically into the bundle as a text that is compiled when it is asked for. The bundle has to be
 * one file, and even code that never runs costs a cold start the time of scanning it.
 */
export const lazyChunk = (options: BuildOptions): Plugin => ({
  name: NAMESPACE,
  setup: ({ initialOptions: { absWorkingDir: root = '.' }, onResolve, onLoad }) => {
    onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' ? { path: relative(root, join(resolveDir, path)), namespace: NAMESPACE } : undefined,
    );
    onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => bundleChunk(join(root, path), options));
  },
});
