import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { argv, exit, stderr, stdout } from 'node:process';
import { exemptionsSettings } from '../../infra/sandbox/exemptions-object.ts';
import { withPayloadServer } from '../../infra/sandbox/payload-server.ts';
import { isObject, own, readDocuments } from '../../rule/index.ts';
import { allOut, groupOf, resourceEvent, tcpOut, templateEvent } from '../support/events.ts';
import { tryFaults } from './faults.ts';
import { startRuntime } from './runtime.ts';
import type { RuntimeApi } from './runtime-api.ts';

const usage = `Usage: node test/runtime/index.ts <aws-lambda-ric> [count]

Runs the code that the built template holds for each function under AWS's runtime interface client, on a local Runtime API:
so many mixed invocations in one process (default: 2000), and one in a process of its own for each fault of what a function
depends on. Says how long it takes to start and to answer, and how its memory grows. Exit code 0: every answer and every
line of the log is right, 1: some are not, 2: wrong use.
`;

/** The inline code of a function in the built template. */
const codeOf = (name: string): string => {
  const [document] = readDocuments(readFileSync('dist/egress-guard.template.yaml', 'utf8'));
  const path = ['Resources', name, 'Properties', 'Code', 'ZipFile'];
  const code = path.reduce<unknown>((value, key) => (isObject(value) ? own(value, key) : undefined), document?.value);
  if (typeof code !== 'string' || code === '') throw new Error(`The built template has no code for ${name}.`);
  return code;
};

interface Case {
  readonly event: unknown;
  /** `hookStatus`, and what the message says. */
  readonly status: 'SUCCESS' | 'FAILED';
  readonly message: RegExp;
}

const passes = /^No security group egress is open to all protocols/;

const { clientRequestToken: _token, ...withoutToken } = resourceEvent(groupOf(tcpOut));

/** Every kind of event that the resource hook is sent, and some that nobody sends. */
const resourceCases: readonly Case[] = [
  { event: resourceEvent(groupOf(tcpOut)), status: 'SUCCESS', message: passes },
  { event: resourceEvent(groupOf(allOut)), status: 'FAILED', message: /allows all protocols/ },
  {
    event: resourceEvent(groupOf(...Array.from({ length: 60 }, () => allOut))),
    status: 'FAILED',
    message: /allows all protocols/,
  },
  {
    event: resourceEvent(groupOf(allOut), {
      event: { stackId: '', changeSetId: '' },
      data: { targetType: 'RESOURCE' },
    }),
    status: 'FAILED',
    message: /allows all protocols/,
  },
  {
    event: resourceEvent(undefined, { event: { actionInvocationPoint: 'DELETE_PRE_PROVISION' } }),
    status: 'SUCCESS',
    message: /deleted/,
  },
  { event: resourceEvent({}, { data: { targetName: 'AWS::S3::Bucket' } }), status: 'SUCCESS', message: /not a type/ },
  {
    event: resourceEvent(groupOf(allOut), { event: { stackId: exemptStack() } }),
    status: 'SUCCESS',
    message: /Exempted by app/,
  },
  { event: withoutToken, status: 'SUCCESS', message: passes },
  { event: null, status: 'FAILED', message: /an event that it cannot read/ },
  { event: [], status: 'FAILED', message: /an event that it cannot read/ },
  { event: { requestData: 'no' }, status: 'FAILED', message: /an event that it cannot read/ },
  { event: templateEvent('STACK', 'https://x'), status: 'SUCCESS', message: /function of the template hook/ },
];

/** A stack whose findings the exemptions document covers. */
function exemptStack(): string {
  return 'arn:aws:cloudformation:us-east-1:123456789012:stack/exempt/1a2345b6-0000-00a0-a123-00abc0abc000';
}

const group = (...egress: unknown[]): string =>
  JSON.stringify({ Resources: { Sg: { Type: 'AWS::EC2::SecurityGroup', Properties: groupOf(...egress) } } });

const templateCases = (publish: (payload: unknown) => string): readonly Case[] => {
  const stack = (payload: unknown): unknown => templateEvent('STACK', publish(payload));
  const change = { logicalResourceId: 'Sg', resourceType: 'AWS::EC2::SecurityGroup', action: 'CREATE', lineNumber: 1 };
  const context = JSON.stringify({ Properties: groupOf(allOut) });
  const set = {
    template: group(allOut),
    changedResources: [{ ...change, beforeContext: null, afterContext: context }],
  };
  return [
    { event: stack({ template: group(tcpOut), previousTemplate: group(tcpOut) }), status: 'SUCCESS', message: passes },
    {
      event: stack({ template: group(allOut), previousTemplate: group(tcpOut) }),
      status: 'FAILED',
      message: /all protocols/,
    },
    { event: templateEvent('CHANGE_SET', publish(set)), status: 'FAILED', message: /all protocols/ },
    { event: stack({ template: '', previousTemplate: '' }), status: 'SUCCESS', message: /without a template/ },
    {
      event: stack({ template: '{"Resources": {"Sg": {"Type": "AWS::EC2::SecurityGroup"' }),
      status: 'SUCCESS',
      message: /was not checked/,
    },
    { event: templateEvent('STACK', 'https://example.com/'), status: 'SUCCESS', message: /not one of S3/ },
    { event: templateEvent('STACK', `${publish({})}-gone`), status: 'SUCCESS', message: /status 404/ },
    ...resourceCases.slice(0, 3),
  ];
};

