import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDeployOptions } from '../../../cli/command/deploy/options.ts';
import { readWish } from '../../../cli/command/rollout/desired-rollout.ts';
import { readArguments } from '../../../cli/command/rollout/options.ts';
import type { Terminal } from '../../../cli/terminal/terminal.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const terminal: Terminal = {
  out: () => undefined,
  err: () => undefined,
  input: async () => Buffer.from('[{"ParameterKey": "LogRetentionInDays", "ParameterValue": 30}]'),
  ask: async () => undefined,
  isInteractive: false,
  paint: (_format, text) => text,
};

const file = async (text: string): Promise<string> => {
  const folder = await temporaryFolder({ 'p.json': text });
  return `file://${join(folder, 'p.json')}`;
};

const deployed = async (...args: readonly string[]) => (await readDeployOptions(args, terminal)).given;

describe('deploy is given', () => {
  test('parameters in every spelling', async () => {
    const given = await deployed(
      '--parameter',
      'HookStatus=ENABLED',
      '--parameters=ParameterValue="a,b",ParameterKey=Names',
    );
    expect(given).toEqual({ HookStatus: 'ENABLED', Names: 'a,b' });
  });

  test('parameters in a file, over which a later value and an option win', async () => {
    const path = await file('{"HookStatus": "DISABLED", "ResourceFailureMode": "FAIL", "LogRetentionInDays": 90}');
    expect(await deployed('--parameters', path, '--parameters', 'HookStatus=ENABLED', '--warn')).toEqual({
      HookStatus: 'ENABLED',
      ResourceFailureMode: 'WARN',
      TemplateFailureMode: 'WARN',
      LogRetentionInDays: '90',
    });
  });

  test('nothing for a parameter that is to stay as it is', async () => {
    expect(await deployed('--parameters', 'ParameterKey=HookStatus,UsePreviousValue=true')).toEqual({});
  });

  test('standard input', async () => {
    expect(await deployed('--parameters', '-')).toEqual({ LogRetentionInDays: '30' });
  });
});

describe('rollout is given', () => {
  const wished = async (...args: readonly string[]) =>
    (await readWish(readArguments(args).values, terminal, 'dist')).parameters;

  test('parameters by hand and in a file', async () => {
    const path = await file('[{"ParameterKey": "HookStatus", "ParameterValue": "DISABLED"}]');
    const parameters = await wished('--parameters', path, '--parameter', 'LogRetentionInDays=90');
    expect(Object.fromEntries(parameters)).toEqual({ HookStatus: 'DISABLED', LogRetentionInDays: '90' });
  });

  test('nothing for a parameter that is to stay as it is', async () => {
    expect((await wished('--parameters', '[{"ParameterKey": "HookStatus", "UsePreviousValue": true}]')).size).toBe(0);
  });
});
