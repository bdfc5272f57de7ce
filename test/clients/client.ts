import { execFile } from 'node:child_process';
import { env, execPath } from 'node:process';
import { originOf, start } from '../support/program.ts';

/** Where the clients are installed: the `bin` of a Python environment, and a folder with npm packages. */
const { CLIENTS_PYTHON, CLIENTS_NODE } = env;

/** How a program ended, and what it said. */
interface Ended {
  readonly code: number;
  readonly out: string;
}

/** A sandbox as a person starts it, and the clients that are pointed at it. */
export interface Clients {
  readonly origin: string;
  /** What the sandbox printed so far. */
  readonly told: () => string;
  readonly aws: (...args: readonly string[]) => Promise<Ended>;
  readonly sam: (folder: string, ...args: readonly string[]) => Promise<Ended>;
  readonly cdk: (folder: string, ...args: readonly string[]) => Promise<Ended>;
  readonly python: (script: string, ...args: readonly string[]) => Promise<Ended>;
  readonly egressGuard: (...args: readonly string[]) => Promise<Ended>;
  /** Ctrl-C; resolves to how the sandbox ended. */
  readonly stop: () => Promise<Ended>;
}

const COMMAND = 'dist/cli/index.js';

const toolOf = (folder: string | undefined, name: string): string => {
  if (folder === undefined) throw new Error('CLIENTS_PYTHON and CLIENTS_NODE say where the clients are: see .ci/run.');
  return `${folder}/${name}`;
};

/** Starts a sandbox with these options. */
export const startClients = async (...options: readonly string[]): Promise<Clients> => {
  const { child, told, ended } = start('sandbox', '--port', '0', ...options);
  const origin = await originOf({ told });
  const environment = {
    PATH: env['PATH'],
    HOME: '/nonexistent',
    AWS_ENDPOINT_URL: origin,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_EC2_METADATA_DISABLED: 'true',
    SAM_CLI_TELEMETRY: '0',
    NO_COLOR: '1',
  };
  const run = (file: string, args: readonly string[], cwd?: string): Promise<Ended> =>
    new Promise((resolve) => {
      execFile(file, args, { env: environment, cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
        const code = error === null ? 0 : Number(error.code ?? 1);
        resolve({ code, out: `${stdout}${stderr}` });
      });
    });
  const python = (name: string): string => toolOf(CLIENTS_PYTHON, name);
  return {
    origin,
    told,
    aws: (...args) => run(python('aws'), args),
    sam: (folder, ...args) => run(python('sam'), args, folder),
    cdk: (folder, ...args) => run(execPath, [toolOf(CLIENTS_NODE, 'node_modules/aws-cdk/bin/cdk'), ...args], folder),
    python: (script, ...args) => run(python('python'), [script, ...args]),
    egressGuard: (...args) => run(execPath, [COMMAND, ...args]),
    stop: async () => {
      child.kill('SIGINT');
      return { code: (await ended) ?? 1, out: told() };
    },
  };
};

/** The folder of the npm packages, for an app of CDK to find its library in. */
export const cdkModules = (): string => toolOf(CLIENTS_NODE, 'node_modules');
