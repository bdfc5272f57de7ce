import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { listen } from '../../../../infra/sandbox/endpoint/endpoint.ts';
import { applyPatch } from '../../../../infra/sandbox/endpoint/json-patch.ts';
import { answerXml, parseQuery } from '../../../../infra/sandbox/endpoint/query.ts';
import { createGood, GOOD, startSandbox } from '../../../support/sandbox.ts';

describe('the query protocol', () => {
  test('has lists and structures in the names of its parameters', () => {
    const body =
      'Action=CreateStack&Version=2010-05-15&StackName=app&Parameters.member.2.ParameterKey=B&Parameters.member.1.ParameterKey=A&Parameters.member.1.ParameterValue=a%20b&Capabilities.member.1=CAPABILITY_IAM';
    expect(parseQuery(body)).toEqual({
      action: 'CreateStack',
      input: {
        StackName: 'app',
        Parameters: [{ ParameterKey: 'A', ParameterValue: 'a b' }, { ParameterKey: 'B' }],
        Capabilities: ['CAPABILITY_IAM'],
      },
    });
  });

  test.each(['', 'Action', '=', 'Action=a&A.=1&.=2&A..b=3', 'A.member=1&A.member.1=2', '__proto__.x=1&constructor=2'])(
    'is read without a fault, however malformed: %j',
    (body) => {
      expect(parseQuery(body)).toHaveProperty('action');
      expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
    },
  );

  test('answers in XML that holds nothing but what is meant', () => {
    const xml = answerXml('Get', 'urn:x', {
      Text: '<a>&\u0000',
      List: ['b', { C: true }],
      Gone: undefined,
      At: new Date(0),
    });
    expect(xml).toMatch(
      /^<GetResponse xmlns="urn:x"><GetResult><Text>&lt;a&gt;&amp;\\u0000<\/Text><List><member>b<\/member><member><C>true<\/C><\/member><\/List><At>1970-01-01T00:00:00.000Z<\/At><\/GetResult>/,
    );
  });
});

/** Sends a request with any headers, which `fetch` does not let. */
const send = (origin: string, headers: Readonly<Record<string, string>>, body: string | Buffer = '', path = '/') =>
  new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const call = request(`${origin}${path}`, { method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    call.on('error', reject).end(body);
  });

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const DELETION = 'Action=DeleteStack&StackName=app';

describe('the endpoint', () => {
  test.each([
    { host: 'example.com' },
    { host: '127.0.0.1.example.com' },
    { host: 'localhost.example.com:4599' },
    { origin: 'https://example.com' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
  ])('is not driven by a page in a browser: %j', async (headers) => {
    const aws = await startSandbox();
    await createGood(aws, 'app');
    const { status, text } = await send(aws.origin, { ...FORM, ...headers }, DELETION);
    expect({ status, text }).toEqual({ status: 403, text: expect.stringContaining('<Code>AccessDenied</Code>') });
    expect([...aws.sandbox.account.stacks.values()].map(({ status: one }) => one)).not.toContain('DELETE_COMPLETE');
  });

  test.each(['localhost', '127.0.0.1:1', '[::1]:4599', 'bucket.localhost:4599'])('answers to %s', async (host) => {
    const { origin } = await startSandbox();
    expect((await send(origin, { ...FORM, host }, 'Action=ListStacks')).status).toBe(200);
  });

  test('tells what it does not know, and what it does', async () => {
    const { origin, told } = await startSandbox();
    const { status, text } = await send(origin, FORM, 'Action=CreateStackSet');
    expect(status).toBe(400);
    expect(text).toMatch(
      /<Code>InvalidAction<\/Code><Message>The sandbox does not know the action CreateStackSet\. It knows AssumeRole, .*UpdateStack/,
    );
    expect(told).toContainEqual({
      kind: 'REFUSAL',
      action: 'CreateStackSet',
      code: 'InvalidAction',
      message: expect.any(String),
    });
  });

  test('takes no more than 16 MB, and goes on', async () => {
    const aws = await startSandbox();
    const { status, text } = await send(aws.origin, FORM, Buffer.alloc(50 * 1024 * 1024, 97));
    expect({ status, text }).toEqual({ status: 413, text: expect.stringContaining('RequestEntityTooLarge') });
    await createGood(aws, 'app', GOOD);
  });

  test.each(['/%zz', '/bucket/%E0%A4%A', '//', '/../../etc/passwd'])('answers to the path %s', async (path) => {
    const { origin } = await startSandbox();
    const response = await fetch(`${origin}${path}`);
    expect([400, 404, 200]).toContain(response.status);
    expect(await response.text()).not.toContain('root:');
  });

  test('has a port of its own', async () => {
    const { sandbox, origin } = await startSandbox();
    await expect(listen(sandbox, Number(new URL(origin).port))).rejects.toThrow('EADDRINUSE');
  });
});

const json = async (origin: string, target: string, input: unknown) => {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target };
  const { status, text } = await send(origin, headers, typeof input === 'string' ? input : JSON.stringify(input));
  return { status, answer: JSON.parse(text) };
};

