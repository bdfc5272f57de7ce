import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { argv } from 'node:process';
import { type BuildOptions, build, type Metafile, type Plugin, transform } from 'esbuild';
import { joinCore } from './core.ts';
import { inlineBundles } from './inline-bundles.ts';
import { throughFaces } from './through-faces.ts';

/** Builds everything that is deployed or published into an empty folder: the same bytes for the same sources. */
export async function buildAll(folder: string): Promise<void> {
  const metafiles = await Promise.all([
    buildFunctions(folder),
    buildRuntime(folder),
    buildCommandLine(folder),
    buildLibrary(folder),
  ]);
  await Promise.all([buildTemplate(folder), writeLicences(folder, metafiles.flat())]);
}

const COMMON_JS_PACKAGE = '{ "type": "commonjs" }\n';

const buildFunctions = async (folder: string): Promise<readonly Metafile[]> => {
  const metafiles = await Promise.all([buildFunction(folder, 'resource'), buildFunction(folder, 'template')]);
  // The package says "type": "module"; Lambda, which gets a file alone, reads it as CommonJS.
  await writeFile(join(folder, 'handler/package.json'), COMMON_JS_PACKAGE);
  return metafiles;
};

/** The gate keeps its names, for whoever has to trust it; with those of the other one the template would pass 256 KB. */
const functions = { resource: { minifyIdentifiers: false }, template: {} } as const satisfies Record<
  string,
  BuildOptions
>;

const root = join(import.meta.dirname, '../..');

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  charset: 'ascii',
  external: ['@aws-sdk/*'],
  legalComments: 'none',
  logLevel: 'warning',
  minify: true,
  platform: 'node',
  plugins: [throughFaces()],
};

/**
 * Lambda finds the SDK of its runtime through NODE_PATH, which `require` honours and `import` does not: so CommonJS, and
 * a dynamic import becomes a `require` at the place where it stands.
 */
const commonJs = { format: 'cjs', supported: { 'dynamic-import': false } } as const;

/**
 * A function in Lambda's own words: for an `export` and an `import()` the bundler would carry along, and run at each cold
 * start, what turns modules of one kind into the other.
 */
