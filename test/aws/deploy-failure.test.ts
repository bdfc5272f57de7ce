import { CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from './support/command.ts';
import { useEmptyAccount } from './support/empty-account.ts';
import { toXml } from './support/hook-xml.ts';
import { registerAsDeployed } from './support/registration.ts';
import { playEvents, playStack, stopCommand } from './support/stack-play.ts';

// moto does everything at once and fails at nothing: what fails here, or takes time, is played by the stand-in, in the shapes
// of the SDK's model.

const ACCOUNT = 'Account 123456789012, Region us-east-1, as arn:aws:sts::123456789012:user/moto\n';

const account = useEmptyAccount();

const args = (...others: readonly string[]) => ['deploy', '--endpoint-url', account.standIn.origin, ...others];
const deploy = (...others: readonly string[]) => runCommand(args('--yes', ...others));

const stacks = async () => (await account.cloudFormation.send(new DescribeStacksCommand({}))).Stacks ?? [];
const actions = (): string[] => account.standIn.calls.map(({ action }) => action);
const count = (action: string): number => actions().filter((one) => one === action).length;

/** What is printed after a line that contains a text. */
const after = (out: string, text: string): string => out.slice(out.indexOf('\n', out.indexOf(text)) + 1);

beforeEach(async () => {
  registerAsDeployed(account.standIn, account.moto);
});

const review = { status: 'REVIEW_IN_PROGRESS' };
const creating = [
  { status: 'CREATE_IN_PROGRESS', reason: 'User Initiated' },
  { logicalId: 'FunctionRole', status: 'CREATE_IN_PROGRESS' },
  { logicalId: 'ExecutionRole', status: 'CREATE_IN_PROGRESS' },
];
const DENIED =
  'User: arn:aws:iam::123456789012:user/dev is not authorized to perform: iam:CreateRole on resource: role';
const failing = [
  { logicalId: 'FunctionRole', status: 'CREATE_FAILED', reason: DENIED },
  { logicalId: 'ExecutionRole', status: 'CREATE_FAILED', reason: 'Resource creation cancelled' },
  { status: 'ROLLBACK_IN_PROGRESS', reason: 'The following resource(s) failed to create: [FunctionRole].' },
];

describe('a stack that fails half-way', () => {
  const play = () => {
    account.standIn.answer('ExecuteChangeSet', () => '');
    playEvents(account.standIn, [[review], creating, [], failing, [{ status: 'ROLLBACK_COMPLETE' }]]);
  };

  test('is told as it goes, each event once, with the resource that failed first, why, and how the stack ended', async () => {
    play();
    const { code, out, err } = await deploy();
    expect(code).toBe(2);
    expect(
      after(out, ' added'),
    ).toBe(`12:00:00  CREATE_IN_PROGRESS  egress-guard (AWS::CloudFormation::Stack)  User Initiated
12:00:00  CREATE_IN_PROGRESS  FunctionRole (AWS::IAM::Role)
12:00:00  CREATE_IN_PROGRESS  ExecutionRole (AWS::IAM::Role)
12:00:00  CREATE_FAILED       FunctionRole (AWS::IAM::Role)  ${DENIED}
12:00:00  CREATE_FAILED       ExecutionRole (AWS::IAM::Role)  Resource creation cancelled
12:00:00  ROLLBACK_IN_PROGRESS  egress-guard (AWS::CloudFormation::Stack)  The following resource(s) failed to create: [FunctionRole].
12:00:00  ROLLBACK_COMPLETE   egress-guard (AWS::CloudFormation::Stack)
`);
    expect(err).toBe(
      `${ACCOUNT}egress-guard: the stack egress-guard ended in ROLLBACK_COMPLETE. First to fail: FunctionRole (AWS::IAM::Role) CREATE_FAILED: ${DENIED}\n`,
    );
  });

  test('is told to programs', async () => {
    play();
    const { code, out } = await deploy('--format', 'json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'FAILED',
      failure: { logicalId: 'FunctionRole', type: 'AWS::IAM::Role', status: 'CREATE_FAILED', reason: DENIED },
      problem: expect.stringMatching(/^the stack egress-guard ended in ROLLBACK_COMPLETE\. /),
    });
  });

  test('at a hook is told with what the hook says', async () => {
    const hook = { type: 'Acme::Org::Hook', status: 'HOOK_COMPLETE_FAILED', mode: 'FAIL', reason: 'No roles.' };
    account.standIn.answer('ExecuteChangeSet', () => '');
    const failed = { logicalId: 'FunctionRole', status: 'CREATE_FAILED', reason: 'The following hook(s) failed' };
    const asked = { logicalId: 'FunctionRole', status: 'CREATE_IN_PROGRESS', hook };
    playEvents(account.standIn, [[review], [asked, failed, { status: 'ROLLBACK_COMPLETE' }]]);
    const { err } = await deploy();
    expect(err).toContain(
      'First to fail: FunctionRole (AWS::IAM::Role) HOOK_COMPLETE_FAILED: Acme::Org::Hook: No roles.\n',
    );
  });
});

