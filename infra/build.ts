import { readFile, writeFile } from 'node:fs/promises';
import { type BuildOptions, build } from 'esbuild';
import { inlineBundle } from './inline-bundle.ts';

const common: BuildOptions = {
  absWorkingDir: `${import.meta.dirname}/..`,
  bundle: true,
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
  minify: true,
  platform: 'node',
  write: true,
};

/**
 * Lambda finds the SDK of its runtime through NODE_PATH, which `require` honours and `import` does not: so CommonJS, and
 * a dynamic import becomes a `require` at the place where it stands.
 */
const lambda: BuildOptions = {
  ...common,
  entryPoints: ['handler/index.ts'],
  external: ['@aws-sdk/*'],
  format: 'cjs',
  outfile: 'dist/handler/index.js',
  sourcemap: 'external',
  supported: { 'dynamic-import': false },
  target: 'node24',
};

const commandLine: BuildOptions = {
  ...common,
  banner: { js: '#!/usr/bin/env node' },
  entryPoints: { 'cli/index': 'cli/index.ts' },
  external: ['@aws-sdk/*', 'esbuild'],
  format: 'esm',
  outdir: 'dist',
  splitting: true,
  target: 'node22',
};

const root = new URL('../', import.meta.url);

await Promise.all([build(lambda), build(commandLine)]);
// The package says "type": "module"; Lambda, which gets the file alone, reads it as CommonJS.
await writeFile(new URL('dist/handler/package.json', root), '{ "type": "commonjs" }\n');
const [template, bundle] = await Promise.all(
  ['template.yaml', 'dist/handler/index.js'].map((file) => readFile(new URL(file, root), 'utf8')),
);
await writeFile(new URL('dist/egress-guard.template.yaml', root), inlineBundle(template ?? '', bundle ?? ''));
