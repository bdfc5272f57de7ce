import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';

const root = join(import.meta.dirname, '../..');

/**
 * Writes all that a release consists of into a folder: the package, the two templates, what they are made of (CycloneDX), and
 * the SHA-256 of each. The same bytes for the same commit; `dist` has to be built.
 */
export function release(folder: string): void {
  rmSync(folder, { force: true, recursive: true });
  mkdirSync(folder, { recursive: true });
  pack(folder);
  for (const template of TEMPLATES) cpSync(join(root, 'dist', template), join(folder, template));
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(makeSbom(), null, 2)}\n`);
  const sums = readdirSync(folder)
    .sort()
    .map((name) => `${sha256(readFileSync(join(folder, name)))}  ${name}\n`);
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
}

const TEMPLATES = ['egress-guard.template.yaml', 'egress-guard-organization.template.yaml'];

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

const npm = (...args: readonly string[]): string =>
  execFileSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'inherit'] });

/** What is in the manifest for whoever works here, and would only run or mislead where the package is installed. */
const OURS = ['scripts', 'devDependencies', 'allowScripts', 'knip', 'cspell'];

/** What the bundles hold stands in the notice that goes along, each on a line before the text of its licence. */
const bundledNames = (): ReadonlySet<string> =>
  new Set(readFileSync(join(root, 'dist/THIRD_PARTY_LICENSES'), 'utf8').split('\n'));

/** Packs a copy, whose manifest has nothing to run. */
const pack = (folder: string): void => {
  const copy = mkdtempSync(join(tmpdir(), 'egress-guard-release-'));
  try {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const kept = Object.entries(manifest).filter(([key]) => !OURS.includes(key));
    writeFileSync(join(copy, 'package.json'), `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
    const files: string[] = manifest.files.filter((name: string) => !name.startsWith('!'));
    for (const name of [...files, 'README.md', 'LICENSE'])
      cpSync(join(root, name), join(copy, name), { recursive: true, filter: (path) => !path.endsWith('.map') });
    npm('pack', copy, '--pack-destination', folder, '--ignore-scripts', '--silent');
  } finally {
    rmSync(copy, { recursive: true });
  }
};

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly group?: string;
}

interface Sbom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** What npm tells of the lockfile, less what only builds and tests; without what differs from one run to the next. */
const makeSbom = (): object => {
  const whole: Sbom = JSON.parse(npm('sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'));
  const names = bundledNames();
  const isBundled = ({ group, name }: Component): boolean => names.has(group === undefined ? name : `${group}/${name}`);
  const kept = new Set(whole.components.filter(isBundled).map((component) => component['bom-ref']));
  const { serialNumber: _random, metadata, ...rest } = whole as Sbom & { readonly serialNumber: string };
  const { component } = metadata;
  return {
    ...rest,
    // npm calls the project by its folder.
    metadata: { component: { ...component, name: 'egress-guard' } },
    components: whole.components.filter((component) => kept.has(component['bom-ref'])),
    dependencies: whole.dependencies
      .filter(({ ref }) => kept.has(ref) || ref === whole.metadata.component['bom-ref'])
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) })),
  };
};

if (argv[1] === import.meta.filename) release(join(root, 'release'));