describe('a stack that was never created', () => {
  const history = [review, ...creating, ...failing, { status: 'ROLLBACK_COMPLETE' }];
  const gone = [{ status: 'DELETE_IN_PROGRESS' }, { status: 'DELETE_COMPLETE' }];

  test('is explained, deleted with consent, and made anew', async () => {
    playStack(account.standIn, { status: 'ROLLBACK_COMPLETE' }, 1);
    playEvents(account.standIn, [history, [], gone, [review], [{ status: 'CREATE_COMPLETE' }]]);
    const { code, out } = await deploy();
    expect(out.split('\n').slice(0, 4)).toEqual([
      'The stack egress-guard is ROLLBACK_COMPLETE: it was never created, and can only be deleted.',
      `First to fail: FunctionRole (AWS::IAM::Role) CREATE_FAILED: ${DENIED}`,
      '12:00:00  DELETE_IN_PROGRESS  egress-guard (AWS::CloudFormation::Stack)',
      '12:00:00  DELETE_COMPLETE     egress-guard (AWS::CloudFormation::Stack)',
    ]);
    expect({ code, deployed: out.includes('\nDeployed: the stack egress-guard is CREATE_COMPLETE.\n') }).toEqual({
      code: 0,
      deployed: true,
    });
    expect(actions().indexOf('DeleteStack')).toBeLessThan(actions().indexOf('CreateChangeSet'));
  });

  test('stays where a dry run finds it', async () => {
    playStack(account.standIn, { status: 'ROLLBACK_FAILED' });
    playEvents(account.standIn, [history]);
    const { code, err } = await deploy('--dry-run');
    expect({ code, err }).toEqual({
      code: 2,
      err: `${ACCOUNT}egress-guard: a dry run does not delete it, and so ends here.\n`,
    });
    expect(actions()).not.toContain('DeleteStack');
  });

  test('that cannot be deleted either is told, and nothing is made', async () => {
    playStack(account.standIn, { status: 'DELETE_FAILED' });
    account.standIn.answer('DeleteStack', () => '');
    const stuck = { logicalId: 'ResourceHook', status: 'DELETE_FAILED', reason: 'It is in use.' };
    playEvents(account.standIn, [history, [], [{ status: 'DELETE_IN_PROGRESS' }, stuck, { status: 'DELETE_FAILED' }]]);
    const { code, err } = await deploy();
    expect({ code, err }).toEqual({
      code: 2,
      err: `${ACCOUNT}egress-guard: the stack egress-guard ended in DELETE_FAILED. First to fail: ResourceHook (AWS::IAM::Role) DELETE_FAILED: It is in use.\n`,
    });
    expect(actions()).not.toContain('CreateChangeSet');
  });
});

