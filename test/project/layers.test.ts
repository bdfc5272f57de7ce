import { execFile } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

const forbidden: Record<string, readonly string[]> = {
  'rule/x.ts': [
    '../handler/config.ts',
    '../infra/build/build.ts',
    '../cli/main.ts',
    '../test/support/x.ts',
    'node:fs',
    'yaml',
    'js-yaml',
    '@aws-sdk/client-s3',
  ],
  'rule/template/x.ts': ['../../handler/config.ts', '../../infra/build/build.ts', '../../test/x.ts', 'node:fs'],
  'rule/template/read/x.ts': ['../../../handler/config.ts', '../../../test/x.ts', 'node:fs', 'yaml'],
  'rule/rules/security-group/x.ts': ['../../../handler/config.ts', '../../../test/x.ts', 'node:fs'],
  'handler/x.ts': [
    '../infra/build/build.ts',
    '../infra/sandbox/deploy.ts',
    '../cli/main.ts',
    '../test/x.ts',
    '../test/support/x.ts',
    'esbuild',
    'yaml',
    'js-yaml',
  ],
  'handler/decide/x.ts': ['../../infra/aws/hook.ts', '../../cli/main.ts', '../../test/x.ts', 'esbuild'],
  'infra/x.ts': ['../handler/config.ts', '../cli/main.ts', '../test/x.ts'],
  'infra/sandbox/x.ts': ['../../handler/config.ts', '../../cli/main.ts', '../../test/support/x.ts'],
  'cli/x.ts': ['../handler/config.ts', '../test/x.ts', '../test/support/x.ts'],
};

const allowed: Record<string, readonly string[]> = {
  'rule/x.ts': ['./rule.ts', './template/evaluate.ts'],
  'rule/template/x.ts': ['./evaluate.ts', '../rule.ts', '../rules/index.ts'],
  'rule/template/read/x.ts': ['./parse.ts', '../evaluate.ts', '../../rule.ts', 'js-yaml'],
  'rule/rules/security-group/x.ts': ['./entry.ts', '../index.ts', '../../value/place.ts'],
  'handler/x.ts': ['./config.ts', '../rule/rule.ts', '../rule/template/evaluate.ts', 'node:fs', '@aws-sdk/client-s3'],
  'handler/decide/x.ts': [
    './decision.ts',
    '../event/request.ts',
    '../../rule/rule.ts',
    'node:fs',
    '@aws-sdk/client-s3',
  ],
  'infra/x.ts': ['./build.ts', './sandbox/deploy.ts', '../rule/rule.ts', 'node:fs', 'esbuild', 'yaml'],
  'infra/sandbox/x.ts': ['./stack.ts', '../build.ts', '../../rule/value/place.ts'],
  'cli/x.ts': ['./main.ts', '../infra/sandbox/deploy.ts', '../rule/rule.ts', '../rule/template/evaluate.ts', 'node:fs'],
};

/** The ways to import. */
const forms: Record<string, (specifier: string) => string> = {
  value: (specifier) => `import { a } from '${specifier}';\n\nexport const b = a;\n`,
  type: (specifier) => `import type { A } from '${specifier}';\n\nexport type B = A;\n`,
  reexport: (specifier) => `export { a } from '${specifier}';\n`,
  dynamic: (specifier) => `export const load = () => import('${specifier}');\n`,
};

/** One file for each form of each import, by its name, and what it stands for. */
const filesOf = (imports: typeof forbidden): Record<string, { name: string; source: string }> =>
  Object.fromEntries(
    Object.entries(imports).flatMap(([file, specifiers]) =>
      specifiers.flatMap((specifier, index) =>
        Object.entries(forms).map(([form, write]) => [
          file.replace('x.ts', `${form}-${index}.ts`),
          { name: `${file}: ${form} import of ${specifier}`, source: write(specifier) },
        ]),
      ),
    ),
  );

interface Report {
  readonly diagnostics: readonly { readonly category: string; readonly location: { readonly path: string } }[];
}

const biome = (folder: string): Promise<Report> => {
  const options = [
    '--vcs-enabled=false',
    '--only=style/noRestrictedImports',
    '--max-diagnostics=none',
    '--reporter=json',
  ];
  const program = join(import.meta.dirname, '../../node_modules/.bin/biome');
  return new Promise((resolve, reject) => {
    execFile(program, ['lint', ...options], { cwd: folder, maxBuffer: 1e8 }, (error, stdout) => {
      if (stdout.startsWith('{')) resolve(JSON.parse(stdout));
      else reject(error);
    });
  });
};

/** What the linter finds in the given imports: the names of those that it refuses. */
const lint = async (imports: typeof forbidden): Promise<string[]> => {
  const files = filesOf(imports);
  const folder = await temporaryFolder(
    Object.fromEntries(Object.entries(files).map(([path, { source }]) => [path, source])),
  );
  await copyFile(join(import.meta.dirname, '../../biome.json'), join(folder, 'biome.json'));
  const { diagnostics } = await biome(folder);
  return diagnostics.map(({ category, location: { path } }) =>
    category === 'lint/style/noRestrictedImports' ? (files[path]?.name ?? path) : `${category} in ${path}`,
  );
};

test('the linter refuses every import against the direction of the layers', async () => {
  const names = Object.values(filesOf(forbidden)).map(({ name }) => name);
  expect((await lint(forbidden)).sort()).toEqual(names.sort());
});

test('the linter lets every import along the direction of the layers pass', async () => {
  expect(await lint(allowed)).toEqual([]);
});
