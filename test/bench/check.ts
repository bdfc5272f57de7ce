import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { comparePairs } from './measure.ts';
import { type Command, node, timeOf } from './process.ts';
import { type Row, rowOf } from './row.ts';
import { usualTemplate, writeTemplates } from './templates.ts';

const here = import.meta.dirname;

export const check = (...args: readonly string[]): Command =>
  node(join(here, '../../dist/cli/index.js'), 'check', ...args);

/** What `check` takes as a whole process, for one template and for many. */
export async function measureCheck(folder: string, isShort: boolean): Promise<readonly Row[]> {
  const many = join(folder, 'many');
  mkdirSync(many);
  writeTemplates(many, isShort ? 2000 : 10_000);
  const rows: Row[] = [];
  for (const [name, protocol] of [
    ['without a group', undefined],
    ['that complies', 'tcp'],
    ['with a violation', '-1'],
  ] as const) {
    const path = join(folder, 'one.yaml');
    writeFileSync(path, usualTemplate(protocol));
    const code = protocol === '-1' ? 1 : 0;
    const comparison = await comparePairs(
      isShort ? 3 : 21,
      () => timeOf(check(path), code),
      () => timeOf(node('-e', '0')),
    );
    rows.push(rowOf({ what: `check of one template ${name}`, against: 'node -e 0', goal: 1.5 }, comparison));
  }
  const reading = node(join(here, 'read-all.cjs'), many);
  const comparison = await comparePairs(
    isShort ? 2 : 9,
    () => timeOf(check(many), 1),
    () => timeOf(reading),
  );
  const what = `check of ${isShort ? '2,000' : '10,000'} templates, one in 18 with egress`;
  return [...rows, rowOf({ what, against: 'Node reading them', goal: 2 }, comparison)];
}
