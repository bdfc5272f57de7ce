import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { group, template } from '../../../support/check.ts';
import { runIn } from '../../../support/program.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** Runs the built program in a folder, as a person does in a repository. */
const checkIn = (cwd: string, ...args: readonly string[]) => runIn(cwd, ['check', ...args]);

const BASELINE = ['--baseline', 'known.json'];

/** A repository with two old findings, which its baseline knows. */
const oldRepository = async (): Promise<string> => {
  const folder = await temporaryFolder({ 'a.yaml': template(group('A')), 'b.yaml': template(group('B')) });
  expect(await checkIn(folder, ...BASELINE, '--write-baseline')).toEqual({
    code: 0,
    out: 'No findings, 2 known in 2 templates.\n',
    err: 'egress-guard: 2 findings are known now, in known.json.\n',
  });
  return folder;
};

describe('a baseline', () => {
  test('is a list that can be read and compared', async () => {
    const folder = await oldRepository();
    expect(JSON.parse(await readFile(join(folder, 'known.json'), 'utf8'))).toEqual({
      version: 1,
      findings: ['a', 'b'].map((name) => ({
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}:1$/),
        ruleId: 'security_group_egress_with_all_protocols',
        file: `${name}.yaml`,
        logicalId: name.toUpperCase(),
        path: `/Resources/${name.toUpperCase()}/Properties/SecurityGroupEgress/0/IpProtocol`,
      })),
    });
  });

  test('lets pass what it knows, also on other lines, and no new finding', async () => {
    const folder = await oldRepository();
    await writeFile(join(folder, 'a.yaml'), `# moved\n\n${template(group('Other', 'tcp'), group('A'))}`);
    expect(await checkIn(folder, ...BASELINE)).toMatchObject({ code: 0, err: '' });
    await writeFile(join(folder, 'a.yaml'), template(group('A'), group('New')));
    const { code, out } = await checkIn(folder, ...BASELINE);
    expect(code).toBe(1);
    expect(out).toContain('New (AWS::EC2::SecurityGroup)');
    expect(out).not.toContain('A (AWS::EC2::SecurityGroup)');
    expect(out).toContain('1 finding, 2 known in 2 templates (3 files looked at).');
  });

  test('tells what of it is gone, and of a file that was not looked at nothing', async () => {
    const folder = await oldRepository();
    await writeFile(join(folder, 'a.yaml'), template(group('A', 'tcp')));
    const told =
      'egress-guard: 1 finding of the baseline is gone: A in a.yaml. check --baseline known.json --write-baseline takes it out.\n';
    expect(await checkIn(folder, ...BASELINE)).toMatchObject({ code: 0, err: told });
    expect(await checkIn(folder, 'b.yaml', ...BASELINE)).toMatchObject({ code: 0, err: '' });
    await rm(join(folder, 'a.yaml'));
    expect(await checkIn(folder, ...BASELINE)).toMatchObject({ code: 0, err: told });
  });

  test('is told in every format', async () => {
    const folder = await oldRepository();
    const json = JSON.parse((await checkIn(folder, ...BASELINE, '--format', 'json')).out);
    expect(json.summary).toMatchObject({ findings: 0, known: 2 });
    expect(json.known).toHaveLength(2);
    const sarif = JSON.parse((await checkIn(folder, ...BASELINE, '--format', 'sarif')).out);
    expect(sarif.runs[0].results.map(({ suppressions }: { suppressions: object[] }) => suppressions)).toEqual(
      Array(2).fill([{ kind: 'external', status: 'accepted', justification: 'The baseline knows it.' }]),
    );
    const junit = (await checkIn(folder, ...BASELINE, '--format', 'junit')).out;
    expect(junit).toContain('tests="3" failures="0" errors="0" skipped="2"');
    for (const format of ['github', 'compact'])
      expect((await checkIn(folder, ...BASELINE, '--format', format)).out).toBe('');
  });

  test.each<[string | undefined, readonly string[], string]>([
    [undefined, BASELINE, '--baseline known.json: '],
    ['{', BASELINE, '--baseline known.json: is no JSON object'],
    ['{"version":2,"findings":[]}', BASELINE, '/version is 2, and this version of Egress Guard reads 1.'],
    ['{"version":1}', BASELINE, '/findings is no list.'],
    ['{"version":1,"findings":[7]}', BASELINE, '/findings/0 is no object.'],
    ['{"version":1,"findings":[{"fingerprint":7}]}', BASELINE, '/findings/0/fingerprint is no text.'],
    [undefined, ['--write-baseline'], '--write-baseline needs --baseline FILE, which says where.'],
    [undefined, ['--baseline', ''], '--baseline is empty.'],
    ['{"version":1,"findings":[]}', [...BASELINE, '--format', 'json:known.json'], 'known.json: is read, too.'],
  ])('that is %j is refused with %j', async (text, args, told) => {
    const folder = await temporaryFolder({
      'a.yaml': template(group('A')),
      ...(text !== undefined && { 'known.json': text }),
    });
    const { code, out, err } = await checkIn(folder, ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(told);
  });
});