const asCommonJs = (text: string): string =>
  text.replace('export const handler =', 'exports.handler =').replaceAll(/await import\((?='@aws-sdk\/)/g, 'require(');

const buildFunction = async (folder: string, name: keyof typeof functions): Promise<Metafile> => {
  const { metafile } = await build({
    ...common,
    ...commonJs,
    // One by one, so that the names can be left alone.
    minify: false,
    minifyIdentifiers: true,
    minifySyntax: true,
    minifyWhitespace: true,
    ...functions[name],
    logOverride: { 'commonjs-variable-in-esm': 'silent' },
    plugins: [throughFaces(asCommonJs)],
    entryPoints: [`handler/${name}.ts`],
    outfile: bundleOf(folder, name),
    sourcemap: 'external',
    target: 'node24',
    metafile: true,
  });
  return metafile;
};

const bundleOf = (folder: string, name: keyof typeof functions): string => join(folder, `handler/${name}.js`);

/** What a function finds through NODE_PATH where it is played on this machine: of Lambda's own SDK, the part that it asks for. */
const buildRuntime = async (folder: string): Promise<Metafile> => {
  const contents = "export * from '@aws-sdk/client-s3';";
  const outfile = join(folder, 'runtime/@aws-sdk/client-s3/index.js');
  const stdin = { contents, resolveDir: root, sourcefile: 'client-s3.ts' };
  const options = { ...common, ...commonJs, external: [], stdin, outfile, target: 'node22.18' };
  const { metafile } = await build({ ...options, metafile: true });
  await writeFile(join(folder, 'runtime/package.json'), COMMON_JS_PACKAGE);
  return metafile;
};

/** In files that are loaded when a command asks for them; as CommonJS, which starts in half the time. */
const buildCommandLine = async (folder: string): Promise<Metafile> => {
  const { outputFiles, metafile } = await build({
    ...common,
    // Who installs the package to check templates gets no SDK beside it: the commands that talk to AWS load their part of it.
    external: [],
    // As ES modules the SDK's parts keep the names of what they export where they are loaded late.
    mainFields: ['module', 'main'],
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    entryNames: '[name]',
    entryPoints: ['cli/program.ts', 'cli/command/check/thread.ts'],
    format: 'esm',
    outdir: join(folder, 'cli'),
    splitting: true,
    target: 'node22.18',
    metafile: true,
    write: false,
  });
  const options = { ...commonJs, minify: true, platform: 'node' } as const;
  const core = await joinCore({ outputFiles, metafile }, ofEveryCheck, options);
  await mkdir(join(folder, 'cli'), { recursive: true });
  await writeFile(join(folder, 'cli/core.js'), core.get('core.js') ?? '');
  for (const { path, text } of outputFiles) {
    const link = core.get(basename(path));
    await writeFile(path, link ?? (await transform(text, options)).code);
  }
  await writeFile(join(folder, 'cli/package.json'), COMMON_JS_PACKAGE);
  await buildEntry(folder);
  return metafile;
};

/** What every check loads, of a folder with findings; a check of one template is mostly the start of the program. */
const ofEveryCheck = [
  'cli/program.ts',
  'cli/main.ts',
  'cli/command/check/index.ts',
  'cli/command/check/suppressed.ts',
  'cli/format/text.ts',
  'cli/input/file/walk.ts',
];

/** What is built on its own, beside the file that loads it. */
const programBeside: Plugin = {
  name: 'program-beside',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/program\.ts$/ }, () => ({ path: './program.js', external: true }));
  },
};

/** npm makes the command executable when it links it, and not when it is built again. */
const EXECUTABLE = 0o755;

/** The file that tells a Node which is too old for the others: one file, which any Node understands. */
const buildEntry = async (folder: string): Promise<void> => {
  const outfile = join(folder, 'cli/index.js');
  const entryPoints = ['cli/index.ts'];
  await build({
    ...common,
    ...commonJs,
    entryPoints,
    outfile,
    plugins: [programBeside, throughFaces()],
    target: 'node8',
  });
  await chmod(outfile, EXECUTABLE);
};

const buildLibrary = async (folder: string): Promise<Metafile> => {
  const outfile = join(folder, 'rule/index.js');
  const options = { ...common, entryPoints: ['rule/library.ts'], outfile, target: 'node22.18' };
  const { metafile } = await build({ ...options, format: 'esm', metafile: true });
  // Most CDK apps are CommonJS.
  await build({
    ...common,
    ...commonJs,
    entryPoints: ['cdk/index.ts'],
    outfile: join(folder, 'cdk/index.js'),
    target: 'node22.18',
  });
  await writeFile(join(folder, 'cdk/package.json'), COMMON_JS_PACKAGE);
  for (const schema of SCHEMAS) await copyFile(join(root, schema), join(folder, basename(schema)));
  return metafile;
};

const SCHEMAS = [
  'cli/command/check/config.schema.json',
  'cli/command/suggest/suggest.schema.json',
  'cli/format/report.schema.json',
  'rule/exemption/exemptions.schema.json',
];

/** The template with the functions in it, all that an account needs, and the one that brings it to an organization. */
const buildTemplate = async (folder: string): Promise<void> => {
  const template = await readFile(join(root, 'template.yaml'), 'utf8');
  const [resourceCode, templateCode] = await Promise.all([
    readFile(bundleOf(folder, 'resource'), 'utf8'),
    readFile(bundleOf(folder, 'template'), 'utf8'),
  ]);
  const text = inlineBundles(template, { ResourceFunction: resourceCode, TemplateFunction: templateCode });
  await writeFile(join(folder, 'egress-guard.template.yaml'), text);
  const organization = join(root, 'infra/organization/template.yaml');
  await copyFile(organization, join(folder, 'egress-guard-organization.template.yaml'));
};

/** The packages that bundles hold, by their folders below `node_modules`. */
const bundledIn = ({ inputs }: Metafile): readonly string[] =>
  Object.keys(inputs).flatMap((path) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[0] ?? []);

/** The licences ask that the notice goes along; what has the same text has it once. */
const writeLicences = async (folder: string, metafiles: readonly Metafile[]): Promise<void> => {
  const folders = [...new Set(metafiles.flatMap(bundledIn))].sort();
  const notices = await Promise.all(folders.map(noticeOf));
  const groups = [...Map.groupBy(notices, ({ text }) => text)];
  const texts = groups.map(([text, same]) => `${same.map(({ name }) => name).join('\n')}\n\n${text}\n`);
  await writeFile(join(folder, 'THIRD_PARTY_LICENSES'), texts.join(`\n${'-'.repeat(80)}\n\n`));
};

const noticeOf = async (path: string): Promise<{ readonly name: string; readonly text: string }> => {
  const folder = join(root, path);
  const { name, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  return { name, text: file === undefined ? license : (await readFile(join(folder, file), 'utf8')).trim() };
};

/** Builds beside what is there, and moves each file into its place whole: a command or another build may be reading it. */
const rebuild = async (folder: string): Promise<void> => {
  // Beside it, so that what source maps name is as far away.
  const fresh = await mkdtemp(join(folder, '../.dist-'));
  try {
    await buildAll(fresh);
    const paths = await filesIn(fresh);
    for (const path of paths) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await rename(join(fresh, path), join(folder, path));
    }
    // The names of the command's parts change with what is in them.
    const stale = (await filesIn(join(folder, 'cli'))).filter((path) => !paths.includes(join('cli', path)));
    for (const path of stale) await rm(join(folder, 'cli', path), { force: true });
  } finally {
    await rm(fresh, { force: true, recursive: true });
  }
};

/** The files below a folder, by their paths in it. */
const filesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
};

if (argv[1] === import.meta.filename) await rebuild(join(root, 'dist'));
