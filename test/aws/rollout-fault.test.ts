import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, test } from 'vitest';
import { environment, runCommand } from './support/command.ts';
import { useEmptyAccount } from './support/empty-account.ts';
import { answerInstances, answerOperation, answerResults, answerStackSet } from './support/stack-set-answers.ts';

const UNIT = 'ou-ab12-aaaaaaaa';
const CALLER = 'Account 123456789012, Region us-east-1, as arn:aws:sts::123456789012:user/moto\n';
const STARTED = /Operation [-0-9a-f]{36} \(CREATE_INSTANCES\) has started\.\n/;

const account = useEmptyAccount();

const toRollOut = () => [
  ...['rollout', '--endpoint-url', account.standIn.origin],
  ...['--ou', UNIT, '--target-region', 'eu-west-1', '--yes'],
];

const rollout = (...args: readonly string[]) => runCommand([...toRollOut(), ...args], environment);

const BUCKET = /^Created the bucket .*\n/m;

/** What is told besides who calls and that the bucket of the template was made. */
const errors = (err: string): string => err.replace(CALLER, '').replace(BUCKET, '');

beforeEach(async () => {
  answerResults(account.standIn, []);
});

describe('what AWS refuses is told in one line, with what to do', () => {
  const refusals: Record<string, readonly [action: string, code: string, message: string, told: RegExp]> = {
    'the organization does not trust StackSets': [
      'CreateStackSet',
      'ValidationError',
      'You must enable organizations access to operate a service managed stack set',
      /^egress-guard: StackSets may not act in the organization yet\. In the management account run: aws cloudformation activate-organizations-access\n$/,
    ],
    'the account is neither the management account nor a delegated administrator': [
      'CreateStackSet',
      'ValidationError',
      'You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set',
      /^egress-guard: account 123456789012 is not the management account of an organization\. Sign in to that one, or give --delegated-admin where .*\n$/,
    ],
    'the account is not registered as a delegated administrator': [
      'DescribeStackSet',
      'ValidationError',
      'Account used is not a delegated administrator',
      /^egress-guard: account 123456789012 is not registered as a delegated administrator of StackSets, or the caller lacks the permission organizations:ListDelegatedAdministrators\. .* --service-principal member\.org\.stacksets\.cloudformation\.amazonaws\.com --account-id 123456789012; .*\n$/,
    ],
    'another operation is under way': [
      'CreateStackInstances',
      'OperationInProgressException',
      'Another Operation on StackSet is in progress: 1',
      /^egress-guard: another operation of the stack set is under way\. Wait until egress-guard rollout status says that it ended, then run this again\.\n$/,
    ],
    'a permission is missing': [
      'CreateStackInstances',
      'AccessDenied',
      'User: arn:aws:iam::123456789012:user/a is not authorized to perform: cloudformation:CreateStackInstances on resource: x',
      /^egress-guard: the permission cloudformation:CreateStackInstances is missing\. AWS says: User: .*\n$/,
    ],
    'the token has expired': [
      'CreateStackSet',
      'ExpiredToken',
      'The security token included in the request is expired',
      /^egress-guard: the credentials have expired\. Sign in again, then run the same command\.\n$/,
    ],
    'anything else': [
      'CreateStackInstances',
      'ValidationError',
      'Region eu-west-9 is\nnot enabled',
      /^egress-guard: AWS refused \(ValidationError\): Region eu-west-9 is\\u000anot enabled\n$/,
    ],
  };

  test.each(Object.entries(refusals))('%s', async (_name, [action, code, message, told]) => {
    account.standIn.refuse(action, code, message);
    const run = await rollout();
    expect({ code: run.code, err: errors(run.err) }).toEqual({ code: 2, err: expect.stringMatching(told) });
  });

  test('a unit that the stack set does not have', async () => {
    answerStackSet(account.standIn, { units: { [UNIT]: ['eu-west-1'] } });
    answerInstances(account.standIn, []);
    account.standIn.refuse(
      'UpdateStackInstances',
      'ValidationError',
      `Organizational unit ${UNIT} not found in StackSet`,
    );
    const args = ['rollout', 'mode', 'fail', '--ou', UNIT, '--yes', '--endpoint-url', account.standIn.origin];
    const { err } = await runCommand(args, environment);
    expect(err).toContain(
      `egress-guard: AWS says: Organizational unit ${UNIT} not found in StackSet. Name organizational units`,
    );
  });
});

describe('a stack set that is not ours to change', () => {
  test('because of its permission model', async () => {
    answerStackSet(account.standIn, { units: {}, permissionModel: 'SELF_MANAGED' });
    const run = await rollout();
    expect(run.code).toBe(2);
    expect(errors(run.err)).toMatch(
      /^egress-guard: the stack set egress-guard has the permission model SELF_MANAGED, and AWS cannot change that .*--stack-set-name, or remove that one first\.\n$/,
    );
  });

  test('because it was made from another template', async () => {
    answerStackSet(account.standIn, { units: {}, template: 'Resources: {}' });
    expect(errors((await rollout()).err)).toMatch(
      /^egress-guard: the stack set egress-guard was not made from the template of Egress Guard\./,
    );
  });

  test('because there is none', async () => {
    const { code, err } = await runCommand(
      ['rollout', 'status', '--endpoint-url', account.standIn.origin],
      environment,
    );
    expect({ code, err: errors(err) }).toEqual({
      code: 2,
      err: 'egress-guard: there is no stack set egress-guard in this Region. Give the Region that it was made in with --region, its name with --stack-set-name, or --delegated-admin.\n',
    });
  });
});

