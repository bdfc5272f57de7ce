import { readFile } from 'node:fs/promises';
import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { groupWith } from '../support/audited-stack.ts';
import { clientFor, makeAccount } from './support/audit-account.ts';
import { environment, runCommand } from './support/command.ts';
import { startMoto } from './support/moto.ts';
import { actionsOf, onAnyResource, without } from './support/policy.ts';
import { type StandIn, startStandIn } from './support/stand-in.ts';
import { startStrictMoto } from './support/user.ts';

let moto: string;
let standIn: StandIn;

beforeAll(async () => {
  moto = await startMoto();
  await makeAccount(moto);
  standIn = await startStandIn(moto);
});

beforeEach(() => standIn.reset());

const audit = (...args: readonly string[]) => runCommand(['audit', '--endpoint-url', standIn.origin, ...args]);

const clean = 'Nothing would be blocked in 24 stacks.\n';

describe('an audit bears', () => {
  test('a connection that breaks now and then', async () => {
    standIn.hangUp('DescribeStacks', 1);
    standIn.hangUp('GetTemplate', 2);
    expect(await audit('--stack', 'clean-*')).toMatchObject({ code: 0, out: clean });
  });

  test('throttling', async () => {
    standIn.refuse('GetTemplate', 'Throttling', 'Rate exceeded', 4);
    expect(await audit('--stack', 'clean-*')).toMatchObject({ code: 0, out: clean });
  });
});

describe('an audit ends with one line, exit code 2, where', () => {
  const DENIED = 'User: arn:aws:iam::1:user/a is not authorized to perform: cloudformation:DescribeStacks';

  const faults: Record<string, readonly [prepare: () => void, message: string]> = {
    'the connection is lost': [
      () => standIn.hangUp('GetTemplate'),
      'no connection to ORIGIN (ECONNRESET). Check the network, then run it again.',
    ],
    'the credentials expire meanwhile': [
      () => standIn.refuse('GetTemplate', 'ExpiredToken', 'The security token included in the request is expired'),
      'the credentials have expired. Sign in again, then run the same command.',
    ],
    'stacks may not be described': [
      () => standIn.refuse('DescribeStacks', 'AccessDenied', DENIED),
      `the permission cloudformation:DescribeStacks is missing. AWS says: ${DENIED}`,
    ],
  };

  test.each(Object.entries(faults))('%s', async (_name, [prepare, message]) => {
    prepare();
    const { code, out, err } = await audit('--stack', 'clean-1');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.split('\n').slice(1)).toEqual([`egress-guard: ${message.replace('ORIGIN', standIn.origin)}`, '']);
  });
});

describe('the policy for audit', () => {
  const readPolicy = async () => JSON.parse(await readFile('infra/policy/audit.json', 'utf8'));

  const auditAs = async (policy: object) => {
    const prepare = async (origin: string): Promise<void> => {
      const made = new CreateStackCommand({ StackName: 'app', TemplateBody: groupWith("'-1'") });
      await clientFor(origin).send(made);
    };
    const { origin, user } = await startStrictMoto(onAnyResource(policy), prepare, 1);
    return runCommand(['audit', '--endpoint-url', origin], { ...environment, ...user });
  };

  test('suffices', async () => {
    const { code, out } = await auditAs(await readPolicy());
    expect(code).toBe(1);
    expect(out).toContain('\n1 entry in 1 of 1 stack would be blocked.\n');
  });

  test('is needed to list stacks', async () => {
    const { code, err } = await auditAs(without(await readPolicy(), 'cloudformation:DescribeStacks'));
    expect(code).toBe(2);
    expect(err).toContain('egress-guard: the permission cloudformation:DescribeStacks is missing.');
  });

  test('is needed to read templates', async () => {
    const { code, out } = await auditAs(without(await readPolicy(), 'cloudformation:GetTemplate'));
    expect(code).toBe(2);
    expect(out).toContain('\n  app: the permission cloudformation:GetTemplate is missing');
  });

  test('has no other action but ListStacks, which AWS asks for where all stacks are described, and moto does not', async () => {
    expect([...actionsOf(await readPolicy())].sort()).toEqual([
      'cloudformation:DescribeStacks',
      'cloudformation:GetTemplate',
      'cloudformation:ListStacks',
    ]);
  });
});
