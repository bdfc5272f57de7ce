import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pages, withTable } from './doc-tables.ts';

for (const page of pages) {
  const path = join(import.meta.dirname, '../..', page);
  await writeFile(path, withTable(page, await readFile(path, 'utf8')));
}