const GROUP = 'AWS::EC2::SecurityGroup';

const desired = (IpProtocol: string) => ({
  TypeName: GROUP,
  DesiredState: JSON.stringify({ GroupDescription: 'x', SecurityGroupEgress: [{ IpProtocol, CidrIp: '0.0.0.0/0' }] }),
});

describe('Cloud Control', () => {
  test('creates, changes and deletes a group that passes', async () => {
    const { origin } = await startSandbox();
    const call = (action: string, input: unknown) => json(origin, `CloudApiService.${action}`, input);
    const { answer } = await call('CreateResource', desired('tcp'));
    const { Identifier, OperationStatus } = answer.ProgressEvent;
    expect(OperationStatus).toBe('SUCCESS');
    const PatchDocument = JSON.stringify([{ op: 'add', path: '/GroupDescription', value: 'y' }]);
    await call('UpdateResource', { TypeName: GROUP, Identifier, PatchDocument });
    const read = await call('GetResource', { TypeName: GROUP, Identifier });
    expect(JSON.parse(read.answer.ResourceDescription.Properties)).toMatchObject({ GroupDescription: 'y' });
    await call('DeleteResource', { TypeName: GROUP, Identifier });
    expect(await call('GetResource', { TypeName: GROUP, Identifier })).toMatchObject({
      status: 404,
      answer: { __type: 'ResourceNotFoundException' },
    });
  });

  test('does not create one that is open, and tells what its hook said', async () => {
    const { origin, sandbox } = await startSandbox();
    const { answer } = await json(origin, 'CloudApiService.CreateResource', desired('-1'));
    expect(answer.ProgressEvent).toMatchObject({ OperationStatus: 'FAILED', ErrorCode: 'NonCompliant' });
    const { RequestToken, HooksRequestToken } = answer.ProgressEvent;
    const status = await json(origin, 'CloudApiService.GetResourceRequestStatus', { RequestToken });
    expect(status.answer.HooksProgressEvent).toMatchObject([
      { HookStatus: 'HOOK_COMPLETE_FAILED', HookStatusMessage: expect.stringContaining('allows all protocols') },
    ]);
    expect(sandbox.account.results).toMatchObject([{ target: { kind: 'CLOUD_CONTROL', id: HooksRequestToken } }]);
    expect(sandbox.cloudControl.resources.size).toBe(0);
  });

  test.each([
    [
      'CloudApiService.CreateResource',
      { TypeName: 'AWS::S3::Bucket', DesiredState: '{}' },
      'UnsupportedActionException',
    ],
    ['CloudApiService.CreateResource', { TypeName: GROUP, DesiredState: '[' }, 'InvalidRequestException'],
    ['CloudApiService.GetResourceRequestStatus', { RequestToken: 'no' }, 'RequestTokenNotFoundException'],
    ['CloudApiService.ListResources', {}, 'InvalidAction'],
    ['AmazonSSM.GetParameter', { Name: '/other' }, 'ParameterNotFound'],
    ['Other.Thing', {}, 'InvalidAction'],
    ['CloudApiService.CreateResource', 'no JSON', 'SerializationException'],
  ])('refuses %s %j', async (target, input, __type) => {
    const { origin } = await startSandbox();
    const { status, answer } = await json(origin, target, input);
    expect({ status, answer }).toMatchObject({ status: expect.toBeOneOf([400, 404]), answer: { __type } });
  });
});

describe('a JSON Patch', () => {
  const before = { a: { 'b/c': [1, 2] }, d: 1 };

  test.each([
    [[{ op: 'replace', path: '/d', value: 2 }], { ...before, d: 2 }],
    [[{ op: 'remove', path: '/d' }], { a: before.a }],
    [[{ op: 'add', path: '/a/b~1c/-', value: 3 }], { ...before, a: { 'b/c': [1, 2, 3] } }],
    [[{ op: 'add', path: '/a/b~1c/0', value: 0 }], { ...before, a: { 'b/c': [0, 1, 2] } }],
    [[{ op: 'remove', path: '/a/b~1c/0' }], { ...before, a: { 'b/c': [2] } }],
    [[{ op: 'test', path: '/d', value: 1 }], before],
    [[{ op: 'replace', path: '', value: { e: 1 } }], { e: 1 }],
  ])('%j is applied', (patch, after) => {
    expect(applyPatch(before, patch)).toEqual(after);
    expect(before).toEqual({ a: { 'b/c': [1, 2] }, d: 1 });
  });

  test.each([[{}], [[{}]], [[{ op: 'move', path: '/d' }]], [[{ op: 'add', path: '/x/y', value: 1 }]]])(
    '%j is refused',
    (patch) => {
      expect(() => applyPatch(before, patch)).toThrow(expect.objectContaining({ code: 'InvalidRequestException' }));
    },
  );
});
