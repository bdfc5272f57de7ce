import { createHash } from 'node:crypto';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { isAwsError } from './aws-error.ts';

/** A function as it is, whatever its stack says. */
export interface LiveFunction {
  /** Of the file that the function runs, in hexadecimal; undefined where its package has no such file. */
  readonly codeSha256: string | undefined;
  readonly handler: string;
  readonly runtime: string;
  readonly role: string;
  readonly variables: Readonly<Record<string, string>>;
  /** ARNs. */
  readonly layers: readonly string[];
  /** Invocations that may run at once; undefined: as many as the account lets. */
  readonly reservedConcurrency: number | undefined;
}

/** Reads a function and its code; undefined where there is none of that name. */
export async function readFunction(client: LambdaClient, name: string): Promise<LiveFunction | undefined> {
  const { GetFunctionCommand } = await import('@aws-sdk/client-lambda');
  const found = await client.send(new GetFunctionCommand({ FunctionName: name })).catch((error: unknown) => {
    if (isAwsError(error, 'noResource')) return undefined;
    throw error;
  });
  if (found === undefined) return undefined;
  const { Configuration: configuration = {}, Code: code, Concurrency: concurrency } = found;
  return {
    codeSha256: await hashOfCode(code?.Location ?? ''),
    handler: configuration.Handler ?? '',
    runtime: configuration.Runtime ?? '',
    role: configuration.Role ?? '',
    variables: configuration.Environment?.Variables ?? {},
    layers: (configuration.Layers ?? []).map(({ Arn = '' }) => Arn),
    reservedConcurrency: concurrency?.ReservedConcurrentExecutions,
  };
}

/** What CloudFormation calls the one file of a function whose code stands in the template. */
const FILE = 'index.js';

/** The package of these functions is some 100 KB; one that is larger was not made by this product. */
const MAX_BYTES = 50 * 1024 * 1024;

const FETCH_MS = 30_000;

/** Lambda hands out the package by a URL that is signed for ten minutes. */
const hashOfCode = async (url: string): Promise<string | undefined> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS) });
  if (!response.ok) throw new Error(`The code of the function could not be fetched: HTTP status ${response.status}.`);
  const zip = new Uint8Array(await response.arrayBuffer());
  const { unzipSync } = await import('fflate');
  const files = unzipSync(zip, { filter: ({ name, originalSize }) => name === FILE && originalSize <= MAX_BYTES });
  const file = files[FILE];
  return file && createHash('sha256').update(file).digest('hex');
};
