import {
  BatchDescribeTypeConfigurationsCommand,
  type BatchDescribeTypeConfigurationsOutput,
  type CloudFormationClient,
  SetTypeConfigurationCommand,
} from '@aws-sdk/client-cloudformation';
import { isObject, type JsonObject, own, parseJson } from '../../rule/index.ts';
import { type HookKey, hooks } from '../hook/index.ts';
import { isAwsError, isNameOf } from './aws-error.ts';

/** A hook's configuration as it is registered: the whole document, since it can only be replaced as a whole. */
export type RegisteredConfiguration =
  | { readonly state: 'REGISTERED'; readonly document: JsonObject; readonly configuration: JsonObject }
  | { readonly state: 'NOT_REGISTERED' }
  | { readonly state: 'UNREADABLE'; readonly problem: string };

/** Reads the JSON text of a hook's configuration. */
export function parseConfiguration(text: string): RegisteredConfiguration {
  const document = parseJson(text);
  if (!isObject(document)) return unreadable('its configuration is not a JSON object');
  const [outer, inner] = PATH;
  const configuration = objectAt(objectAt(document, outer), inner);
  if (configuration !== undefined) return { state: 'REGISTERED', document, configuration };
  const isEmpty = Object.keys(document).length === 0;
  return unreadable(isEmpty ? 'it is registered without a configuration' : `its configuration has no ${inner}`);
}

/** Reads how a hook is configured; one call a hook, since AWS may refuse a whole call for one that it does not know. */
export async function readConfiguration(client: CloudFormationClient, key: HookKey): Promise<RegisteredConfiguration> {
  try {
    const TypeConfigurationIdentifiers = [{ Type: 'HOOK', TypeName: hooks[key] } as const];
    return judge(await client.send(new BatchDescribeTypeConfigurationsCommand({ TypeConfigurationIdentifiers })));
  } catch (error) {
    if (isAwsError(error, 'noHook')) return { state: 'NOT_REGISTERED' };
    throw error;
  }
}

/** The same document with some fields of the hook's configuration changed. */
export function changeConfiguration(document: JsonObject, change: JsonObject): JsonObject {
  const [outer, inner] = PATH;
  const around = objectAt(document, outer);
  return { ...document, [outer]: { ...around, [inner]: { ...objectAt(around, inner), ...change } } };
}

export async function writeConfiguration(
  client: CloudFormationClient,
  key: HookKey,
  document: JsonObject,
): Promise<void> {
  const Configuration = JSON.stringify(document);
  await client.send(new SetTypeConfigurationCommand({ Type: 'HOOK', TypeName: hooks[key], Configuration }));
}

/** https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/hook-configuration-schema.html */
const PATH = ['CloudFormationConfiguration', 'HookConfiguration'] as const;

const unreadable = (problem: string): RegisteredConfiguration => ({ state: 'UNREADABLE', problem });

const objectAt = (value: unknown, key: string): JsonObject | undefined => {
  const inner = isObject(value) ? own(value, key) : undefined;
  return isObject(inner) ? inner : undefined;
};

const judge = ({ Errors, TypeConfigurations }: BatchDescribeTypeConfigurationsOutput): RegisteredConfiguration => {
  const [found] = TypeConfigurations ?? [];
  if (found !== undefined) return parseConfiguration(found.Configuration ?? '{}');
  const [{ ErrorCode = '', ErrorMessage = '' } = {}] = Errors ?? [];
  if (isNameOf('noHook', ErrorCode)) return { state: 'NOT_REGISTERED' };
  return unreadable(
    ErrorCode === '' ? 'AWS does not give its configuration' : `AWS says ${ErrorCode}: ${ErrorMessage}`,
  );
};
