import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runFunction } from '../../infra/sandbox/run-function.ts';
import { allOut, groupOf, resourceEvent, tcpOut, templateEvent } from '../support/events.ts';
import { BAD, BUNDLES, eventsOf, startSandbox, statusOf } from '../support/sandbox.ts';
import { temporaryBundle } from '../support/temporary-folder.ts';
import {
  allButTheGroup,
  differenceFrom,
  environmentOf,
  type Fault,
  gateFaults,
  serveS3,
  templateFaults,
} from './fault-table.ts';

const MODULES = join(import.meta.dirname, '../../node_modules');

/** The bundle of a function, with what the fault puts before it. */
const bundleWith = async (name: 'resource' | 'template', { before, isAlone }: Fault): Promise<string> => {
  const file = `dist/handler/${name}.js`;
  if (!isAlone && before === undefined) return file;
  return temporaryBundle(`${before ?? ''};${await readFile(file, 'utf8')}`);
};

const ask = async (
  name: 'resource' | 'template',
  event: (origin: string) => unknown,
  fault: Fault,
): Promise<unknown> => {
  const { origin, close } = await serveS3(fault.s3);
  onTestFinished(close);
  const settings = environmentOf(fault, origin, MODULES);
  const ending = await runFunction({ bundle: await bundleWith(name, fault), settings }, event(origin));
  return 'answer' in ending ? JSON.parse(ending.answer) : undefined;
};

describe('the gate, asked about an open group', () => {
  test.each(Object.entries(gateFaults))('refuses it, whatever fails: %s', async (_name, [fault, outcome]) => {
    const answer = await ask('resource', () => resourceEvent(groupOf(allOut)), fault);
    expect(differenceFrom(outcome, answer)).toBeUndefined();
  });

  test('lets a group pass that names its protocols, although all that it does not need fails', async () => {
    const event = () => resourceEvent(groupOf(tcpOut));
    expect(await ask('resource', event, allButTheGroup)).toMatchObject({ hookStatus: 'SUCCESS' });
  });
});

describe('the template function, asked about a stack that it cannot read', () => {
  test.each(Object.entries(templateFaults))(
    'leaves it to the gate, and says so: %s',
    async (_name, [fault, outcome]) => {
      const event = (origin: string) => templateEvent('STACK', `${origin}/payload`);
      expect(differenceFrom(outcome, await ask('template', event, fault))).toBeUndefined();
    },
  );
});

/** The bundle of a function that brings its whole world along: the sandbox gives it one in which nothing is amiss. */
const bundleInWorld = async (name: 'resource' | 'template', fault: Fault): Promise<string> => {
  const { origin, close } = await serveS3(fault.s3);
  onTestFinished(close);
  const world = { NODE_PATH: '', ...environmentOf(fault, origin, MODULES) };
  const before = `Object.assign(process.env, ${JSON.stringify(world)}); require('module').Module._initPaths();`;
  return bundleWith(name, { ...fault, before: `${before}${fault.before ?? ''}` });
};

const broken: Readonly<Record<string, Fault>> = {
  'it does not load': { before: "throw new Error('no')" },
  'it ends the process': { before: 'process.exit(1)' },
};

const faultsOf = (table: Readonly<Record<string, readonly [Fault, unknown]>>): [string, Fault][] =>
  Object.entries(table).map(([name, [fault]]) => [name, fault]);

describe('an open stack in the sandbox is blocked by the gate, whatever fails', () => {
  test.each([
    ...[...faultsOf(gateFaults), ...Object.entries(broken)].map(([name, fault]) => ['resource', name, fault] as const),
    ...[...faultsOf(templateFaults), ...Object.entries(broken)].map(
      ([name, fault]) => ['template', name, fault] as const,
    ),
  ])('of the %s function: %s', async (name, _fault, fault) => {
    const aws = await startSandbox({}, { bundles: { ...BUNDLES, [name]: await bundleInWorld(name, fault) } });
    await aws.client.send(new CreateStackCommand({ StackName: 'app', TemplateBody: BAD }));
    await expect.poll(() => statusOf(aws, 'app'), { timeout: 20_000 }).toBe('ROLLBACK_COMPLETE');
    expect((await eventsOf(aws, 'app')).join()).toContain('Sg CREATE_FAILED');
  });
});
