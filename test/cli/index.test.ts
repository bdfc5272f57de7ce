import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { version } from '../../rule/version.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PROGRAM = join(import.meta.dirname, '../../dist/cli/index.js');

const group = (protocol: string | number) =>
  JSON.stringify({
    Resources: {
      Sg: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress: [{ IpProtocol: protocol }] } },
    },
  });

const files = {
  'bad.json': group(-1),
  'good.json': group('tcp'),
  'circle.json': '{"Resources":{"A":{"Type":"T","DependsOn":"B"},"B":{"Type":"T","DependsOn":"A"}}}',
};

/** Runs the built program in the folder of the files. */
const execute = async (args: readonly string[], input = '') => {
  const cwd = await temporaryFolder(files);
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PROGRAM, ...args], { cwd }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, out: stdout, err: stderr }),
    );
    child.stdin?.end(input);
  });
};

const output = (code: number, out: string, err = '') => ({ code, out: expect.stringContaining(out), err });

describe('the program', () => {
  test('ends with 0 where a stack passes', async () => {
    expect(await execute(['simulate', 'good.json'])).toEqual(output(0, 'Deployed: stack good is CREATE_COMPLETE.\n'));
  });

  test('ends with 1 where a stack is blocked', async () => {
    expect(await execute(['simulate', 'bad.json'])).toEqual(output(1, 'Blocked: stack bad is ROLLBACK_COMPLETE'));
  });

  test('ends with 2 and one line where it is used wrongly', async () => {
    const line = 'egress-guard: none.json: it does not exist. Name a CloudFormation template.\n';
    expect(await execute(['simulate', 'none.json'])).toEqual(output(2, '', line));
  });

  test('ends with 2 and one line where a template cannot be deployed', async () => {
    const line = 'egress-guard: circle.json: Circular dependency between resources: [A, B]\n';
    expect(await execute(['simulate', 'circle.json'])).toEqual(output(2, '', line));
  });

  test('reads standard input', async () => {
    expect(await execute(['simulate', '-'], group(-1))).toEqual(output(1, 'Blocked: stack stack is'));
  });

  test('knows its version', async () => {
    expect(await execute(['--version'])).toEqual(output(0, `${version}\n`));
  });

  test.each([
    ['simulate', 'good.json', 0],
    ['check', 'bad.json', 1],
  ])('says nothing where its reader has left: %s %s', async (command, file, expected) => {
    const cwd = await temporaryFolder(files);
    const child = spawn(process.execPath, [PROGRAM, command, file], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    const complaints: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
    const [code, signal] = await once(child, 'close');
    expect({ code, signal, complaints }).toEqual({ code: expected, signal: null, complaints: [] });
  });
});
