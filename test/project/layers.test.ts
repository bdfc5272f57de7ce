import { execFile } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

const forbidden: Record<string, readonly string[]> = {
  'rule/x.ts': [
    './template/evaluate.ts',
    '../handler/config.ts',
    '../infra/build/index.ts',
    '../cli/main.ts',
    '../test/support/x.ts',
    'node:fs',
    'yaml',
    'js-yaml',
    '@aws-sdk/client-s3',
  ],
  'rule/template/x.ts': [
    './read/parse.ts',
    '../value/place.ts',
    '../../handler/config.ts',
    '../../infra/build/index.ts',
    '../../test/x.ts',
    'node:fs',
  ],
  'rule/template/read/x.ts': [
    '../resolve/scope.ts',
    '../../../handler/config.ts',
    '../../../test/x.ts',
    'node:fs',
    'yaml',
  ],
  'rule/rules/security-group/x.ts': ['../../value/place.ts', '../../../handler/config.ts', 'node:fs'],
  'flow/x.ts': ['./deeper/x.ts', '../rule/rule.ts', '../infra/aws/index.ts', '../cli/main.ts', 'node:fs'],
  'handler/x.ts': [
    './decide/decision.ts',
    '../rule/rule.ts',
    '../rule/template/index.ts',
    '../infra/build/index.ts',
    '../cli/main.ts',
    '../test/x.ts',
    'esbuild',
    'yaml',
    'js-yaml',
  ],
  'handler/decide/x.ts': [
    '../event/request.ts',
    '../../rule/rule.ts',
    '../../infra/aws/index.ts',
    '../../cli/main.ts',
    '../../test/x.ts',
    'esbuild',
  ],
  'infra/sandbox/x.ts': [
    '../aws/hook.ts',
    '../../rule/rule.ts',
    '../../rule/value/index.ts',
    '../../handler/config.ts',
    '../../cli/main.ts',
    '../../test/support/x.ts',
  ],
  'cli/x.ts': [
    './terminal/table.ts',
    './command/check/check.ts',
    '../infra/aws/hook.ts',
    '../rule/rule.ts',
    '../handler/config.ts',
    '../test/x.ts',
  ],
  'cli/command/check/x.ts': [
    '../../terminal/table.ts',
    '../deploy/deploy.ts',
    '../../../infra/aws/hook.ts',
    '../../../rule/rule.ts',
    '../../../handler/config.ts',
    '../../../test/support/x.ts',
  ],
};

const allowed: Record<string, readonly string[]> = {
  'rule/x.ts': ['./rule.ts', './template/index.ts'],
  'rule/template/x.ts': ['./evaluate.ts', './read/index.ts', '../rule.ts', '../rules/index.ts'],
  'rule/template/read/x.ts': ['./parse.ts', '../budget.ts', '../../rule.ts', '../../value/index.ts', 'js-yaml'],
  'rule/rules/security-group/x.ts': ['./entry.ts', '../index.ts', '../../value/index.ts'],
  'handler/x.ts': ['./config.ts', './decide/index.ts', '../rule/index.ts', 'node:fs', '@aws-sdk/client-s3'],
  'handler/decide/x.ts': ['./decision.ts', '../fault.ts', '../event/index.ts', '../../rule/index.ts', 'node:fs'],
  'infra/sandbox/x.ts': ['./stack.ts', '../aws/index.ts', '../../rule/index.ts', 'node:fs', 'esbuild', 'yaml'],
  'cli/x.ts': ['./main.ts', './command/check/index.ts', '../infra/aws/index.ts', '../rule/index.ts', 'node:fs'],
  'cli/command/check/x.ts': [
    './files.ts',
    '../deploy/index.ts',
    '../../usage-error.ts',
    '../../terminal/index.ts',
    '../../../infra/aws/index.ts',
    '../../../rule/index.ts',
    'node:fs',
  ],
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

test('the linter refuses every import against the direction of the layers, and past the face of a folder', async () => {
  const names = Object.values(filesOf(forbidden)).map(({ name }) => name);
  expect((await lint(forbidden)).sort()).toEqual(names.sort());
});

test('the linter lets every import along the direction of the layers pass', async () => {
  expect(await lint(allowed)).toEqual([]);
});
