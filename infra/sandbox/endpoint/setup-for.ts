import { randomUUID } from 'node:crypto';
import { isObject, own } from '../../../rule/index.ts';
import type { HookKey } from '../../hook/index.ts';
import type { HookSetup } from '../hook-setup.ts';
import { type Home, physicalIdOf } from '../identity.ts';
import type { TemplateFiles } from '../nested-stack.ts';
import type { FailureMode } from '../stack-event.ts';
import { addNestedStack, configurationOf, isCalledFor, type StackRecord } from './account.ts';
import { findLive, type LiveResource } from './live-resource.ts';
import type { Sandbox } from './sandbox.ts';
import { parseTemplate, readObject } from './template-input.ts';

/** How the hooks are called about a stack, as they are registered now. */
export function setupFor(
  sandbox: Sandbox,
  { name, home }: Pick<StackRecord, 'name' | 'home'>,
  isCloudControl = false,
): HookSetup {
  const { account, options, store, origin, closing } = sandbox;
  const configurations = (key: HookKey) => configurationOf(account, key, home.region);
  const modeOf = (key: HookKey): FailureMode =>
    own(configurations(key) ?? {}, 'FailureMode') === 'WARN' ? 'WARN' : 'FAIL';
  return {
    bundles: { resource: bundleOf(sandbox, home, 'resource'), template: bundleOf(sandbox, home, 'template') },
    settings: {
      ...options.environment,
      ...variablesOf(sandbox, home),
      ...endpointVariables(origin),
      AWS_REGION: home.region,
    },
    resourceMode: modeOf('resource'),
    templateMode: modeOf('template'),
    isCloudControl,
    isStringified: false,
    queue: sandbox.queue,
    signal: closing.signal,
    nextId: randomUUID,
    publish: (payload) => `${origin}${store.publish(Buffer.from(JSON.stringify(payload)))}`,
    isCalled: (key, stackName) => isCalledFor(configurations(key), isCloudControl ? '' : stackName || name),
    onResult: (record) => void account.results.push(record),
    onBegin: (operation, parent) => addNestedStack(account, operation, parent),
    templateFiles: templateFilesOf(sandbox),
    ...(options.onLog && { onLog: options.onLog }),
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
  };
}

/** What is nested or included is read where it was uploaded to the sandbox's S3. */
export function templateFilesOf({ store, options }: Sandbox): TemplateFiles {
  return {
    load: async (location) =>
      store.read(location) === undefined
        ? undefined
        : { path: location, ...parseTemplate(readObject(location, store)) },
    readIncluded: (location) => {
      const content = store.read(location);
      return content && { file: location, text: content.toString('utf8') };
    },
    tell: (text) => options.tell({ kind: 'NOTE', text }),
  };
}

const functionIds: Readonly<Record<HookKey, string>> = { resource: 'ResourceFunction', template: 'TemplateFunction' };

/** A function of the hooks in a Region, as it is. */
const functionOf = ({ account, options }: Sandbox, { region }: Home, key: HookKey): LiveResource | undefined => {
  const product = [...account.stacks.values()].find(
    ({ name, home }) => name === options.product.name && home.region === region,
  );
  const created = product?.stack?.resources.find(({ logicalId }) => logicalId === functionIds[key]);
  if (product === undefined || created === undefined) return undefined;
  const { type, logicalId } = created;
  return findLive(account, type, physicalIdOf(type, product.name, logicalId, product.home));
};

const bundleOf = (sandbox: Sandbox, home: Home, key: HookKey): string =>
  functionOf(sandbox, home, key)?.codeFile ?? sandbox.options.bundles[key];

/** The environment of a function. */
const variablesOf = (sandbox: Sandbox, home: Home): Record<string, string> => {
  const environment = own(functionOf(sandbox, home, 'resource')?.properties ?? {}, 'Environment');
  const variables = isObject(environment) ? own(environment, 'Variables') : undefined;
  return isObject(variables)
    ? Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]))
    : {};
};

const endpointVariables = (origin: string): Record<string, string> => ({
  EGRESS_GUARD_PAYLOAD_ORIGIN: origin,
  AWS_ENDPOINT_URL_S3: origin,
  AWS_ACCESS_KEY_ID: 'sandbox',
  AWS_SECRET_ACCESS_KEY: 'sandbox',
});
