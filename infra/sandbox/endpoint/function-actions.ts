import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObject, own, parseJson } from '../../../rule/index.ts';
import { arnOf } from '../identity.ts';
import { findLive, type LiveResource } from './live-resource.ts';
import type { Sandbox } from './sandbox.ts';
import { ServiceError } from './service-error.ts';

/** A request to Lambda. */
export interface FunctionRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
}

/** Whether a request is one to Lambda: the path begins with the version of its API. */
export function isForLambda(path: string): boolean {
  return PATH.test(path);
}

/**
 * Lambda, as far as it takes to look at the functions of a stack, and to change them behind its back.
 * @throws {ServiceError}
 */
export async function answerLambda(sandbox: Sandbox, request: FunctionRequest): Promise<object> {
  const [, encodedName = '', part = ''] = PATH.exec(request.path) ?? [];
  const name = decodeURIComponent(encodedName);
  const live = findLive(sandbox.account, 'AWS::Lambda::Function', name);
  if (live === undefined) throw new ServiceError('ResourceNotFoundException', `Function not found: ${name}`, 404);
  const act = actions[`${request.method} ${part}`];
  if (act === undefined)
    throw new ServiceError(
      'InvalidAction',
      'The sandbox knows GetFunction, UpdateFunctionCode and UpdateFunctionConfiguration.',
    );
  return act(live, sandbox, parseJson(request.body.toString('utf8')));
}

const PATH = /^\/2015-03-31\/functions\/([^/?]+)(?:\/(code|configuration))?$/;

type Act = (live: LiveResource, sandbox: Sandbox, input: unknown) => Promise<object> | object;

const actions: Readonly<Record<string, Act>> = {
  'GET ': async (live, { store, origin }) => ({
    Configuration: configurationOf(live),
    Code: { RepositoryType: 'S3', Location: `${origin}${store.publish(await packageOf(live))}` },
  }),

  'PUT code': async (live, _sandbox, input) => {
    const { unzipSync } = await import('fflate');
    const zip = isObject(input) ? own(input, 'ZipFile') : undefined;
    if (typeof zip !== 'string')
      throw new ServiceError('InvalidParameterValueException', 'The sandbox takes code as ZipFile.');
    const file = unzipSync(Buffer.from(zip, 'base64'))['index.js'] ?? new Uint8Array();
    live.properties['Code'] = { ZipFile: Buffer.from(file).toString('utf8') };
    live.codeFile = join(await mkdtemp(join(tmpdir(), 'egress-guard-sandbox-')), 'index.js');
    await writeFile(live.codeFile, file);
    return configurationOf(live);
  },

  'PUT configuration': (live, _sandbox, input) => {
    if (!isObject(input)) throw new ServiceError('InvalidParameterValueException', 'The request is not a JSON object.');
    Object.assign(live.properties, input);
    return configurationOf(live);
  },
};

const configurationOf = ({ name, home, properties }: LiveResource): object => {
  const { Role, Handler, Runtime, Environment } = properties;
  return {
    FunctionName: name,
    FunctionArn: arnOf('AWS::Lambda::Function', name, home),
    Role,
    Handler,
    Runtime,
    Environment,
  };
};

/** The code as Lambda hands it out: a package with the one file that CloudFormation makes of a text. */
const packageOf = async ({ properties }: LiveResource): Promise<Uint8Array> => {
  const { strToU8, zipSync } = await import('fflate');
  const code = own(properties, 'Code');
  const text = isObject(code) ? own(code, 'ZipFile') : undefined;
  return zipSync({ 'index.js': strToU8(String(text ?? '')) });
};
