import { link, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeOutput } from '../../../cli/terminal/output-file.ts';
import { BAD, check, GOOD } from '../../support/check.ts';
import { run } from '../../support/command-line.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const files = {
  'a.yaml': BAD,
  'd/b.yaml': GOOD,
  'd/broken.yaml': `${BAD}  - [`,
  'parent.yaml':
    'Resources: { C: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: child.yml } }, S: { Type: AWS::EC2::SecurityGroupEgress } }',
  'child.yml': GOOD,
  'p.json': '{}',
  'exemptions.json': '{"version": 1, "exemptions": []}',
};

const READ = 'is read, too. Name another file to write to.';

const inputs: Record<string, readonly [args: readonly string[], output: string]> = {
  'a template that is named': [['@/a.yaml'], 'a.yaml'],
  'a template that is named, by another path': [['@/a.yaml'], 'd/../a.yaml'],
  'a template that is found in a folder': [['@'], 'd/b.yaml'],
  'a template that is found by a pattern': [['@/*.yaml'], 'a.yaml'],
  'a nested template': [['@/parent.yaml'], 'child.yml'],
  'a template that cannot be read': [['@/d'], 'd/broken.yaml'],
  'a parameter file': [['@/a.yaml', '--parameters', '@/p.json'], 'p.json'],
  'an exemptions document': [['@/a.yaml', '--exemptions', '@/exemptions.json'], 'exemptions.json'],
  'a link to a template': [['@/a.yaml'], 'link'],
  'another name of a template': [['@'], 'hard'],
};

const withLinks = async (): Promise<string> => {
  const folder = await temporaryFolder(files);
  await symlink('a.yaml', join(folder, 'link'));
  await link(join(folder, 'a.yaml'), join(folder, 'hard'));
  return folder;
};

describe('check --output never overwrites', () => {
  test.each(Object.entries(inputs))('%s', async (_name, [args, output]) => {
    const folder = await withLinks();
    const before = await readFile(join(folder, output), 'utf8');
    const { code, out, err } = await check([...args, '--output', `@/${output}`], { folder });
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `egress-guard: --output @/${output}: ${READ}\n` });
    expect(await readFile(join(folder, output), 'utf8')).toBe(before);
  });

  test('but the report of the run before, found in the folder', async () => {
    const folder = await temporaryFolder({ 'a.yaml': BAD });
    for (const format of ['json', 'json', 'sarif', 'sarif', 'text', 'text']) {
      const { code, err } = await check(['@', '--format', format, '--output', '@/report.json'], { folder });
      expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^1 finding in 1 template\b.*\n$/) });
    }
    expect(await readFile(join(folder, 'report.json'), 'utf8')).toContain('1 finding');
  });
});

describe('audit --output never overwrites', () => {
  test.each(['state', 'exemptions'])('what --%s names', async (option) => {
    const args = ['audit', `--${option}`, '@/exemptions.json', '--output', '@/d/../exemptions.json'];
    const { code, out, err } = await run(args, { files });
    expect({ code, out, err }).toEqual({
      code: 2,
      out: '',
      err: `egress-guard: --output @/d/../exemptions.json: ${READ}\n`,
    });
  });
});

test('simulate --log does not write over a parameter file', async () => {
  const { code, err } = await run(['simulate', '@/a.yaml', '--parameters', 'file://@/p.json', '--log', '@/p.json'], {
    files,
  });
  expect({ code, err }).toEqual({ code: 2, err: `egress-guard: --log @/p.json: ${READ}\n` });
});

test('a report has the rights of any new file', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'report');
  writeOutput(path, 'x');
  expect((await stat(path)).mode & 0o777).toBe(0o666 & ~process.umask());
});
