import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolder } from '../support/temporary-folder.ts';

const action = parse(readFileSync('action.yml', 'utf8'));

const script: string = action.runs.steps.at(-1).run;

const BAD = 'Resources: {Sg: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupEgress: [{IpProtocol: -1}]}}}\n';

/** Runs the last step of the action as a runner does. */
const runStep = (cwd: string, PATHS: string, OPTIONS = '') => {
  const env = {
    ...{ PATHS, OPTIONS, GITHUB_ACTION_PATH: resolve('.') },
    PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
  };
  const { status, stdout } = spawnSync('bash', ['-e', '-c', script], { cwd, env, encoding: 'utf8' });
  return { status, stdout };
};

describe('the action', () => {
  test('hands its inputs over in variables, and nowhere else', () => {
    expect(script).not.toContain('${{');
    expect(Object.keys(action.inputs)).toEqual(['paths', 'options']);
  });

  test('annotates what it finds, a path and an option a line', async () => {
    const folder = await temporaryFolder({
      'a b/bad.yaml': BAD,
      'good.yaml': 'Resources: {A: {Type: AWS::SNS::Topic}}\n',
    });
    const { status, stdout } = runStep(folder, 'a b\n\ngood.yaml\n', '--format\njson:report.json\n');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error file=a b\/bad\.yaml,line=1,/);
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).summary.templates).toBe(2);
    expect(runStep(folder, 'a b', '--exit-zero').status).toBe(0);
  });

  test('runs nothing of what it is handed', async () => {
    const folder = await temporaryFolder({ 'good.yaml': BAD });
    runStep(folder, '$(touch paths)\n`touch paths`\n"; touch paths; "', '$(touch options)');
    expect([existsSync(join(folder, 'paths')), existsSync(join(folder, 'options'))]).toEqual([false, false]);
  });
});

test('the hook for pre-commit passes over what is no template', () => {
  const [hook] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'));
  expect(hook.entry).toBe('npx --no-install egress-guard check --skip-non-templates --allow-empty');
  for (const name of ['a.yaml', 'a.yml', 'a.json', 'a.template']) expect(name).toMatch(new RegExp(hook.files));
  expect('a.ts').not.toMatch(new RegExp(hook.files));
});
