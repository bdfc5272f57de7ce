import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const pages = globSync(['*.md', 'docs/*.md']);

/** What a page refers to in this repository: by links, and the tests by their names. */
const referredIn = (page: string): readonly string[] => {
  const text = readFileSync(page, 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) =>
    join(dirname(page), link),
  );
  const tests = [...text.matchAll(/`(test\/[\w./*-]+)`/g)].map(([, path = '']) => path);
  return [...links, ...tests];
};

const headingsOf = (page: string): readonly string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );

describe.each(pages)('%s', (page) => {
  test('refers to nothing that is not there', () => {
    const missing = referredIn(page).filter((path) =>
      path.includes('*') ? globSync(path).length === 0 : !existsSync(path),
    );
    expect(missing).toEqual([]);
  });

  test('refers to headings that are there', () => {
    const anchors = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)];
    const missing = anchors.filter(
      ([, link = '', anchor = '']) => !headingsOf(link === '' ? page : join(dirname(page), link)).includes(anchor),
    );
    expect(missing.map(([text]) => text)).toEqual([]);
  });
});