describe('what passes by itself is tried again', () => {
  test('throttling', async () => {
    account.standIn.refuse('CreateStackInstances', 'Throttling', 'Rate exceeded', 2);
    expect((await rollout()).code).toBe(0);
  });

  test('a lost connection', async () => {
    account.standIn.hangUp('CreateStackInstances', 1);
    expect((await rollout()).code).toBe(0);
    const ids = account.standIn.calls
      .filter(({ action }) => action === 'CreateStackInstances')
      .map(({ parameters }) => parameters.get('OperationId'));
    // One id: AWS does it once, even where only the answer was lost.
    expect(ids).toEqual([expect.stringMatching(/./), ids[0]]);
  });
});

describe('more stacks than the account may have under way', () => {
  const LIMIT = ['LimitExceededException', 'StackSets: 10000 stack instance operations are in progress'] as const;

  const regionsAsked = () =>
    account.standIn.calls
      .filter(({ action }) => action === 'CreateStackInstances')
      .map(({ parameters }) => [1, 2, 3].flatMap((at) => parameters.get(`Regions.member.${at}`) ?? []).join(' '));

  test('are made in parts, one after the other', async () => {
    account.standIn.refuse('CreateStackInstances', ...LIMIT, 1);
    const { code, out, err } = await rollout('--target-region', 'us-east-1', '--target-region', 'us-west-2');
    expect({ code, out: out.includes('not begun') }).toEqual({ code: 0, out: false });
    expect(regionsAsked()).toEqual(['eu-west-1 us-east-1 us-west-2', 'eu-west-1 us-east-1', 'us-west-2']);
    expect(err).toContain('one half of it follows the other.\n');
    expect(err.match(new RegExp(STARTED, 'g'))).toHaveLength(2);
  });

  test('and what fails in the first part keeps the second from being begun', async () => {
    account.standIn.refuse('CreateStackInstances', ...LIMIT, 1);
    answerOperation(account.standIn, 'FAILED');
    const { code, out } = await rollout('--target-region', 'us-east-1');
    expect({ code, asked: regionsAsked() }).toEqual({ code: 2, asked: ['eu-west-1 us-east-1', 'eu-west-1'] });
    expect(out).toContain('1 of 3 steps were not begun.\n');
  });

  test('that cannot be parted are told, with what to do', async () => {
    account.standIn.refuse('CreateStackInstances', ...LIMIT);
    const { code, err } = await rollout();
    expect(code).toBe(2);
    expect(err).toMatch(
      /\negress-guard: AWS has as many .* under way, .*: 10000 .* raised .*, then run this again\.\n$/s,
    );
  });
});

describe('once an operation has started', () => {
  test('a fault while it is followed says that it goes on', async () => {
    account.standIn.refuse(
      'DescribeStackSetOperation',
      'ExpiredToken',
      'The security token included in the request is expired',
    );
    const run = await rollout();
    expect(run.code).toBe(2);
    expect(errors(run.err).replace(STARTED, '')).toBe(
      'What has been started goes on without this command. Follow it with: egress-guard rollout status --region us-east-1\n' +
        'egress-guard: the credentials have expired. Sign in again, then run the same command.\n',
    );
  });

  test('a fault while it is followed leaves a document for programs', async () => {
    account.standIn.refuse(
      'DescribeStackSetOperation',
      'ExpiredToken',
      'The security token included in the request is expired',
    );
    account.standIn.answer('CreateStackInstances', () => {
      account.standIn.refuse(
        'DescribeStackSet',
        'ExpiredToken',
        'The security token included in the request is expired',
      );
      return '<OperationId>operation-1</OperationId>';
    });
    const { code, out } = await rollout('--format', 'json');
    expect({ code, ...JSON.parse(out) }).toEqual({
      code: 2,
      stackSetName: 'egress-guard',
      region: 'us-east-1',
      managementAccount: '123456789012',
      problem: 'the credentials have expired. Sign in again, then run the same command.',
      isComplete: false,
      steps: [
        expect.objectContaining({ kind: 'CREATE_SET', isBegun: true }),
        expect.objectContaining({
          kind: 'CREATE_INSTANCES',
          isBegun: true,
          operation: { id: 'operation-1', action: 'CREATE_INSTANCES', status: 'RUNNING' },
        }),
      ],
    });
  });

  test('a refusal of a later step leaves a document for programs', async () => {
    account.standIn.refuse(
      'CreateStackInstances',
      'ExpiredToken',
      'The security token included in the request is expired',
    );
    const { code, out } = await rollout('--format', 'json');
    expect({ code, ...JSON.parse(out) }).toMatchObject({
      code: 2,
      problem: 'the credentials have expired. Sign in again, then run the same command.',
      steps: [{ isBegun: true }, { isBegun: false }],
    });
  });

  test('Ctrl-C leaves it to AWS, and says how to follow it', async () => {
    answerOperation(account.standIn, 'RUNNING');
    const child = spawn(process.execPath, ['dist/cli/index.js', ...toRollOut()], { env: environment });
    const closed = once(child, 'close');
    const out = text(child.stdout);
    let err = '';
    for await (const chunk of child.stderr) {
      err += chunk;
      if (STARTED.test(err)) break;
    }
    child.kill('SIGINT');
    const [code] = await closed;
    expect(code).toBe(130);
    expect(errors(err)).toMatch(STARTED);
    expect(await out).toMatch(
      /Operation [-0-9a-f]{36} goes on without this command\. Follow it with: egress-guard rollout status --region us-east-1\nThe same command again does what is left to do\.\n$/,
    );
    expect(account.standIn.calls.map(({ action }) => action)).not.toContain('StopStackSetOperation');
  });
});