describe('a stack that cannot be deployed to now', () => {
  const follow = 'aws cloudformation describe-stack-events --stack-name egress-guard --region us-east-1';
  const refused: Record<string, readonly [status: string, message: string]> = {
    'is created at the moment': [
      'CREATE_IN_PROGRESS',
      `the stack egress-guard is CREATE_IN_PROGRESS: another operation runs on it. Run this again when that is over. To follow it: ${follow}`,
    ],
    'cleans up': [
      'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      `the stack egress-guard is UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: another operation runs on it. Run this again when that is over. To follow it: ${follow}`,
    ],
    'is stuck': [
      'UPDATE_ROLLBACK_FAILED',
      'the stack egress-guard is UPDATE_ROLLBACK_FAILED: an update failed, and so did taking it back. Repair what hinders that, then run: aws cloudformation continue-update-rollback --stack-name egress-guard --region us-east-1',
    ],
  };

  test.each(Object.entries(refused))('because it %s', async (_name, [status, message]) => {
    playStack(account.standIn, { status });
    expect(await deploy()).toEqual({ code: 2, out: '', err: `${ACCOUNT}egress-guard: ${message}\n` });
    expect(actions()).toEqual(['GetCallerIdentity', 'DescribeStacks']);
  });

  test("because it is somebody else's, whose resources would be deleted", async () => {
    const TemplateBody = JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } });
    await account.cloudFormation.send(new CreateStackCommand({ StackName: 'shop', TemplateBody }));
    const { code, err } = await deploy('--stack-name', 'shop');
    expect({ code, err }).toEqual({
      code: 2,
      err: `${ACCOUNT}egress-guard: the stack shop is not one of Egress Guard (it has no parameter ResourceFailureMode or TemplateFailureMode), and is left alone. Give the name of the right one with --stack-name.\n`,
    });
    expect(actions()).toEqual(['GetCallerIdentity', 'DescribeStacks']);
  });
});

describe('a change set', () => {
  test('that AWS finds empty is deleted, and is no error', async () => {
    await deploy();
    const StatusReason =
      "The submitted information didn't contain changes. Submit different information to create a change set.";
    account.standIn.answer('DescribeChangeSet', () => toXml({ Status: 'FAILED', StatusReason }));
    account.standIn.calls.length = 0;
    const { code, out } = await deploy();
    expect({ code, out: out.split('\n')[1] }).toEqual({
      code: 0,
      out: 'No change: the stack egress-guard stays CREATE_COMPLETE.',
    });
    expect([count('DeleteChangeSet'), count('ExecuteChangeSet'), count('DeleteStack')]).toEqual([1, 0, 0]);
  });

  test('that AWS cannot make is deleted with the stack that it was to make, and the reason told', async () => {
    account.standIn.answer('DescribeChangeSet', () => toXml({ Status: 'FAILED', StatusReason: 'Transform failed.' }));
    const { code, err } = await deploy();
    const message = 'CloudFormation could not make the change set: Transform failed.';
    expect({ code, err }).toEqual({ code: 2, err: `${ACCOUNT}egress-guard: ${message}\n` });
    expect(await stacks()).toEqual([]);
  });

  test('is waited for, and read to its last page', async () => {
    const page = (name: string, NextToken?: string) => {
      const change = { Action: 'Modify', Replacement: 'True', LogicalResourceId: name, ResourceType: 'AWS::IAM::Role' };
      return toXml({ Status: 'CREATE_COMPLETE', Changes: [{ Type: 'Resource', ResourceChange: change }], NextToken });
    };
    let asked = 0;
    account.standIn.answer('DescribeChangeSet', ({ parameters }) => {
      asked += 1;
      if (asked === 1) return toXml({ Status: 'CREATE_PENDING' });
      return parameters.get('NextToken') === 'two' ? page('ExecutionRole') : page('FunctionRole', 'two');
    });
    const Bucket = 'egress-guard-artifacts-123456789012-us-east-1';
    await account.s3.send(new CreateBucketCommand({ Bucket }));
    const { code, out } = await deploy('--dry-run');
    expect({ code, out: out.split('\n').slice(1) }).toEqual({
      code: 0,
      out: [
        'CHANGE    RESOURCE       TYPE            WHAT',
        'replaced  FunctionRole   AWS::IAM::Role',
        'replaced  ExecutionRole  AWS::IAM::Role',
        '',
        '2 replaced',
        'A dry run: nothing of this was done.',
        '',
      ],
    });
  });
});

