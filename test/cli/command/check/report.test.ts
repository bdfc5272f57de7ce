import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BAD, GOOD, group, template } from '../../../support/check.ts';
import { run } from '../../../support/command-line.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const files = {
  'bad.yaml': BAD,
  'good.yaml': GOOD,
  'open.yaml': template(group('Sg', '!ImportValue protocol')),
  'broken.yaml': 'Resources: {Sg: {Type: AWS::EC2::SecurityGroup',
};

const MESSAGE =
  'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0. Name the protocol and ports it needs, e.g. tcp 443.';

const check = (args: readonly string[], given: object = { files }) => run(['check', ...args], given);

describe('a report', () => {
  test('for editors and grep has a line a finding', async () => {
    const { out } = await check(['@/bad.yaml', '@/open.yaml', '@/broken.yaml', '--format', 'compact']);
    const [first, second, third, ...more] = out.replaceAll(/^\S*\/(?=\w+\.yaml)/gm, '').split('\n');
    expect(first).toBe(`bad.yaml:6:11: error: ${MESSAGE} [security_group_egress_with_all_protocols]`);
    expect(second).toMatch(/^open\.yaml:6:\d+: warning: .*cannot be decided/);
    expect(third).toMatch(/^broken\.yaml:1:\d+: error: unreadable: /);
    expect(more).toEqual(['']);
  });

  test('for GitHub has a command of a workflow for each', async () => {
    const { out } = await check(['@/bad.yaml', '@/open.yaml', '@/broken.yaml', '--format', 'github']);
    const [first, second, third] = out.split('\n');
    expect(first).toMatch(
      /^::error file=[^,]*bad\.yaml,line=6,col=11,title=Security group egress with all protocols::Sg \(AWS::EC2::SecurityGroup\) SecurityGroupEgress\[0\] allows/,
    );
    expect(second).toMatch(/^::warning file=[^,]*open\.yaml,line=6,/);
    expect(third).toMatch(/^::error file=[^,]*broken\.yaml,line=1,.*title=Unreadable template::/);
  });

  test('for GitHub escapes what would end a command or a property', async () => {
    const name = 'a,b:c%d.yaml';
    const { out } = await check([`@/${name}`, '--format', 'github'], { files: { [name]: BAD } });
    expect(out).toMatch(/file=[^,:]*a%2Cb%3Ac%25d\.yaml,line=6/);
  });

  test('for GitLab has a fingerprint that survives moved lines', async () => {
    const moved = `# moved\n\n${BAD}`;
    const folder = await temporaryFolder({ 'a.yaml': BAD });
    const other = await temporaryFolder({ 'a.yaml': moved });
    const issuesIn = async (path: string) =>
      JSON.parse(
        (
          await check(['@/a.yaml', '--format', 'gitlab'], {
            folder: path,
            files: path === folder ? { 'a.yaml': BAD } : { 'a.yaml': moved },
          })
        ).out,
      );
    const [[before], [after]] = [await issuesIn(folder), await issuesIn(other)];
    expect(before).toEqual({
      description: MESSAGE,
      check_name: 'security_group_egress_with_all_protocols',
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}:1$/),
      severity: 'major',
      location: { path: expect.stringContaining('a.yaml'), lines: { begin: 6 } },
    });
    expect(after.location.lines.begin).toBe(8);
  });

  test('may be of several kinds at once, one of them to standard output', async () => {
    const folder = await temporaryFolder(files);
    const args = ['--format', 'compact', '--format', `sarif:${folder}/a.sarif`, '--format', `gitlab:${folder}/a.json`];
    const { code, out, err } = await check([join(folder, 'bad.yaml'), ...args]);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out.split('\n')).toHaveLength(2);
    expect(JSON.parse(await readFile(join(folder, 'a.sarif'), 'utf8')).runs[0].results).toHaveLength(1);
    expect(JSON.parse(await readFile(join(folder, 'a.json'), 'utf8'))).toHaveLength(1);
  });

  test('in files alone leaves the summary on standard error', async () => {
    const folder = await temporaryFolder(files);
    const { out, err } = await check([
      join(folder, 'bad.yaml'),
      '--format',
      'json',
      '--output',
      join(folder, 'a.json'),
    ]);
    expect({ out, err }).toEqual({ out: '', err: '1 finding in 1 template.\n' });
  });

  test.each([['--summary'], ['--format', 'summary']])('may be its numbers alone: %j', async (...args) => {
    expect(await check(['@/bad.yaml', ...args])).toMatchObject({ code: 1, out: '1 finding in 1 template.\n' });
  });

  test('may be no failure', async () => {
    expect((await check(['@/bad.yaml', '--exit-zero'])).code).toBe(0);
    expect((await check(['@/open.yaml', '--strict', '--exit-zero'])).code).toBe(0);
    expect((await check(['@/broken.yaml', '--exit-zero'])).code).toBe(2);
  });

  test.each<[readonly string[], string]>([
    [
      ['--format', 'json', '--format', 'sarif'],
      'would both go to standard output: give all but one a file, as in --format sarif:FILE.',
    ],
    [['--format', 'json', '--format', 'sarif', '--output', 'a'], 'would both go to a'],
    [['--format', 'json:a', '--format', 'sarif:a'], 'the report file "a" is named twice.'],
    [['--format', 'json:a', '--output', 'b'], '--output is for the report that has no file'],
    [['--format', 'json:'], '--format json: names no file after the colon.'],
    [['--format', 'jsn:a'], 'not "jsn"'],
    [['--summary', '--format', 'json'], '--summary is a format of its own'],
  ])('is refused where it is unclear where it goes: %j', async (args, told) => {
    const { code, out, err } = await check(['@/bad.yaml', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(told);
  });

  test('is not written over a template that it is of', async () => {
    expect(await check(['@/bad.yaml', '--format', 'json:@/bad.yaml'])).toMatchObject({ code: 2 });
  });
});

describe('--exclude', () => {
  const tree = {
    'a.yaml': BAD,
    'vendor/b.yaml': BAD,
    'vendor/deep/c.yaml': BAD,
    'd/e.yaml': BAD,
  };

  test.each<[readonly string[], number, number]>([
    [[], 4, 0],
    [['--exclude', '**/vendor'], 2, 2],
    [['--exclude', '**/vendor/'], 2, 2],
    [['--exclude', '**/e.yaml', '--exclude', '**/a.*'], 2, 2],
    [['--exclude', 'nothing'], 4, 0],
  ])('%j', async (args, findings, excluded) => {
    const { out } = await check(['@/', ...args, '--format', 'json'], { files: tree });
    expect(JSON.parse(out).summary).toMatchObject({ findings, notChecked: { excluded } });
  });

  test('leaves out files that are named, too, and says how many', async () => {
    const { out } = await check(['@/a.yaml', '@/d/e.yaml', '--exclude', '**/d'], { files: tree });
    expect(out).toContain('1 finding in 1 template. Not checked: 1 excluded.');
  });

  test('of nothing is wrong use', async () => {
    expect(await check(['@/', '--exclude', ''])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--exclude is empty'),
    });
  });
});
