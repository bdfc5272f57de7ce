import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildAll } from '../../infra/build.ts';
import { inlineBundle } from '../../infra/inline-bundle.ts';
import { withPayloadServer } from '../../infra/sandbox/payload-server.ts';
import { callResourceHook } from '../../infra/sandbox/resource-hook.ts';
import { callStackHook } from '../../infra/sandbox/template-hook.ts';
import { version } from '../../rule/version.ts';
import { part, readTemplate } from '../support/deployed.ts';
import { firstOf, pickyHook, securityGroup, stackOf } from '../support/stacks.ts';
import { temporaryBundle, temporaryFolder } from '../support/temporary-folder.ts';

const root = join(import.meta.dirname, '../..');
const dist = join(root, 'dist');
const BUNDLE = join(dist, 'handler/index.js');
const TEMPLATE = join(dist, 'egress-guard.template.yaml');
const FUNCTION_CODE = ['Resources', 'Function', 'Properties', 'Code'];

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
  });

  test('carries the licences of what is bundled', async () => {
    const licences = await readFile(join(dist, 'THIRD_PARTY_LICENSES'), 'utf8');
    for (const name of ['ignore', 'js-yaml', 'picomatch']) expect(licences).toMatch(new RegExp(`^${name}$`, 'm'));
    expect(licences.match(/permission is hereby granted/gi)).toHaveLength(3);
  });

  test.each([
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

describe('the bundle of the function', () => {
  test('is CommonJS that exports the handler', () => {
    expect(createRequire(import.meta.url)(BUNDLE)).toEqual({ handler: expect.any(Function) });
  });

  test('has its source map beside it, and no trace of it inside', async () => {
    expect(await readFile(BUNDLE, 'utf8')).not.toContain('sourceMappingURL');
    const { sources } = JSON.parse(await readFile(`${BUNDLE}.map`, 'utf8'));
    expect(sources).toContain('../../handler/index.ts');
  });

  test('leaves the SDK to the runtime', async () => {
    const { sources } = JSON.parse(await readFile(`${BUNDLE}.map`, 'utf8'));
    expect(sources.filter((source: string) => SDK.test(source))).toEqual([]);
    expect(SDK.test(await readFile(BUNDLE, 'utf8'))).toBe(false);
  });

  test('runs alone, as Lambda gets it', async () => {
    const bundle = await temporaryBundle(await readFile(BUNDLE, 'utf8'));
    const stack = stackOf({ Sg: securityGroup({ SecurityGroupEgress: [{ IpProtocol: -1 }] }) });
    const setup = await pickyHook({ bundle });
    expect(await callResourceHook(stack, { action: 'CREATE', resource: firstOf(stack) }, setup)).toEqual({
      status: 'HOOK_COMPLETE_FAILED',
      reason: expect.stringContaining('Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols'),
    });
  });

  test('runs alone on templates too', async () => {
    const bundle = await temporaryBundle(await readFile(BUNDLE, 'utf8'));
    const stack = stackOf({ Sg: securityGroup({ SecurityGroupEgress: [{ IpProtocol: -1 }] }) });
    const result = await withPayloadServer(async ({ origin, publish }) =>
      callStackHook({ stack }, await pickyHook({ bundle, publish, settings: { EGRESS_GUARD_PAYLOAD_ORIGIN: origin } })),
    );
    expect(result).toEqual({
      status: 'HOOK_COMPLETE_FAILED',
      reason: expect.stringContaining(
        'Line 1: Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols',
      ),
    });
  });
});

describe('the command line', () => {
  test('leaves the SDK to the package', async () => {
    const files = Object.entries(await readAll(join(dist, 'cli')));
    expect(files.filter(([, text]) => SDK.test(text)).map(([name]) => name)).toEqual([]);
  });
});

describe('the template that deploys by itself', () => {
  test('holds the bundle to the letter, for every reader of YAML', async () => {
    const bundle = await readFile(BUNDLE, 'utf8');
    expect(part(await readTemplate(TEMPLATE), ...FUNCTION_CODE)['ZipFile']).toBe(bundle);
    const document: unknown = parse(await readFile(TEMPLATE, 'utf8'), { customTags: tags });
    expect(part(document, ...FUNCTION_CODE)['ZipFile']).toBe(bundle);
  });

  test('tells the version and the hash of its code', async () => {
    expect(part(await readTemplate(TEMPLATE), 'Metadata')['EgressGuard']).toEqual({
      Version: version,
      BundleSha256: createHash('sha256')
        .update(await readFile(BUNDLE))
        .digest('hex'),
    });
  });

  test('differs from its source in nothing else', async () => {
    const [source, built] = [await readTemplate(join(root, 'template.yaml')), await readTemplate(TEMPLATE)];
    const cleared = structuredClone(built);
    Object.assign(part(cleared, ...FUNCTION_CODE), { ZipFile: '' });
    Object.assign(part(cleared, 'Metadata'), { EgressGuard: {} });
    expect(cleared).toEqual(source);
  });

  test('stays well below the 1 MB that CloudFormation takes from a bucket', async () => {
    expect((await readFile(TEMPLATE)).byteLength).toBeLessThanOrEqual(128 * 1024);
  });
});

describe('inlineBundle', () => {
  const code: Record<string, string> = {
    'lines that end with spaces': 'a;  \nb;\n',
    'no newline in the end': 'a;',
    'several newlines in the end': 'a;\n\n\n',
    'a first line that is indented': '  a;\nb;\n',
    'what YAML could take for its own': '--- # x\n: - "\'\n... \n%a\n!Ref b\n',
    'tabs and long lines': `\t${'x'.repeat(500)} ${'y'.repeat(500)}\n`,
  };

  test.each(Object.entries(code))('keeps %s', async (_name, bundle) => {
    const template = inlineBundle('Resources: {Function: {Properties: {Code: {ZipFile: ""}}}}\n', bundle);
    const folder = await temporaryFolder({ 'template.yaml': template });
    const read = await readTemplate(join(folder, 'template.yaml'));
    expect(part(read, ...FUNCTION_CODE)['ZipFile']).toBe(bundle);
    expect(parse(template)).toEqual(read);
  });

  test('refuses what is not YAML', () => {
    expect(() => inlineBundle('a: [', 'x')).toThrow(/Flow sequence/);
  });
});
