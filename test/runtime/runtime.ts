import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { env, execPath } from 'node:process';
import { type RuntimeApi, startRuntimeApi } from './runtime-api.ts';

/** A function that AWS's runtime interface client has loaded, and waits to be invoked. */
export interface Runtime {
  readonly api: RuntimeApi;
  readonly child: ChildProcess;
  /** Milliseconds from its start to the first event that it asked for. */
  readonly init: number;
  /** Rejects when it ends by itself. */
  readonly ended: Promise<never>;
  /** What it printed so far. */
  readonly log: () => string;
  readonly stop: () => void;
}

/** Starts a function of this code in an environment. @throws where it ends before it asks for an event */
export const startRuntime = async (
  ric: string,
  name: string,
  code: string,
  settings: Readonly<Record<string, string>>,
): Promise<Runtime> => {
  const folder = mkdtempSync(join(tmpdir(), 'egress-guard-runtime-'));
  writeFileSync(join(folder, 'index.js'), code);
  const api = await startRuntimeApi();
  const begun = performance.now();
  const preload = resolve(import.meta.dirname, 'native-client.cjs');
  const child = spawn(execPath, ['--require', preload, join(ric, 'index.mjs'), 'index.handler'], {
    env: {
      PATH: env['PATH'],
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: 'index.handler',
      AWS_LAMBDA_RUNTIME_API: api.address,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/egress-guard',
      AWS_LAMBDA_LOG_STREAM_NAME: 'runtime',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_REGION: 'us-east-1',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    log += part;
  });
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`The runtime ended with ${signal ?? `exit code ${code}`}.`)));
  });
  ended.catch(() => undefined);
  const stop = (): void => {
    child.removeAllListeners('exit').kill('SIGKILL');
    api.close();
    rmSync(folder, { recursive: true });
  };
  try {
    await Promise.race([api.started, ended]);
  } catch (error) {
    stop();
    throw new Error(`${String(error)} ${log.slice(-2000)}`);
  }
  return { api, child, init: performance.now() - begun, ended, log: () => log, stop };
};
