import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv } from 'node:process';
import { type BuildOptions, build } from 'esbuild';
import { inlineBundle } from './inline-bundle.ts';
import { lazyChunk } from './lazy-chunk.ts';

const root = join(import.meta.dirname, '..');

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
  minify: true,
  platform: 'node',
};

/**
 * Lambda finds the SDK of its runtime through NODE_PATH, which `require` honours and `import` does not: so CommonJS, and
 * a dynamic import becomes a `require` at the place where it stands.
 */
const commonJs: BuildOptions = {
  ...common,
  external: ['@aws-sdk/*'],
  format: 'cjs',
  supported: { 'dynamic-import': false },
  target: 'node24',
};

const lambda = (folder: string): BuildOptions => ({
  ...commonJs,
  entryPoints: ['handler/index.ts'],
  outfile: join(folder, 'handler/index.js'),
  plugins: [lazyChunk(commonJs)],
  sourcemap: 'external',
});

const commandLine = (folder: string): BuildOptions => ({
  ...common,
  chunkNames: 'cli/chunk-[hash]',
  entryPoints: { 'cli/index': 'cli/index.ts', 'rule/index': 'rule/index.ts' },
  external: ['@aws-sdk/*'],
  format: 'esm',
  outdir: folder,
  splitting: true,
  target: 'node22.18',
});

/** Builds everything that is deployed or published into a folder: the same bytes for the same sources. */
export const buildAll = async (folder: string): Promise<void> => {
  await Promise.all([build(lambda(folder)), build(commandLine(folder))]);
  // The package says "type": "module"; Lambda, which gets the file alone, reads it as CommonJS.
  await writeFile(join(folder, 'handler/package.json'), '{ "type": "commonjs" }\n');
  await copyFile(join(root, 'cli/format/report.schema.json'), join(folder, 'report.schema.json'));
  const template = await readFile(join(root, 'template.yaml'), 'utf8');
  const bundle = await readFile(join(folder, 'handler/index.js'), 'utf8');
  await writeFile(join(folder, 'egress-guard.template.yaml'), inlineBundle(template, bundle));
};

if (argv[1] === import.meta.filename) await buildAll(join(root, 'dist'));
