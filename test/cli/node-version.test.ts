import { readFile } from 'node:fs/promises';
import { runInThisContext } from 'node:vm';
import { transform } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { nodeProblem } from '../../cli/node-version.ts';

const built = await readFile('dist/cli/index.js', 'utf8');

/** Starts the built program in a Node that says it is of a version, and tells what it loads. */
const start = async (version: string) => {
  const said: string[] = [];
  const loaded: string[] = [];
  const old = {
    versions: { node: version },
    stderr: { write: (text: string) => said.push(text) },
    exitCode: 0,
    env: {},
    getBuiltinModule: () => ({ enableCompileCache: () => loaded.push('what was compiled before') }),
  };
  const load = (name: string) => {
    loaded.push(name);
    return { runProgram: async () => undefined };
  };
  const program = runInThisContext(
    `(function (process, require, module, exports) {${built.replace(/^#!.*\n/, '')}\n})`,
  );
  program(old, load, { exports: {} }, {});
  await new Promise(setImmediate);
  return { code: old.exitCode, said, loaded };
};

describe('the program in a Node that is too old', () => {
  test.each(['20.20.2', '22.17.9', '8.17.0'])(
    'says so in one line, ends with 2 and loads nothing: %s',
    async (version) => {
      const line = `egress-guard: needs Node.js 22.18 or newer, and this is ${version}. Install one from https://nodejs.org.\n`;
      expect(await start(version)).toEqual({ code: 2, said: [line], loaded: [] });
    },
  );

  test('understands the file that says so', async () => {
    const print = async (target: string) => (await transform(built, { target, format: 'cjs' })).code;
    expect(await print('node8')).toBe(await print('esnext'));
  });

  test('is told apart by what package.json asks for', async () => {
    const { engines } = JSON.parse(await readFile('package.json', 'utf8'));
    const least = String(engines.node).replace('>=', '');
    expect(nodeProblem(`${least}.0`)).toBeUndefined();
    expect(nodeProblem('0.0.0')).toContain(`Node.js ${least} or newer`);
  });
});

test.each(['22.18.0', '22.21.1', '23.0.0', '24.21.0', '100.0.0', process.versions.node])(
  'the program loads the rest in Node %s',
  async (version) => {
    expect(await start(version)).toEqual({
      code: 0,
      said: [],
      loaded: ['what was compiled before', './program.js'],
    });
  },
);
