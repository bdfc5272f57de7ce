import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildAll } from '../../../infra/build/build.ts';
import { inlineBundles } from '../../../infra/build/inline-bundles.ts';
import { withPayloadServer } from '../../../infra/sandbox/payload-server.ts';
import { callResourceHook } from '../../../infra/sandbox/resource-hook.ts';
import { callStackHook } from '../../../infra/sandbox/template-hook.ts';
import type { JsonObject } from '../../../rule/value/place.ts';
import { version } from '../../../rule/version.ts';
import { part, readTemplate } from '../../support/deployed.ts';
import { firstOf, pickyHook, securityGroup, stackOf } from '../../support/stacks.ts';
import { temporaryBundle, temporaryFolder } from '../../support/temporary-folder.ts';

const root = join(import.meta.dirname, '../../..');
const dist = join(root, 'dist');
const TEMPLATE = join(dist, 'egress-guard.template.yaml');

/** The bundles of the functions, by the hook that calls them. */
const bundles = { resource: join(dist, 'handler/resource.js'), template: join(dist, 'handler/template.js') };

/** The logical id of each function, and its bundle. */
const functions = [
  ['ResourceFunction', bundles.resource],
  ['TemplateFunction', bundles.template],
] as const;

const codeOf = (template: unknown, logicalId: string): JsonObject =>
  part(template, 'Resources', logicalId, 'Properties', 'Code');

/** There is no such file: a hook that calls it breaks down. */
const NONE = join(dist, 'handler/none.js');

/** What only the SDK's own code mentions. */
const SDK = /@smithy\/|@aws-crypto\/|node_modules\/@aws-sdk\//;

/** Every file of a folder, by its name in it. */
const readAll = async (folder: string): Promise<Record<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const files = await Promise.all(names.map(async (name) => [name.slice(folder.length), await readFile(name, 'utf8')]));
  return Object.fromEntries(files);
};

const build = async (): Promise<Record<string, string>> => {
  const folder = await temporaryFolder();
  await buildAll(folder);
  return readAll(folder);
};

/** `!Ref` and its like, as they are written. */
const tags = ['Ref', 'GetAtt', 'If', 'Not', 'Equals', 'Sub', 'Split', 'Select', 'Join', 'And', 'Or'].flatMap((name) => [
  { tag: `!${name}`, resolve: String },
  { tag: `!${name}`, collection: 'seq' as const },
]);

