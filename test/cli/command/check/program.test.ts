import { describe, expect, test } from 'vitest';
import { BAD, GOOD } from '../../../support/check.ts';
import { runIn } from '../../../support/program.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** Runs the built program in a folder that holds a violation. */
const execute = async (args: readonly string[], input = '') => {
  const cwd = await temporaryFolder({ 'bad/a.yaml': BAD, 'good.yaml': GOOD });
  return runIn(cwd, ['check', ...args], { input });
};

describe('the program', () => {
  test('checks the folder that it is in, and names files from there', async () => {
    const { code, out, err } = await execute([]);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(/^bad\/a\.yaml:6:11 {2}all protocols/);
    expect(out).not.toContain('\u001b');
  });

  test('ends with 0 where everything complies', async () => {
    const { code, out } = await execute(['*.yaml']);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^No findings in 1 template\.\n$/) });
  });

  test('ends with 2 where something is unreadable, and prints what it found', async () => {
    const { code, out } = await execute(['none.yaml', 'bad']);
    expect(code).toBe(2);
    expect(out).toMatch(/^bad\/a\.yaml:6:11 .*\nnone\.yaml {2}unreadable\n/s);
  });

  test('ends with 2 and one line where it is used wrongly', async () => {
    expect(await execute(['--format', 'xml'])).toEqual({
      code: 2,
      out: '',
      err: 'egress-guard: --format takes text or json or sarif or junit or github or gitlab or compact or summary, not "xml".\n',
    });
  });

  test.each(['text', 'json', 'sarif', 'junit'])('prints the report as %s, and nothing else', async (format) => {
    const { code, out, err } = await execute(['-', '--format', format], BAD);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('security_group_egress_with_all_protocols');
    expect(out.endsWith('\n')).toBe(true);
  });
});

describe('colours', () => {
  const painted = async (env: NodeJS.ProcessEnv): Promise<boolean> => {
    const environment = { PATH: process.env['PATH'], ...env };
    const { out } = await runIn('.', ['check', '-'], { input: BAD, environment });
    return out.includes('\u001b[');
  };

  test.each<[NodeJS.ProcessEnv, boolean]>([
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '3', NO_COLOR: '1' }, true],
    [{ FORCE_COLOR: '0' }, false],
    [{ FORCE_COLOR: '' }, false],
  ])('are there where no terminal is, if they are forced: %j', async (env, isPainted) => {
    expect(await painted(env)).toBe(isPainted);
  });
});
