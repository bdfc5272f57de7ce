import { spawn } from 'node:child_process';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { groupWith } from '../support/audited-stack.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { answerAccount, clientFor, makeAccount } from './support/audit-account.ts';
import { environment, runCommand } from './support/command.ts';
import { startMoto } from './support/moto.ts';
import { type StandIn, startStandIn } from './support/stand-in.ts';

// moto makes the stacks; the stand-in adds what moto does not say of them: what is nested, denied, unprocessed or gone.

let moto: string;
let standIn: StandIn;

beforeAll(async () => {
  moto = await startMoto();
  await makeAccount(moto);
  standIn = await startStandIn(moto);
});

beforeEach(() => {
  standIn.reset();
  answerAccount(standIn, moto);
});

const args = (state: string): string[] => ['audit', '--endpoint-url', standIn.origin, '--state', state];

const statePath = async (): Promise<string> => join(await temporaryFolder(), 'audit.state');

/** The names of the stacks whose templates were read since the last reset, each once. */
const templatesRead = (): string[] => {
  const ids = standIn.calls.flatMap(({ action, parameters }) =>
    action === 'GetTemplate' ? [parameters.get('StackName') ?? ''] : [],
  );
  return [...new Set(ids.map((id) => id.split('/')[1] ?? ''))].sort();
};

const again = async (state: string) => {
  standIn.reset();
  answerAccount(standIn, moto);
  return runCommand(args(state));
};

const linesOf = async (path: string): Promise<number> => (await readFile(path, 'utf8')).split('\n').length - 1;

describe('an audit with a state', () => {
  test('reads again what could not be read, and nothing else', async () => {
    const state = await statePath();
    const first = await runCommand(args(state));
    expect(templatesRead()).toHaveLength(39);
    expect(await linesOf(state)).toBe(36);
    const second = await again(state);
    expect(second).toEqual(first);
    expect(templatesRead()).toEqual(['denied-1', 'denied-2', 'vanished']);
    expect(await linesOf(state)).toBe(36);
  });

  test('reads again what was asked differently', async () => {
    const state = await statePath();
    await runCommand(args(state));
    standIn.reset();
    answerAccount(standIn, moto);
    await runCommand([...args(state), '--allow-loopback-only']);
    expect(templatesRead()).toHaveLength(39);
  });

  test('reads again a stack that was updated', async () => {
    const state = await statePath();
    await runCommand(args(state));
    const TemplateBody = groupWith("'-1'", 'NewSg');
    await clientFor(moto).send(new UpdateStackCommand({ StackName: 'clean-3', TemplateBody }));
    const { out } = await again(state);
    expect(templatesRead()).toContain('clean-3');
    expect(templatesRead()).not.toContain('clean-4');
    expect(out).toContain('NewSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols');
  });

  test('goes on after a line that broke off', async () => {
    const state = await statePath();
    const first = await runCommand(args(state));
    await appendFile(state, '{"audit":2,"key":"[');
    expect(await again(state)).toEqual(first);
    expect(templatesRead()).toEqual(['denied-1', 'denied-2', 'vanished']);
  });
});

/** Stops the command once so many templates were asked for; the answers take a while. */
const interruptAfter = async (count: number, given: readonly string[]) => {
  const child = spawn(process.execPath, ['dist/cli/index.js', ...given], { env: environment });
  let err = '';
  child.stderr.on('data', (data) => {
    err += data;
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  while (templatesRead().length < count && child.exitCode === null) await sleep(5);
  child.kill('SIGINT');
  return { code: await ended, err };
};

describe('an audit that is interrupted', () => {
  const slowDown = (): void =>
    standIn.answer('GetTemplate', (_call, response) => {
      const result = `<GetTemplateResult><TemplateBody>${groupWith("'-1'")}</TemplateBody></GetTemplateResult>`;
      sleep(200).then(() => response.end(`<GetTemplateResponse>${result}</GetTemplateResponse>`));
      return undefined;
    });

  test('says how far it came, and goes on from there', async () => {
    const state = await statePath();
    slowDown();
    const { code, err } = await interruptAfter(10, args(state));
    expect(code).toBe(2);
    const [, done = ''] =
      /egress-guard: interrupted, (\d+) of 39 stacks done\. Run the same command again to go on\.\n$/.exec(err) ?? [];
    expect(await linesOf(state)).toBe(Number(done));
    expect(Number(done)).toBeGreaterThan(0);
    standIn.reset();
    answerAccount(standIn, moto);
    await runCommand(args(state));
    expect(templatesRead()).toHaveLength(39 - Number(done));
  });

  test('says what makes it go on, where there is no state', async () => {
    slowDown();
    const { code, err } = await interruptAfter(2, ['audit', '--endpoint-url', standIn.origin]);
    expect(code).toBe(2);
    expect(err).toMatch(/interrupted, \d+ of 39 stacks done\. Give --state FILE to be able to go on\.\n$/);
  });
});
