import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';

const DRAWN = ['rule', 'cdk', 'flow', 'handler', 'infra', 'cli'];

/** The folders that the page draws, each by its whole path. */
const drawnFolders = (): readonly string[] => {
  const [, drawing = ''] = readFileSync('docs/architecture.md', 'utf8').split('```');
  const path: string[] = [];
  return drawing.split('\n').flatMap((line) => {
    const [, indent = '', name] = /^((?: {2})*)([\w-]+)\//.exec(line) ?? [];
    if (name === undefined) return [];
    path.splice(indent.length / 2, path.length, name);
    return [path.join('/')];
  });
};

/** The folders of the source that Git knows. */
const folders = (): readonly string[] => {
  const files = execFileSync('git', ['ls-files', ...DRAWN], { encoding: 'utf8' })
    .trim()
    .split('\n');
  const parents = files.flatMap((file) => {
    const parts = dirname(file).split('/');
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  });
  return [...new Set(parents)];
};

test('the page on the architecture draws the folders that there are', () => {
  const drawn = drawnFolders().filter((folder) => DRAWN.includes(folder.split('/')[0] ?? ''));
  expect([...drawn].sort()).toEqual([...folders()].sort());
});

test('the files that it names are there', () => {
  const page = readFileSync('docs/architecture.md', 'utf8');
  const named = Array.from(page.matchAll(/`([\w/-]+\.ts)`/g), ([, name = '']) => name);
  const known = execFileSync('git', ['ls-files', ...DRAWN], { encoding: 'utf8' })
    .trim()
    .split('\n');
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !known.some((file) => `/${file}`.endsWith(`/${name}`)))).toEqual([]);
});
