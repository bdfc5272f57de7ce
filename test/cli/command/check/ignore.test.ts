import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BAD, filesIn, reportOn } from '../../../support/check.ts';
import { makePipe } from '../../../support/pipe.ts';
import { type Files, temporaryFolder } from '../../../support/temporary-folder.ts';

interface Case {
  /** The ignore files, by folder. */
  readonly rules: Readonly<Record<string, string>>;
  readonly names: readonly string[];
  readonly found: readonly string[];
  /** Default: the whole folder. */
  readonly args?: readonly string[];
}

const filesOf = ({ rules, names }: Case): Files => ({
  ...Object.fromEntries(names.map((name) => [name, BAD])),
  ...Object.fromEntries(Object.entries(rules).map(([folder, text]) => [join(folder, '.gitignore'), text])),
});

const find = async (files: Files, args: readonly string[] = ['@']): Promise<string[]> => {
  const { err, findings, unreadable } = await reportOn([...args, '--allow-empty'], { files });
  const others = err.replace(/^egress-guard: \.gitignore leaves out [^\n]+; --no-ignore looks there, too\.\n$/, '');
  expect({ others, unreadable }).toEqual({ others: '', unreadable: [] });
  return filesIn(findings).map((file) => file.slice(2));
};

const cases: Record<string, Case> = {
  'a name, at any depth': { rules: { '': 'x.yaml' }, names: ['a.yaml', 'd/x.yaml', 'x.yaml'], found: ['a.yaml'] },
  'a name from its folder on': { rules: { '': '/x.yaml' }, names: ['d/x.yaml', 'x.yaml'], found: ['d/x.yaml'] },
  'a folder': { rules: { '': 'out/' }, names: ['a.yaml', 'd/out/x.yaml', 'out/x.yaml'], found: ['a.yaml'] },
  'a folder, and no file of its name': { rules: { '': 'x.yaml/' }, names: ['x.yaml'], found: ['x.yaml'] },
  'a pattern': { rules: { '': '*.json\nt?p/**' }, names: ['a.json', 'b.yaml', 'tmp/c.yaml'], found: ['b.yaml'] },
  'what is not taken back': {
    rules: { '': '*.yaml\n!keep.yaml' },
    names: ['a.yaml', 'd/keep.yaml', 'keep.yaml'],
    found: ['d/keep.yaml', 'keep.yaml'],
  },
  'a folder, whatever is taken back in it': {
    rules: { '': 'out/\n!out/keep.yaml' },
    names: ['out/keep.yaml'],
    found: [],
  },
  'what an inner file names, from there on': {
    rules: { d: 'x.yaml' },
    names: ['d/e/x.yaml', 'd/x.yaml', 'x.yaml'],
    found: ['x.yaml'],
  },
  'what an outer file names and an inner one does not take back': {
    rules: { '': '*.yaml', d: '!keep.yaml' },
    names: ['d/a.yaml', 'd/keep.yaml', 'keep.yaml'],
    found: ['d/keep.yaml'],
  },
  'nothing for comments and blank lines': {
    rules: { '': '# a.yaml\r\n\r\n  \r\n' },
    names: ['a.yaml'],
    found: ['a.yaml'],
  },
  'what lines with CRLF name': {
    rules: { '': 'x.yaml\r\ny.yaml\r\n' },
    names: ['a.yaml', 'x.yaml'],
    found: ['a.yaml'],
  },
  'node_modules and .git': {
    rules: {},
    names: ['.git/a.yaml', 'a.yaml', 'd/node_modules/p/a.yaml', 'node_modules/p/a.yaml'],
    found: ['a.yaml'],
  },
  'the manifest of the CDK': {
    rules: {},
    names: ['cdk.out/App.template.json', 'cdk.out/manifest.json', 'd/cdk.out/manifest.json', 'manifest.json'],
    found: ['cdk.out/App.template.json', 'manifest.json'],
  },
  'what is named, but not what it holds beside': {
    rules: { '': '/out', out: '' },
    names: ['a.yaml', 'out/b.yaml', 'out/node_modules/c.yaml'],
    args: ['@/out'],
    found: ['out/b.yaml'],
  },
  'nothing of a folder that is named': {
    rules: {},
    names: ['node_modules/p/a.yaml'],
    args: ['@/node_modules/p'],
    found: ['node_modules/p/a.yaml'],
  },
};

describe('leaves out', () => {
  test.each(Object.entries(cases))('%s', async (_name, given) => {
    expect(await find(filesOf(given), given.args)).toEqual(given.found);
  });

  test.each(Object.entries(cases))('%s, but with --no-ignore nothing', async (_name, given) => {
    const [folder = '@'] = given.args ?? [];
    const names = given.names.filter((name) => `@/${name}`.startsWith(`${folder}/`));
    expect((await find(filesOf(given), [folder, '--no-ignore'])).sort()).toEqual([...names].sort());
  });
});

describe('of a folder in a repository', () => {
  const files = {
    '.gitignore': 'x.yaml\nout/\n',
    '.git/HEAD': 'ref: refs/heads/main\n',
    'd/.gitignore': 'y.yaml',
    'd/e/a.yaml': BAD,
    'd/e/x.yaml': BAD,
    'd/e/y.yaml': BAD,
    'd/out/x.yaml': BAD,
  };

  test('leaves out what the folders above say, up to its root', async () => {
    expect(await find(files, ['@/d/e'])).toEqual(['d/e/a.yaml']);
  });

  test('leaves out nothing that is named on purpose', async () => {
    expect(await find(files, ['@/d/out'])).toEqual(['d/out/x.yaml']);
  });

  test('leaves out nothing by a pattern of a folder above that root', async () => {
    const outer = Object.fromEntries(Object.entries(files).map(([name, text]) => [`repo/${name}`, text]));
    expect(await find({ '.gitignore': '*', ...outer }, ['@/repo/d/e'])).toEqual(['repo/d/e/a.yaml']);
  });

  test('leaves out what a worktree says, whose .git is a file', async () => {
    const { '.git/HEAD': _head, ...others } = files;
    expect(await find({ ...others, '.git': 'gitdir: elsewhere\n' }, ['@/d/e'])).toEqual(['d/e/a.yaml']);
  });

  test('without a repository, counts only what lies in it', async () => {
    const { '.git/HEAD': _head, ...others } = files;
    expect(await find(others, ['@/d/e'])).toEqual(['d/e/a.yaml', 'd/e/x.yaml', 'd/e/y.yaml']);
  });
});

describe('an ignore file leaves out nothing where it is', () => {
  const makers: Record<string, (path: string) => unknown> = {
    'a folder': (path) => mkdir(path),
    'a link to nothing': (path) => symlink('nowhere', path),
    'a loop of links': (path) => symlink('.gitignore', path),
    'a pipe': makePipe,
  };

  test.each(Object.entries(makers))('%s', async (_name, make) => {
    const folder = await temporaryFolder({ 'a.yaml': BAD, 'd/.git/HEAD': '', 'd/e/b.yaml': BAD });
    await make(join(folder, '.gitignore'));
    await make(join(folder, 'd/.gitignore'));
    expect(filesIn((await reportOn(['@', '@/d/e'], { folder })).findings)).toEqual(['@/a.yaml', '@/d/e/b.yaml']);
  });
});