describe('AWS', () => {
  test('throttles twice, and the same request is sent again', async () => {
    account.standIn.refuse('CreateChangeSet', 'Throttling', 'Rate exceeded', 2);
    expect((await deploy()).code).toBe(0);
    const tokens = account.standIn.calls
      .filter(({ action }) => action === 'CreateChangeSet')
      .map(({ parameters }) => parameters.get('ClientToken'));
    expect(tokens).toHaveLength(3);
    expect(new Set(tokens).size).toBe(1);
  });

  test('breaks a connection, and the same request is sent again', async () => {
    account.standIn.hangUp('ExecuteChangeSet', 1);
    expect((await deploy()).code).toBe(0);
    const tokens = account.standIn.calls
      .filter(({ action }) => action === 'ExecuteChangeSet')
      .map(({ parameters }) => parameters.get('ClientRequestToken'));
    expect(tokens).toHaveLength(2);
    expect(new Set(tokens).size).toBe(1);
  });

  const TOLD = 'is not authorized to perform: cloudformation:ExecuteChangeSet on resource: stack';
  const refusals: Record<string, readonly [action: string, code: string, message: string, told: string]> = {
    'denies the change set': [
      'CreateChangeSet',
      'AccessDenied',
      'User: dev is not authorized to perform: cloudformation:CreateChangeSet on resource: stack',
      'the permission cloudformation:CreateChangeSet is missing. AWS says: User: dev is not authorized to perform: cloudformation:CreateChangeSet on resource: stack',
    ],
    'denies the execution': [
      'ExecuteChangeSet',
      'AccessDenied',
      `User: dev ${TOLD}`,
      `the permission cloudformation:ExecuteChangeSet is missing. AWS says: User: dev ${TOLD}`,
    ],
    'finds the credentials expired': [
      'DescribeStacks',
      'ExpiredToken',
      'The security token included in the request is expired',
      'the credentials have expired. Sign in again, then run the same command.',
    ],
    'does not let CloudFormation read the template': [
      'CreateChangeSet',
      'ValidationError',
      'S3 error: Access Denied\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
      'CloudFormation may not read the template in the bucket: it needs s3:GetObject and s3:GetObjectVersion. AWS says: S3 error: Access Denied\\u000aFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
    ],
  };

  test.each(Object.entries(refusals))('%s', async (_name, [action, errorCode, message, told]) => {
    account.standIn.refuse(action, errorCode, message);
    const { code, err } = await deploy();
    expect({ code, err }).toEqual({ code: 2, err: `${ACCOUNT}egress-guard: ${told}\n` });
  });

  test('refuses the execution, and neither change set nor stack is left', async () => {
    account.standIn.refuse('ExecuteChangeSet', 'ValidationError', 'not now');
    await deploy();
    expect(await stacks()).toEqual([]);
  });

  test('denies the events before the execution, and neither change set nor stack is left', async () => {
    account.standIn.refuse('DescribeStackEvents', 'AccessDenied', `User: dev ${TOLD}`);
    await deploy();
    expect(count('ExecuteChangeSet')).toBe(0);
    expect(await stacks()).toEqual([]);
  });

  test('denies the execution, and neither change set nor stack is left', async () => {
    account.standIn.refuse('ExecuteChangeSet', 'AccessDenied', `User: dev ${TOLD}`);
    await deploy();
    expect(await stacks()).toEqual([]);
  });
});

