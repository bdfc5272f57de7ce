import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { text } from 'node:stream/consumers';
import { CreateStackCommand, paginateListStacks } from '@aws-sdk/client-cloudformation';
import { describe, expect, onTestFinished, test } from 'vitest';
import { answerXml, errorXml, parseQuery } from '../../infra/sandbox/endpoint/query.ts';
import { ServiceError } from '../../infra/sandbox/endpoint/service-error.ts';
import { BAD, GOOD, startSandbox, statusOf } from '../support/sandbox.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Runs the command with so many megabytes of memory for its objects. */
const runWithin = (megabytes: number, args: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const command = [`--max-old-space-size=${megabytes}`, 'dist/cli/index.js', ...args];
    execFile(execPath, command, { env, maxBuffer: 2 ** 28 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err });
    });
  });

describe('under load', () => {
  test('each of a hundred stacks at once comes to its own end', async () => {
    const aws = await startSandbox();
    const names = Array.from({ length: 100 }, (_, index) => `app-${index}`);
    await Promise.all(
      names.map((StackName, index) =>
        aws.client.send(new CreateStackCommand({ StackName, TemplateBody: index % 2 === 0 ? GOOD : BAD })),
      ),
    );
    const underWay = async (): Promise<number> => {
      let count = 0;
      for await (const { StackSummaries = [] } of paginateListStacks({ client: aws.client }, {}))
        count += StackSummaries.filter(({ StackStatus = '' }) => StackStatus.endsWith('_IN_PROGRESS')).length;
      return count;
    };
    await expect.poll(underWay, { timeout: 90_000, interval: 500 }).toBe(0);
    const statuses = await Promise.all(names.map((name) => statusOf(aws, name)));
    expect(statuses).toEqual(names.map((_, index) => (index % 2 === 0 ? 'CREATE_COMPLETE' : 'ROLLBACK_COMPLETE')));
  });

  test('check reads 20,000 files in 128 MB', async () => {
    const folder = await temporaryFolder({});
    for (let part = 0; part < 100; part += 1) {
      await mkdir(join(folder, String(part)));
      const names = Array.from({ length: 200 }, (_, index) => join(folder, String(part), `${index}.json`));
      await Promise.all(names.map((name, index) => writeFile(name, index === 7 ? BAD : GOOD)));
    }
    const { code, out } = await runWithin(128, ['check', folder, '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out).summary).toMatchObject({ files: 20_000, findings: 100 });
  });

  test('audit reads 5,000 stacks in 256 MB, throttled all the while, one of them hostile', async () => {
    const origin = await serveStacks(5000);
    const env = { ...process.env, AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any', AWS_REGION: 'us-east-1' };
    const { code, out, err } = await runWithin(256, ['audit', '--endpoint-url', origin, '--format', 'json'], env);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^Account 123456789012, .*\n$/) });
    expect(JSON.parse(out).summary).toMatchObject({ stacks: 5000, findings: 500, undetermined: 10, unread: 0 });
  });
});

const PAGE = 100;

/** Ten entries, each an alias of aliases of aliases: written out, more than any memory holds. */
const BOMB = `x: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
${Array.from({ length: 12 }, (_, index) => `x${index}: &a${index + 1} [${Array(10).fill(`*a${index}`).join(', ')}]`).join('\n')}
Resources: {Sg: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupEgress: *a12}}}
`;

const templateOf = (index: number): string => {
  if (index === 13) return BOMB;
  return index % 10 === 0 ? BAD : GOOD;
};

/** Stands in for CloudFormation with so many stacks; refuses some calls as too many, which slows the client down. */
const serveStacks = async (count: number): Promise<string> => {
  const stackOf = (index: number) => ({
    ...{ StackName: `app-${index}`, StackStatus: 'CREATE_COMPLETE', CreationTime: new Date(0) },
    StackId: `arn:aws:cloudformation:us-east-1:123456789012:stack/app-${index}/${index}`,
  });
  let calls = 0;
  const answer = (action: string, input: Readonly<Record<string, unknown>>) => {
    if (action === 'GetCallerIdentity') return { Arn: 'arn:aws:iam::123456789012:user/a', Account: '123456789012' };
    calls += 1;
    if (calls % 500 === 0) throw new ServiceError('Throttling', 'Rate exceeded');
    if (action === 'GetTemplate')
      return { TemplateBody: templateOf(Number(String(input['StackName']).split('/').at(-1))) };
    const start = Number(input['NextToken'] ?? 0);
    const page = Array.from({ length: Math.min(PAGE, count - start) }, (_, index) => stackOf(start + index));
    return { Stacks: page, NextToken: start + PAGE < count ? String(start + PAGE) : undefined };
  };
  const server = createServer(async (request, response) => {
    const { action, input } = parseQuery(await text(request));
    try {
      response.end(answerXml(action, 'urn:x', answer(action, input)));
    } catch (error) {
      const fault = error instanceof ServiceError ? error : new ServiceError('InternalFailure', String(error), 500);
      response.writeHead(fault.status).end(errorXml(fault));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
