import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { type BuildOptions, build, type OnLoadResult, type Plugin } from 'esbuild';

const NAMESPACE = 'lazy-chunk';

/** A CommonJS module that unpacks the chunk and evaluates it when it is first asked for. */
const moduleOf = (name: string, code: string): string => {
  const packed = brotliCompressSync(`${code}\n//# sourceURL=${name}`).toString('base64');
  return `const { brotliDecompressSync } = require('node:zlib');
const code = brotliDecompressSync(Buffer.from(${JSON.stringify(packed)}, 'base64')).toString();
new Function('module', 'exports', 'require', code)(module, exports, require);`;
};

/** The source map goes beside that of the bundle, under the name that stack traces tell. */
const bundleChunk = async (path: string, folder: string, options: BuildOptions): Promise<OnLoadResult> => {
  const outfile = join(folder, `${basename(path)}.js`);
  const { outputFiles } = await build({
    ...options,
    entryPoints: [path],
    outfile,
    sourcemap: 'external',
    write: false,
  });
  const map = outputFiles.find((file) => file.path.endsWith('.map'));
  if (map !== undefined) await mkdir(folder, { recursive: true }).then(() => writeFile(map.path, map.contents));
  const code = outputFiles.find((file) => file.path.endsWith('.js'))?.text ?? '';
  return { contents: moduleOf(basename(outfile), code), loader: 'js' };
};

/**
 * Puts what is imported dynamically into the bundle packed, to be compiled when it is asked for. The bundle has to be one
 * file, and even code that never runs costs a cold start the time of scanning it.
 */
export const lazyChunk = (options: BuildOptions): Plugin => ({
  name: NAMESPACE,
  setup: ({ initialOptions: { absWorkingDir: root = '.', outfile = '' }, onResolve, onLoad }) => {
    onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' ? { path: relative(root, join(resolveDir, path)), namespace: NAMESPACE } : undefined,
    );
    onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) =>
      bundleChunk(join(root, path), dirname(outfile), options),
    );
  },
});
