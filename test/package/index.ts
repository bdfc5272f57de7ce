import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { release } from '../../infra/build/release.ts';
import { version } from '../../rule/version.ts';

const root = join(import.meta.dirname, '../..');
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** The lower end of `engines`. */
const OLDEST_NODE = '22.18.0';
const folder = mkdtempSync(join(tmpdir(), 'egress-guard-package-'));

const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

const expectText = (what: string, text: string, expected: string): void => {
  if (text.trim() !== expected) throw new Error(`${what}: expected ${expected}, got ${text}`);
  stdout.write(`ok  ${what}\n`);
};

/** The packages that are there, but for what TypeScript brings. */
const installed = (): readonly string[] =>
  readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.') && name !== '@typescript');

/** What is installed has nothing to run, and no path leads out of it. */
const expectManifest = (): void => {
  const manifest = JSON.parse(readFileSync(join(folder, 'node_modules/egress-guard/package.json'), 'utf8'));
  expectText('no scripts in the manifest', String(manifest.scripts), 'undefined');
  const again = join(folder, 'again');
  release(again);
  const sums = (of: string): string => readFileSync(join(of, 'SHA256SUMS'), 'utf8').trim();
  expectText('no other package', installed().join(' '), 'egress-guard typescript');
  expectText('the same bytes from the same commit', sums(again), sums(join(folder, 'release')));
};

/** The functions find the part of Lambda's SDK that they ask for: with exemptions they read S3. */
const expectBlocked = (): void => {
  const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const exemption = { id: 'app', reason: 'a test', approvedBy: 'Network team', expires, match: { stackName: 'app' } };
  writeFileSync(join(folder, 'exemptions.json'), JSON.stringify({ version: 1, exemptions: [exemption] }));
  const template = 'node_modules/egress-guard/examples/all-protocols.yaml';
  const args = [
    'egress-guard',
    'simulate',
    template,
    '--exemptions',
    'exemptions.json',
    '--pseudo',
    'AWS::StackName=app',
  ];
  const isExempted = run('npx', ...args).includes('Exempted by app');
  expectText('a simulation with exemptions', String(isExempted), 'true');
};

/** Packs the package, installs it in an empty folder, and uses it there as its users do. */
const check = (): void => {
  release(join(folder, 'release'));
  const tarball = readdirSync(join(folder, 'release')).find((name) => name.endsWith('.tgz'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  run(
    'npm',
    'install',
    '--silent',
    '--no-audit',
    '--no-fund',
    `./release/${tarball}`,
    `typescript@${devDependencies.typescript}`,
  );
  expectManifest();
  expectText('the command', run('npx', 'egress-guard', '--version'), version);
  const consumer = readFileSync(join(import.meta.dirname, 'consumer.txt'), 'utf8');
  writeFileSync(join(folder, 'consumer.ts'), consumer);
  run('npx', 'tsc', '--strict', '--module', 'nodenext', '--target', 'es2024', '--resolveJsonModule', 'consumer.ts');
  stdout.write('ok  the types\n');
  expectBlocked();
  expectText('the library', run(process.execPath, 'consumer.js'), 'Sg 1 3');
  run('npm', 'install', '--silent', '--no-audit', '--no-fund', `node@${OLDEST_NODE}`);
  const oldest = join(folder, 'node_modules/node/bin/node');
  expectText('the oldest Node', run(oldest, '--version'), `v${OLDEST_NODE}`);
  expectText('the command on it', run(oldest, 'node_modules/egress-guard/dist/cli/index.js', '--version'), version);
  const plugin = "console.log(new (require('egress-guard/cdk').EgressGuard)().name)";
  expectText(
    'the plugin for CDK on it, without CDK',
    run(oldest, '--input-type=commonjs', '--eval', plugin),
    'EgressGuard',
  );
  expectText('the library on it', run(oldest, 'consumer.js'), 'Sg 1 3');
};

try {
  check();
} finally {
  rmSync(folder, { recursive: true });
}
