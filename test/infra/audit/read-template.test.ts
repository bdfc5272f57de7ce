import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readTemplate } from '../../../infra/audit/read-template.ts';
import { type StandIn, startStandIn } from '../../aws/support/stand-in.ts';
import { stackId } from '../../support/audited-stack.ts';

const id = stackId('app');
const template = '<TemplateBody>Resources: {}</TemplateBody>';
const original = { kind: 'read', text: 'Resources: {}', isOriginal: true };

let standIn: StandIn;
let client: CloudFormationClient;

beforeAll(async () => {
  standIn = await startStandIn('http://127.0.0.1:9');
  client = new CloudFormationClient({
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
    endpoint: standIn.origin,
    maxAttempts: 1,
    region: 'eu-west-1',
  });
});

beforeEach(() => standIn.reset());

const read = () => readTemplate(client, id, new AbortController().signal);

const stages = () => standIn.calls.map(({ parameters }) => parameters.get('TemplateStage'));

/** Refuses the processed template, or all of them. */
const refuse = (code: string, message: string, status = 400, isAll = true): void =>
  standIn.answer('GetTemplate', ({ parameters }, response) => {
    if (!isAll && parameters.get('TemplateStage') === 'Original') return template;
    response.writeHead(status, { 'content-type': 'text/xml' });
    response.end(`<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`);
    return undefined;
  });

describe('a template', () => {
  test('is read with its macros run, by the id of the stack', async () => {
    standIn.answer('GetTemplate', () => template);
    expect(await read()).toEqual({ kind: 'read', text: 'Resources: {}', isOriginal: false });
    expect(stages()).toEqual(['Processed']);
    expect(standIn.calls[0]?.parameters.get('StackName')).toBe(id);
  });

  test('is read as it is written where the processed one is refused', async () => {
    refuse('ValidationError', 'No processed template', 400, false);
    expect(await read()).toEqual(original);
    expect(stages()).toEqual(['Processed', 'Original']);
  });

  test('is read as it is written where the processed one is empty', async () => {
    standIn.answer('GetTemplate', ({ parameters }) => (parameters.get('TemplateStage') === 'Original' ? template : ''));
    expect(await read()).toEqual(original);
  });
});

describe('a stack without a template to read', () => {
  const user = 'User: arn:aws:iam::1:user/a is not authorized to perform: cloudformation:GetTemplate';
  const unread: Record<string, readonly [code: string, message: string, status: number, reason: string]> = {
    'because that is not allowed': [
      'AccessDenied',
      `${user} on resource: ${id} because no identity-based policy allows the cloudformation:GetTemplate action`,
      403,
      'the permission cloudformation:GetTemplate is missing (because no identity-based policy allows the cloudformation:GetTemplate action)',
    ],
    'because that is not allowed, without a reason': [
      'AccessDenied',
      `${user} on resource: ${id}`,
      403,
      'the permission cloudformation:GetTemplate is missing',
    ],
    'because CloudFormation refuses both': [
      'ValidationError',
      'Not now',
      400,
      'AWS refused (ValidationError): Not now',
    ],
    'because CloudFormation fails': ['InternalFailure', 'Sorry', 500, 'AWS refused (InternalFailure): Sorry'],
    'because requests are throttled': [
      'Throttling',
      'Rate exceeded',
      400,
      'AWS kept throttling the requests (Throttling). Wait a minute, then run it again.',
    ],
    'whose reason has control characters': ['Odd', 'a\u202eb', 400, 'AWS refused (Odd): a\\u202eb'],
  };

  test.each(Object.entries(unread))('says so: %s', async (_name, [code, message, status, reason]) => {
    refuse(code, message, status);
    expect(await read()).toEqual({ kind: 'unread', reason });
  });

  test('says so where both are empty', async () => {
    standIn.answer('GetTemplate', () => '');
    expect(await read()).toEqual({ kind: 'unread', reason: 'CloudFormation gives no template of it' });
  });

  test('may be gone', async () => {
    refuse('ValidationError', `Stack with id ${id} does not exist`);
    expect(await read()).toEqual({ kind: 'gone' });
    expect(stages()).toEqual(['Processed']);
  });
});

describe('what would be the same for every stack', () => {
  test.each(['ExpiredToken', 'InvalidClientTokenId', 'SignatureDoesNotMatch', 'UnrecognizedClientException'])(
    '%s is thrown',
    async (code) => {
      refuse(code, 'no', 403);
      await expect(read()).rejects.toThrow(expect.objectContaining({ name: code }));
    },
  );

  test('a lost connection is thrown', async () => {
    standIn.hangUp('GetTemplate');
    await expect(read()).rejects.toThrow(expect.objectContaining({ code: 'ECONNRESET' }));
  });
});
