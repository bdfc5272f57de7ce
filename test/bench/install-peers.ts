import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { argv, env, exit, stderr, stdout } from 'node:process';
import { VERSIONS } from './peer-versions.ts';

const usage = `Usage: npm run bench:peers -- <folder>

Installs what the benchmark compares with into a folder: cfn-guard by cargo, cloudformation-validate and cfn-lint by pip,
KICS by go. What cannot be installed is told, and left out of the benchmark.
`;

const [, , given] = argv;
if (given === undefined) {
  stderr.write(usage);
  exit(2);
}

const folder = resolve(given);

/** Whatever one of them needs to be built is kept beside it. */
const run = (program: string, ...args: readonly string[]): void => {
  execFileSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...env, ...GO } });
};

const GO = { GOPATH: join(folder, 'kics'), GOFLAGS: '-modcacherw' };

/** The queries are files of the module, which the program reads. */
const installKics = (version: string): void => {
  const kics = 'github.com/Checkmarx/kics/v2';
  run('go', 'install', `${kics}/cmd/console@v${version}`);
  const sources = join(GO.GOPATH, 'pkg/mod', `${kics.replace('C', '!c')}@v${version}`);
  cpSync(join(sources, 'assets'), join(GO.GOPATH, 'assets'), { recursive: true });
};

const installPython =
  (name: string) =>
  (version: string): void => {
    const python = join(folder, 'python');
    run('python3', '-m', 'venv', python);
    run(join(python, 'bin/pip'), 'install', '--quiet', `${name}==${version}`);
  };

const installGuard = (version: string): void =>
  run('cargo', 'install', 'cfn-guard', '--version', version, '--root', join(folder, 'cargo'));

const peers = [
  ['cloudformation-validate', '1.14.0', installPython('cloudformation-validate')],
  ['cfn-lint', '1.58.0', installPython('cfn-lint')],
  ['KICS', '2.2.0', installKics],
  ['cfn-guard', '3.2.1', installGuard],
] as const;

mkdirSync(folder, { recursive: true });
const installed: Record<string, string> = {};
for (const [name, version, install] of peers) {
  try {
    install(version);
    installed[name] = version;
  } catch (error) {
    stderr.write(`${name} is left out: ${error instanceof Error ? error.message : error}\n`);
  }
}
writeFileSync(join(folder, VERSIONS), JSON.stringify(installed));
stdout.write(
  `Installed: ${
    Object.entries(installed)
      .map((one) => one.join(' '))
      .join(', ') || 'nothing'
  }.\n`,
);
