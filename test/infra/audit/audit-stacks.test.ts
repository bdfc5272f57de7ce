import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AuditRun, auditStacks } from '../../../infra/audit/audit-stacks.ts';
import { readStacks } from '../../../infra/audit/stack.ts';
import { type StandIn, startStandIn } from '../../aws/support/stand-in.ts';
import { groupWith, stackId, stackOf } from '../../support/audited-stack.ts';

let standIn: StandIn;
let cloudFormation: CloudFormationClient;

beforeAll(async () => {
  standIn = await startStandIn('http://127.0.0.1:9');
  cloudFormation = new CloudFormationClient({
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
    endpoint: standIn.origin,
    maxAttempts: 1,
    region: 'eu-west-1',
  });
});

beforeEach(() => standIn.reset());

const stacks = Array.from({ length: 30 }, (_, index) => stackOf(`app-${index}`));
const template = `<TemplateBody>${groupWith('-1')}</TemplateBody>`;

const runOf = (different: Partial<AuditRun> = {}): AuditRun => ({
  cloudFormation,
  settings: {},
  memory: { recall: () => undefined, keep: () => undefined },
  onDone: () => undefined,
  signal: new AbortController().signal,
  ...different,
});

const refuse = (response: ServerResponse, code: string): undefined => {
  response.writeHead(403, { 'content-type': 'text/xml' });
  response.end(`<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`);
  return undefined;
};

const answerAll = (responses: readonly ServerResponse[]): void => {
  for (const response of responses)
    response.end(`<GetTemplateResponse><GetTemplateResult>${template}</GetTemplateResult></GetTemplateResponse>`);
};

describe('an audit', () => {
  test('of no stacks asks nothing', async () => {
    expect(await auditStacks([], runOf())).toEqual([]);
    expect(standIn.calls).toEqual([]);
  });

  test('reads every stack, six at a time, and tells of each', async () => {
    const waiting: ServerResponse[] = [];
    let most = 0;
    // Answers once six wait, and a little later, so that a seventh would be seen.
    standIn.answer('GetTemplate', (_call, response) => {
      most = Math.max(most, waiting.push(response));
      if (waiting.length === 6) sleep(20).then(() => answerAll(waiting.splice(0)));
      return undefined;
    });
    const told: string[] = [];
    const done = await auditStacks(stacks, runOf({ onDone: ({ stack }) => told.push(stack.name) }));
    expect(done.map(({ outcome }) => outcome.kind)).toEqual(stacks.map(() => 'evaluated'));
    expect(done.map(({ stack }) => stack.name)).toEqual(stacks.map(({ name }) => name));
    expect(new Set(told)).toEqual(new Set(stacks.map(({ name }) => name)));
    expect(standIn.calls).toHaveLength(30);
    expect(most).toBe(6);
  });

  test('goes on after a stack that it may not read, and keeps what it could', async () => {
    standIn.answer('GetTemplate', ({ parameters }, response) =>
      parameters.get('StackName') === stackId('app-3') ? refuse(response, 'AccessDenied') : template,
    );
    const kept: string[] = [];
    const memory = { recall: () => undefined, keep: ({ name }: { name: string }) => void kept.push(name) };
    const done = await auditStacks(stacks, runOf({ memory }));
    const unread = done.filter(({ outcome }) => outcome.kind === 'unread').map(({ stack }) => stack.name);
    expect(unread).toEqual(['app-3']);
    expect(kept).toHaveLength(29);
    expect(kept).not.toContain('app-3');
  });

  test('does not ask again for what it knows', async () => {
    standIn.answer('GetTemplate', () => template);
    const known = { findings: [], undetermined: [] };
    const recall: AuditRun['memory']['recall'] = ({ name }) => (name === 'app-7' ? undefined : known);
    const done = await auditStacks(stacks, runOf({ memory: { recall, keep: () => undefined } }));
    expect(done).toHaveLength(30);
    expect(standIn.calls.map(({ parameters }) => parameters.get('StackName'))).toEqual([stackId('app-7')]);
  });

  test('ends early with what would be the same for every stack', async () => {
    standIn.answer('GetTemplate', ({ parameters }, response) =>
      parameters.get('StackName') === stackId('app-0') ? refuse(response, 'ExpiredToken') : template,
    );
    await expect(auditStacks(stacks, runOf())).rejects.toThrow(expect.objectContaining({ name: 'ExpiredToken' }));
    await sleep(100);
    expect(standIn.calls.length).toBeLessThan(30);
  });

  test('can be stopped, and tells what is done by then', async () => {
    standIn.answer('GetTemplate', () => template);
    const controller = new AbortController();
    let left = 10;
    const onDone = (): void => {
      left -= 1;
      if (left === 0) controller.abort();
    };
    const done = await auditStacks(stacks, runOf({ onDone, signal: controller.signal }));
    expect(done.length).toBeGreaterThanOrEqual(10);
    expect(done.length).toBeLessThan(30);
  });
});

describe('the stacks of an account', () => {
  const member = (name: string, more = '') =>
    `<member><StackId>${stackId(name)}</StackId><StackName>${name}</StackName><StackStatus>UPDATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime>${more}</member>`;

  const details = `<LastUpdatedTime>2026-02-03T04:05:06Z</LastUpdatedTime><RootId>${stackId('root')}</RootId>
    <Parameters>
      <member><ParameterKey>A</ParameterKey><ParameterValue>1</ParameterValue></member>
      <member><ParameterKey>B</ParameterKey><ParameterValue>/b</ParameterValue><ResolvedValue>2</ResolvedValue></member>
      <member><ParameterKey>C</ParameterKey></member>
    </Parameters>
    <Tags><member><Key>team</Key><Value>payments</Value></member></Tags>`;

  test('are read page by page, each once', async () => {
    standIn.answer('DescribeStacks', ({ parameters }) =>
      parameters.get('NextToken') === 'more'
        ? `<Stacks>${member('b')}${member('c', details)}</Stacks>`
        : `<Stacks>${member('a')}${member('b')}</Stacks><NextToken>more</NextToken>`,
    );
    const plain = { status: 'UPDATE_COMPLETE', updated: '2026-01-01T00:00:00.000Z' };
    expect(await readStacks(cloudFormation)).toEqual([
      stackOf('a', plain),
      stackOf('b', plain),
      stackOf('c', {
        status: 'UPDATE_COMPLETE',
        updated: '2026-02-03T04:05:06.000Z',
        rootId: stackId('root'),
        parameters: [
          { name: 'A', value: '1' },
          { name: 'B', value: '/b', resolved: '2' },
        ],
        tags: [['team', 'payments']],
      }),
    ]);
    // Requests of a run that was stopped may still arrive.
    expect(standIn.calls.filter(({ action }) => action === 'DescribeStacks')).toHaveLength(2);
  });
});