describe('credentials that expire while the stack is followed', () => {
  const EXPIRED = 'the credentials have expired. Sign in again, then run the same command.';
  const told = `the stack egress-guard goes on, and how it ends is not known here: ${EXPIRED} To follow it: aws cloudformation describe-stack-events --stack-name egress-guard --region us-east-1`;

  /** Refuses everything after so much has happened, as AWS does. */
  const play = (): void => {
    playEvents(account.standIn, [[review], creating]);
    account.standIn.answer('ExecuteChangeSet', () => {
      for (const action of ['DescribeStackEvents', 'DescribeStacks'])
        account.standIn.refuse(action, 'ExpiredToken', 'The security token included in the request is expired');
      return '';
    });
  };

  test('leave a document for programs', async () => {
    play();
    const { code, out, err } = await deploy('--format', 'json');
    expect({ code, ...JSON.parse(out) }).toEqual({
      code: 2,
      account: '123456789012',
      region: 'us-east-1',
      stackName: 'egress-guard',
      outcome: 'UNKNOWN',
      changes: expect.arrayContaining([expect.objectContaining({ logicalId: 'ResourceHook', action: 'added' })]),
      problem: told,
    });
    expect(err).toContain(`egress-guard: ${told}\n`);
  });

  test('at the end of it leave one, too', async () => {
    account.standIn.answer('ExecuteChangeSet', () => {
      account.standIn.refuse('DescribeStacks', 'ExpiredToken', 'The security token included in the request is expired');
      return '';
    });
    playEvents(account.standIn, [[review], [{ status: 'CREATE_COMPLETE' }]]);
    const { code, out } = await deploy('--format', 'json');
    expect({ code, ...JSON.parse(out) }).toMatchObject({
      code: 2,
      outcome: 'DEPLOYED',
      problem: `the stack egress-guard is CREATE_COMPLETE, and could not be read after that. ${EXPIRED}`,
    });
  });

  test('are told to people', async () => {
    play();
    const { code, out, err } = await deploy();
    expect({ code, err, last: out.split('\n').at(-2) }).toEqual({
      code: 2,
      err: `${ACCOUNT}egress-guard: ${told}\n`,
      last: expect.stringMatching(/^\d+ added$/),
    });
  });
});

const NO_STACK =
  '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id egress-guard does not exist</Message></Error></ErrorResponse>';

describe('Ctrl-C', () => {
  const goesOn =
    'no longer watching; the stack egress-guard goes on. To follow it: aws cloudformation describe-stack-events --stack-name egress-guard --region us-east-1';

  test('while the stack is made leaves it running, and says how to follow it', async () => {
    account.standIn.answer('ExecuteChangeSet', () => '');
    playEvents(account.standIn, [[review], creating]);
    const { code, err } = await stopCommand(args('--yes'), 'ExecutionRole (AWS::IAM::Role)\n');
    expect({ code, err }).toEqual({ code: 130, err: `${ACCOUNT}egress-guard: ${goesOn}\n` });
    expect([count('ExecuteChangeSet'), count('DeleteChangeSet'), count('DeleteStack')]).toEqual([1, 0, 0]);
  });

  test('while the change set is made leaves nothing', async () => {
    const isAsked = new Promise<void>((resolve) => {
      account.standIn.answer('DescribeChangeSet', () => {
        resolve();
        return toXml({ Status: 'CREATE_IN_PROGRESS' });
      });
    });
    const { code, err } = await stopCommand(args('--yes'), isAsked);
    expect({ code, err }).toEqual({ code: 130, err: `${ACCOUNT}egress-guard: interrupted; nothing was deployed.\n` });
    expect(await stacks()).toEqual([]);
    expect(count('DeleteChangeSet')).toBe(1);
  });

  test('before the change set is made makes none', async () => {
    const { code, err } = await stopCommand(args('--yes'), 'Created the bucket');
    expect({ code, err }).toEqual({ code: 130, err: `${ACCOUNT}egress-guard: interrupted; nothing was deployed.\n` });
    expect(await stacks()).toEqual([]);
    expect(count('CreateChangeSet')).toBe(0);
  });

  test('before the bucket is made makes nothing', async () => {
    const isAsked = new Promise<void>((resolve) => {
      account.standIn.answer('DescribeStacks', (_call, response) => {
        resolve();
        setTimeout(() => response.writeHead(400, { 'content-type': 'text/xml' }).end(NO_STACK), 500);
        return undefined;
      });
    });
    const { code, err } = await stopCommand(args('--yes'), isAsked);
    expect({ code, err }).toEqual({ code: 130, err: `${ACCOUNT}egress-guard: interrupted; nothing was deployed.\n` });
    expect([count('S3.PUT'), count('CreateChangeSet')]).toEqual([0, 0]);
  });
});
