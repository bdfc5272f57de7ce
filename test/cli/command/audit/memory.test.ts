import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openState } from '../../../../cli/command/audit/memory.ts';
import { evaluateStack, type StackEvaluation } from '../../../../infra/audit/evaluate-stack.ts';
import { groupWith, stackOf } from '../../../support/audited-stack.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const evaluation: StackEvaluation = evaluateStack(
  stackOf('app'),
  { kind: 'read', text: groupWith('-1'), isOriginal: false },
  {},
);

const statePath = async (): Promise<string> => join(await temporaryFolder(), 'audit.state');

describe('the state of an audit', () => {
  test('is there for the next run, for its owner only', async () => {
    const path = await statePath();
    openState(path, {}).keep(stackOf('app'), evaluation);
    expect(openState(path, {}).recall(stackOf('app'))).toEqual(evaluation);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('is written stack by stack, each on a line', async () => {
    const path = await statePath();
    const state = openState(path, {});
    const lines = async () => (await readFile(path, 'utf8')).split('\n').length - 1;
    expect(await lines()).toBe(0);
    state.keep(stackOf('app'), evaluation);
    expect(await lines()).toBe(1);
    state.keep(stackOf('other'), evaluation);
    expect(await lines()).toBe(2);
  });

  test('goes on after a line that broke off', async () => {
    const path = await statePath();
    openState(path, {}).keep(stackOf('app'), evaluation);
    const text = await readFile(path, 'utf8');
    await writeFile(path, `${text}${text.slice(0, 100)}`);
    openState(path, {}).keep(stackOf('other'), evaluation);
    const { recall } = openState(path, {});
    expect(recall(stackOf('app'))).toEqual(evaluation);
    expect(recall(stackOf('other'))).toEqual(evaluation);
    expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(4);
  });

  test('is not asked about where there is none', () => {
    const state = openState(undefined, {});
    state.keep(stackOf('app'), evaluation);
    expect(state.recall(stackOf('app'))).toBeUndefined();
  });

  test('leaves another file as it is', async () => {
    const path = await statePath();
    await writeFile(path, 'Resources: {}');
    expect(() => openState(path, {})).toThrow('is another file, not the state of an audit');
    expect(await readFile(path, 'utf8')).toBe('Resources: {}');
  });
});