/** Kibibytes of memory that a process has in use; https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
const memoryOf = ({ pid }: ChildProcess): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);

const problemOf = ({ status, message }: Case, body: unknown, isError: boolean): string | undefined => {
  const answer = isObject(body) ? body : {};
  const isRight = !isError && own(answer, 'hookStatus') === status && message.test(String(own(answer, 'message')));
  return isRight ? undefined : `expected ${status} ${message}, got ${JSON.stringify(body)}`;
};

interface Run {
  readonly name: string;
  readonly cases: readonly Case[];
  readonly settings: Readonly<Record<string, string>>;
  readonly count: number;
  readonly ric: string;
  readonly isGate: boolean;
}

/** The memory of the function, with a margin. */
const LIMIT_KIB = 512 * 1024;

const quantile = (sorted: readonly number[], share: number): string =>
  (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2);

/** The memory after the first, the middle and the last invocation. */
const measure = async (api: RuntimeApi, child: ChildProcess, { cases, count }: Run) => {
  const problems: string[] = [];
  const times: number[] = [];
  const memory: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const one = cases[index % cases.length];
    if (one === undefined) break;
    const { body, isError, milliseconds } = await api.invoke(one.event);
    times.push(milliseconds);
    const problem = problemOf(one, body, isError);
    if (problem !== undefined && !problems.includes(problem)) problems.push(problem);
    if ([1, count / 2, count].includes(index + 1)) memory.push(memoryOf(child));
  }
  return { problems, times, memory };
};

/** Runs one function, and tells whether all of it was right. */
const runFunction = async (run: Run): Promise<boolean> => {
  const { name, settings, ric } = run;
  const { api, child, init, ended, log, stop } = await startRuntime(ric, name, codeOf(name), {
    NODE_PATH: resolve('node_modules'),
    ...settings,
  });
  try {
    const { problems, times, memory } = await Promise.race([measure(api, child, run), ended]);
    const lines = log()
      .split('\n')
      .filter((line) => line !== '');
    const wrong = lines.filter((line) => !isJson(line));
    const sorted = times.toSorted((a, b) => a - b);
    const [first = 0, middle = 0, last = 0] = memory;
    // Once everything was used, the gate needs no more; reading templates leaves more to collect.
    const isFlat = last <= (run.isGate ? middle * 1.15 : LIMIT_KIB);
    stdout.write(
      `${name}: started in ${init.toFixed(0)} ms; ${times.length} invocations, p50 ${quantile(sorted, 0.5)} ms, p99 ${quantile(sorted, 0.99)} ms; ` +
        `memory ${memory.map((kib) => `${(kib / 1024).toFixed(0)} MB`).join(', ')} after 1, ${run.count / 2} and ${run.count}; ${lines.length} lines of JSON logged\n`,
    );
    for (const problem of problems) stderr.write(`${name}: ${problem}\n`);
    for (const line of wrong) stderr.write(`${name}: no JSON in the log: ${line.slice(0, 500)}\n`);
    if (!isFlat) stderr.write(`${name}: memory grows: ${first}, ${middle}, ${last} KiB\n`);
    return problems.length + wrong.length === 0 && isFlat && lines.length >= times.length;
  } finally {
    stop();
  }
};

const isJson = (line: string): boolean => {
  try {
    return isObject(JSON.parse(line));
  } catch {
    return false;
  }
};

const exemptions = (): Buffer => {
  const expires = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  const match = { stackName: 'exempt' };
  const one = { id: 'app', reason: 'a test', approvedBy: 'Network team', expires, match };
  return Buffer.from(JSON.stringify({ version: 1, exemptions: [one] }));
};

const [ric, count = '2000'] = argv.slice(2);
if (ric === undefined || !/^[1-9]\d{0,6}$/.test(count)) {
  stderr.write(usage);
  exit(2);
}

const isRight = await withPayloadServer(async (server) => {
  const settings = { ...exemptionsSettings(server, exemptions()), EGRESS_GUARD_PAYLOAD_ORIGIN: server.origin };
  const common = { ric: resolve(ric), count: Number(count), settings };
  const results = [
    await runFunction({ ...common, name: 'ResourceFunction', isGate: true, cases: resourceCases }),
    await runFunction({ ...common, name: 'TemplateFunction', isGate: false, cases: templateCases(server.publish) }),
  ];
  results.push(await tryFaults(resolve(ric), codeOf));
  return results.every(Boolean);
});
exit(isRight ? 0 : 1);
