import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { version } from '../../rule/version.ts';
import { runIn, start } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

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
const execute = async (args: readonly string[], input = '') => runIn(await temporaryFolder(files), args, { input });

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
    const { child, told, ended } = start(command, join(cwd, file));
    child.stdout?.destroy();
    expect({ code: await ended, told: told() }).toEqual({ code: expected, told: '' });
  });
});
