import { spawn } from 'node:child_process';
import { environment } from './command.ts';
import { type Shape, toXml } from './hook-xml.ts';
import type { StandIn } from './stand-in.ts';

/** What DescribeStackEvents tells of a resource; without a logical id, of the stack itself. */
export interface Played {
  readonly logicalId?: string;
  readonly type?: string;
  readonly status: string;
  readonly reason?: string;
  readonly hook?: { readonly type: string; readonly status: string; readonly mode: string; readonly reason: string };
}

const TIME = new Date('2026-11-24T12:00:00Z');

const toShape = (stackId: string, { logicalId, type, status, reason, hook }: Played, index: number): Shape => ({
  StackId: stackId,
  EventId: `event-${index}`,
  StackName: 'egress-guard',
  LogicalResourceId: logicalId ?? 'egress-guard',
  PhysicalResourceId: logicalId === undefined ? stackId : `${logicalId}-1`,
  ResourceType: type ?? (logicalId === undefined ? 'AWS::CloudFormation::Stack' : 'AWS::IAM::Role'),
  Timestamp: TIME,
  ResourceStatus: status,
  ResourceStatusReason: reason,
  HookType: hook?.type,
  HookStatus: hook?.status,
  HookStatusReason: hook?.reason,
  HookFailureMode: hook?.mode,
});

/** How many events are told at once, as AWS tells a hundred. */
const PAGE = 3;

/**
 * Plays what happens to a stack: at each look there is so much more of it, and the last look goes on. Newest first and in
 * pages, as AWS tells it; moto does everything at once and fails at nothing.
 */
export const playEvents = (standIn: StandIn, looks: readonly (readonly Played[])[]): void => {
  let look = 0;
  standIn.answer('DescribeStackEvents', ({ parameters }) => {
    const from = Number(parameters.get('NextToken') ?? 0);
    if (from === 0) look += 1;
    const stackId = parameters.get('StackName') ?? '';
    const events = looks.slice(0, look).flat();
    const shapes = events.map((event, index) => toShape(stackId, event, index)).toReversed();
    const NextToken = from + PAGE < shapes.length ? String(from + PAGE) : undefined;
    return toXml({ StackEvents: shapes.slice(from, from + PAGE), NextToken });
  });
};

const OURS = { ResourceFailureMode: 'FAIL', TemplateFailureMode: 'WARN', HookStatus: 'ENABLED' };

export interface PlayedStack {
  readonly status: string;
  readonly isProtected?: boolean;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
}

/** Answers DescribeStacks with a stack of the given status, so many times; default: always. */
export const playStack = (standIn: StandIn, stack: PlayedStack, times?: number): void => {
  const { status, isProtected = false, parameters = OURS, outputs = {} } = stack;
  const told = {
    StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/egress-guard/1a2345b6',
    StackName: 'egress-guard',
    CreationTime: TIME,
    StackStatus: status,
    EnableTerminationProtection: isProtected,
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  };
  standIn.answer('DescribeStacks', () => toXml({ Stacks: [told] }), times);
};

export interface Stopped {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command as a user does, who stops it with Ctrl-C once it has printed a text. */
export const stopCommand = (args: readonly string[], when: string | Promise<unknown>): Promise<Stopped> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['dist/cli/index.js', ...args], { env: environment });
    const printed = { out: '', err: '' };
    let isStopped = false;
    if (typeof when !== 'string') when.then(() => child.kill('SIGINT'));
    const print = (stream: 'out' | 'err') => (part: Buffer) => {
      printed[stream] += part;
      const isSaid = typeof when === 'string' && `${printed.out}${printed.err}`.includes(when);
      if (isStopped || !isSaid) return;
      isStopped = true;
      child.kill('SIGINT');
    };
    child.stdout.on('data', print('out'));
    child.stderr.on('data', print('err'));
    child.on('close', (code) => resolve({ code, ...printed }));
  });
