import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { run } from '../../../support/command-line.ts';

test('deploy refuses a built template whose code was changed', async () => {
  const built = await readFile('dist/egress-guard.template.yaml', 'utf8');
  const changed = built.replace('ZipFile: |', 'ZipFile: |\n          "other";');
  expect(changed).not.toBe(built);
  const { code, err } = await run(['deploy', '--template', '@/t.yaml', '--yes'], { files: { 't.yaml': changed } });
  expect(code).toBe(2);
  expect(err).toContain('@/t.yaml: is no built template of Egress Guard, or was changed since.');
});
