import { spawn } from 'node:child_process';
import { resolve as resolvePath } from 'node:path';
import { Readable } from 'node:stream';

/** How a function ended: with an answer (any text), or with a fault in a few words. */
export type Ending = { readonly answer: string } | { readonly fault: string; readonly isLate?: boolean };

export interface FunctionToRun {
  /** Path of the bundle. */
  readonly bundle: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Takes what the function writes to its log. */
  readonly onLog?: (text: string) => void;
  /** How long an answer is waited for, in milliseconds. Default: 30 seconds, as long as CloudFormation waits. */
  readonly timeoutMs?: number;
  /** Ends the function, and with it whatever waits for its answer. Default: nothing does. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a function on one event, both as JSON, in a process and an environment of its own, for 30 seconds at most.
 * @throws the reason of the signal
 */
export function runFunction(
  { bundle, settings, onLog, timeoutMs = TIMEOUT_MS, signal }: FunctionToRun,
  event: unknown,
): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--eval', RUNNER, '--', resolvePath(bundle)], {
      env: { ...lambdaEnvironment, ...settings },
      killSignal: 'SIGKILL',
      stdio: ['pipe', onLog ? 'pipe' : 'ignore', 'ignore', 'pipe'],
      timeout: timeoutMs,
      signal,
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => onLog?.(text));
    const answer: Buffer[] = [];
    const channel = child.stdio[3];
    if (channel instanceof Readable) channel.on('data', (data: Buffer) => answer.push(data));
    child.on('error', ({ message }) => {
      if (signal?.aborted) reject(signal.reason);
      else resolve({ fault: `The function cannot be started: ${message}` });
    });
    child.on('close', (code, killedBy) => {
      if (code === 0) resolve({ answer: Buffer.concat(answer).toString('utf8') });
      else if (child.killed)
        resolve({ fault: `The function gave no answer within ${timeoutMs / 1000} seconds`, isLate: true });
      else resolve({ fault: `The function ended with ${killedBy ?? `exit code ${code}`}` });
    });
    // A function that ends before it has read the event is told by its exit code.
    child.stdin?.on('error', () => undefined).end(JSON.stringify(event));
  });
}

/** How long CloudFormation waits for a hook, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** Loads the function as Lambda does. Its answer has a channel of its own: standard output is the log. */
const RUNNER = `
const { handler } = require(process.argv[1]);
const context = { getRemainingTimeInMillis: () => 25_000 - process.uptime() * 1000 };
let event = '';
process.stdin.setEncoding('utf8').on('data', (text) => { event += text; }).on('end', async () => {
  require('node:fs').writeFileSync(3, JSON.stringify(await handler(JSON.parse(event), context)) ?? '');
  process.exit(0);
});`;

const lambdaEnvironment = {
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'EgressGuard',
  AWS_REGION: 'us-east-1',
  TZ: ':UTC',
};