describe('a build', () => {
  test('makes the same bytes as another of the same sources', async () => {
    const [first, second] = [await build(), await build()];
    expect(Object.keys(first).length).toBeGreaterThan(5);
    expect(second).toEqual(first);
  });

  test('leaves a command that can be run, also over one that is there', async () => {
    const folder = await temporaryFolder();
    await buildAll(folder);
    await buildAll(folder);
    const { mode } = await stat(join(folder, 'cli/index.js'));
    expect(mode & 0o111).toBe(0o111);
    expect(await readFile(join(folder, 'cli/index.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test('carries the licences of what is bundled', async () => {
    const licences = await readFile(join(dist, 'THIRD_PARTY_LICENSES'), 'utf8');
    for (const name of ['fflate', 'ignore', 'js-yaml', 'picomatch', '@aws-sdk/client-s3', '@smithy/core'])
      expect(licences).toMatch(new RegExp(`^${name}$`, 'm'));
    expect(licences.match(/permission is hereby granted/gi)?.length).toBeGreaterThanOrEqual(4);
    expect(licences).toContain('Apache License');
  });

  test.each([
    ['config.schema.json', 'cli/command/check'],
    ['suggest.schema.json', 'cli/command/suggest'],
    ['report.schema.json', 'cli/format'],
    ['exemptions.schema.json', 'rule/exemption'],
  ])('carries %s', async (name, folder) => {
    expect(await readFile(join(dist, name), 'utf8')).toBe(await readFile(join(root, folder, name), 'utf8'));
  });

  test('names no folder of the machine it ran on', async () => {
    const folders = [root, `${homedir()}/`, `${tmpdir()}/`, 'file:///'];
    const files = Object.entries(await readAll(dist));
    const telltale = files.filter(([, text]) => folders.some((folder) => text.includes(folder)));
    expect(telltale.map(([name]) => name)).toEqual([]);
  });
});

/** The names of the files that a bundle was made of. */
const sourcesOf = async (bundle: string): Promise<string[]> => {
  const { sources } = JSON.parse(await readFile(`${bundle}.map`, 'utf8'));
  return sources;
};

/** What turns a text into code, or unpacks one: what runs has to stand there for everybody to read. */
const EVALUATES =
  /\beval\b|\bFunction\s*\(|\bnew\s+Function\b|constructor\s*\(\s*["'`]|brotli|inflate|gunzip|unzip|node:vm|node:module|createRequire|_compile|\bimport\s*\(|["'`](?:data|file):|WebAssembly|base64/i;

/** Runs before a bundle, and tells each module that it loads. */
const WATCH = `const { _load } = require('node:module');
const loaded = [];
require('node:module')._load = function (name, ...others) {
  loaded.push(name);
  return _load.call(this, name, ...others);
};
require(process.argv[1]);
require('node:fs').writeFileSync(3, JSON.stringify(loaded.slice(1)));`;

/** The modules that a bundle loads before it is asked anything. */
const loadedBy = (bundle: string): string[] => {
  const { output, status } = spawnSync(process.execPath, ['--eval', WATCH, '--', bundle], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  expect(status).toBe(0);
  return JSON.parse(String(output[3]));
};

describe.each(Object.entries(bundles))('the bundle of the function of the %s hook', (name, bundle) => {
  test('is CommonJS that exports the handler', () => {
    expect(createRequire(import.meta.url)(bundle)).toEqual({ handler: expect.any(Function) });
  });

  test('has its source map beside it, and no trace of it inside', async () => {
    expect(await readFile(bundle, 'utf8')).not.toContain('sourceMappingURL');
    expect(await sourcesOf(bundle)).toContain(`../../handler/${name}.ts`);
  });

  test('leaves the SDK to the runtime', async () => {
    expect((await sourcesOf(bundle)).filter((source) => SDK.test(source))).toEqual([]);
    expect(SDK.test(await readFile(bundle, 'utf8'))).toBe(false);
  });

  test('evaluates no text as code, and holds nothing that is packed', async () => {
    expect(EVALUATES.exec(await readFile(bundle, 'utf8'))?.[0]).toBeUndefined();
  });

  test('names what it loads, which is of Node, or S3 of the SDK', async () => {
    const calls = (await readFile(bundle, 'utf8')).match(/\brequire\b.{0,40}/g) ?? [];
    expect(calls.length).toBeGreaterThan(1);
    for (const call of calls) expect(call).toMatch(/^require\("(node:[a-z/]+|@aws-sdk\/client-s3)"\)/);
  });

  test('loads of itself nothing but what is of Node: S3 waits until it is asked for', () => {
    const loaded = loadedBy(bundle).filter((module) => module !== bundle);
    expect(loaded).toContain('node:fs');
    expect(loaded.filter((module) => !module.startsWith('node:'))).toEqual([]);
  });
});

describe('the bundle of the gate', () => {
  test('holds no reader of templates', async () => {
    const sources = await sourcesOf(bundles.resource);
    expect(sources.filter((source) => source.includes('node_modules'))).toEqual([]);
    expect(sources.filter((source) => source.startsWith('../../rule/template/'))).toEqual([]);
    expect(await readFile(bundles.resource, 'utf8')).not.toMatch(/yaml/i);
    expect((await sourcesOf(bundles.template)).join('\n')).toContain('node_modules/js-yaml/');
  });

  test('keeps the names of its sources, for whoever reads it in the console', async () => {
    const text = await readFile(bundles.resource, 'utf8');
    for (const name of ['decideRequest', 'evaluateChange', 'evaluateResource', 'judgeFindings', 'readIpProtocol'])
      expect(text).toMatch(new RegExp(`\\b${name}\\b`));
  });

  test('stays within 66,500 bytes', async () => {
    expect((await readFile(bundles.resource)).byteLength).toBeLessThanOrEqual(66_500);
  });

  test('runs alone, as Lambda gets it', async () => {
    const resource = await temporaryBundle(await readFile(bundles.resource, 'utf8'));
    const stack = stackOf({ Sg: securityGroup({ SecurityGroupEgress: [{ IpProtocol: -1 }] }) });
    const setup = await pickyHook({ bundles: { resource, template: NONE } });
    expect(await callResourceHook(stack, { action: 'CREATE', resource: firstOf(stack) }, setup)).toMatchObject({
      status: 'HOOK_COMPLETE_FAILED',
      reason: expect.stringContaining('Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols'),
    });
  });

  test('says of a template that it is for the other function', async () => {
    const setup = await pickyHook({ bundles: { resource: NONE, template: bundles.resource } });
    expect(await callStackHook({ stack: stackOf({ Sg: securityGroup() }) }, setup)).toMatchObject({
      status: 'HOOK_COMPLETE_SUCCEEDED',
      reason: expect.stringContaining('STACK is for the function of the template hook'),
    });
  });
});

describe('the bundle of the early warning', () => {
  test('stays within 124,000 bytes', async () => {
    expect((await readFile(bundles.template)).byteLength).toBeLessThanOrEqual(124_000);
  });

  test('runs alone, as Lambda gets it', async () => {
    const template = await temporaryBundle(await readFile(bundles.template, 'utf8'));
    const stack = stackOf({ Sg: securityGroup({ SecurityGroupEgress: [{ IpProtocol: -1 }] }) });
    const result = await withPayloadServer(async ({ origin, publish }) => {
      const settings = { EGRESS_GUARD_PAYLOAD_ORIGIN: origin };
      return callStackHook({ stack }, await pickyHook({ bundles: { resource: NONE, template }, publish, settings }));
    });
    expect(result).toMatchObject({
      status: 'HOOK_COMPLETE_FAILED',
      reason: expect.stringContaining(
        'Line 1: Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols',
      ),
    });
  });
});

describe('the command line', () => {
  test('has the SDK in it, and loads none of it to check a template', async () => {
    const withSdk = Object.entries(await readAll(join(dist, 'cli'))).filter(([, text]) => SDK.test(text));
    expect(withSdk.length).toBeGreaterThan(1);
    const { files } = await loadedByCheck();
    expect(files).toContain('program.js');
    expect(files.filter((file) => withSdk.some(([name]) => name.endsWith(file)))).toEqual([]);
  });

  test('loads one file with what every check needs, and few beside it', async () => {
    const { files } = await loadedByCheck();
    expect(files).toContain('core.js');
    expect(files.length).toBeLessThanOrEqual(12);
  });

  test('loads nothing of Node for terminals or cryptography, where the output goes to no terminal', async () => {
    const { builtIn } = await loadedByCheck();
    expect(builtIn).toContain('NativeModule fs');
    expect(builtIn.filter((name) => /NativeModule (?:tty|net|crypto|stream)$/.test(name))).toEqual([]);
  });

  test('has what is in the core once: other commands throw errors of the same kind', () => {
    const args = [join(dist, 'cli/index.js'), 'deploy', '--mod', 'fail'];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^egress-guard: Unknown option '--mod'/),
    });
  });
});

const TELL = `
const { basename } = require('node:path');
process.on('exit', () => {
  const loaded = { files: Object.keys(require.cache).map((path) => basename(path)), builtIn: process.moduleLoadList };
  require('node:fs').writeFileSync(process.env.LOADED, JSON.stringify(loaded));
});
`;

/** What a check of one template, with a finding, loads of ours and of Node; its output goes nowhere. */
const loadedByCheck = async (): Promise<{ readonly files: readonly string[]; readonly builtIn: readonly string[] }> => {
  const folder = await temporaryFolder({
    'a.yaml': 'Resources: { A: { Type: AWS::EC2::SecurityGroupEgress, Properties: { IpProtocol: -1 } } }',
    'tell.cjs': TELL,
  });
  const args = ['--require', join(folder, 'tell.cjs'), join(dist, 'cli/index.js'), 'check', join(folder, 'a.yaml')];
  const env = { LOADED: join(folder, 'loaded.json') };
  const { status } = spawnSync(process.execPath, args, { env, stdio: 'ignore' });
  expect(status).toBe(1);
  return JSON.parse(await readFile(env.LOADED, 'utf8'));
};

describe('the template that deploys by itself', () => {
  test.each(functions)('holds the bundle of %s to the letter, for every reader of YAML', async (logicalId, path) => {
    const bundle = await readFile(path, 'utf8');
    expect(codeOf(await readTemplate(TEMPLATE), logicalId)['ZipFile']).toBe(bundle);
    const document: unknown = parse(await readFile(TEMPLATE, 'utf8'), { customTags: tags });
    expect(codeOf(document, logicalId)['ZipFile']).toBe(bundle);
  });

  test('tells the version and the hash of the code of each function', async () => {
    const hash = async (path: string) => createHash('sha256').update(await readFile(path));
    const hashes = functions.map(async ([logicalId, path]) => [logicalId, (await hash(path)).digest('hex')]);
    expect(part(await readTemplate(TEMPLATE), 'Metadata')['EgressGuard']).toEqual({
      Version: version,
      BundleSha256: Object.fromEntries(await Promise.all(hashes)),
    });
  });

  test('differs from its source in nothing else', async () => {
    const [source, built] = [await readTemplate(join(root, 'template.yaml')), await readTemplate(TEMPLATE)];
    const cleared = structuredClone(built);
    for (const [logicalId] of functions) Object.assign(codeOf(cleared, logicalId), { ZipFile: '' });
    Object.assign(part(cleared, 'Metadata'), { EgressGuard: {} });
    expect(cleared).toEqual(source);
  });

  test('stays well below the 1 MB that CloudFormation takes from a bucket', async () => {
    expect((await readFile(TEMPLATE)).byteLength).toBeLessThanOrEqual(256 * 1024);
  });
});

describe('inlineBundles', () => {
  const code: Record<string, string> = {
    'lines that end with spaces': 'a;  \nb;\n',
    'no newline in the end': 'a;',
    'several newlines in the end': 'a;\n\n\n',
    'a first line that is indented': '  a;\nb;\n',
    'what YAML could take for its own': '--- # x\n: - "\'\n... \n%a\n!Ref b\n',
    'tabs and long lines': `\t${'x'.repeat(500)} ${'y'.repeat(500)}\n`,
  };

  test.each(Object.entries(code))('keeps %s', async (_name, bundle) => {
    const source =
      'Resources: {A: {Properties: {Code: {ZipFile: ""}}}, B: {Properties: {Code: {ZipFile: ""}}}, C: {Type: T}}\n';
    const template = inlineBundles(source, { A: bundle, B: `${bundle}b` });
    const folder = await temporaryFolder({ 'template.yaml': template });
    const read = await readTemplate(join(folder, 'template.yaml'));
    expect(codeOf(read, 'A')['ZipFile']).toBe(bundle);
    expect(codeOf(read, 'B')['ZipFile']).toBe(`${bundle}b`);
    expect(part(read, 'Resources', 'C')).toEqual({ Type: 'T' });
    expect(parse(template)).toEqual(read);
  });

  test('refuses what is not YAML', () => {
    expect(() => inlineBundles('a: [', { A: 'x' })).toThrow(/Flow sequence/);
  });
});
