import { isObject, type JsonObject, own } from '../../../rule/index.ts';
import type { StackInput, StackRecord } from './account.ts';
import type { QueryInput } from './query.ts';
import { invalid, ServiceError } from './service-error.ts';

/** A text that a request has to give. @throws {ServiceError} */
export function required(input: QueryInput, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  throw invalid(
    `1 validation error detected: Value null at '${field}' failed to satisfy constraint: Member must not be null`,
  );
}

export function optional(input: QueryInput, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}

/** The name of a stack or change set that is to be made. @throws {ServiceError} */
export function readName(input: QueryInput, name: string): string {
  const value = required(input, name);
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(value)) return value;
  const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  throw invalid(
    `1 validation error detected: Value '${value.slice(0, 200)}' at '${field}' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  );
}

/** Parameters, tags and the like; what keeps its value has it from before. @throws {ServiceError} */
export function readStackInput(input: QueryInput, record: Before | undefined): StackInput {
  const before = record?.input;
  const parameters = listOf(input, 'Parameters').map((one): [string, string] => {
    const key = String(one['ParameterKey'] ?? '');
    if (one['UsePreviousValue'] !== 'true') return [key, String(one['ParameterValue'] ?? '')];
    const kept = record === undefined ? undefined : valueBefore(key, record);
    if (kept === undefined)
      throw invalid(
        `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      );
    return [key, kept];
  });
  const tags = input['Tags'] === undefined ? before?.tags : undefined;
  return {
    parameters: Object.fromEntries(parameters),
    tags: tags ?? listOf(input, 'Tags').map((tag) => ({ Key: String(tag['Key']), Value: String(tag['Value'] ?? '') })),
    capabilities: [input['Capabilities'] ?? []]
      .flat()
      .map(String)
      .filter((one) => one !== ''),
    token: optional(input, 'ClientRequestToken') ?? optional(input, 'ClientToken'),
  };
}

/** A stack, whose values may stay. */
type Before = Pick<StackRecord, 'input' | 'stack'>;

/** @throws {ServiceError} where a template makes or runs what has to be acknowledged */
export function expectCapabilities(template: JsonObject, { capabilities }: StackInput, isDirect: boolean): void {
  const missing = capabilitiesOf(template, isDirect).filter(
    (one) =>
      !capabilities.includes(one) && !(one === 'CAPABILITY_IAM' && capabilities.includes('CAPABILITY_NAMED_IAM')),
  );
  if (missing.length > 0)
    throw new ServiceError('InsufficientCapabilitiesException', `Requires capabilities : [${missing.join(', ')}]`);
}

/** What a template asks to be acknowledged; `isDirect`: there is no change set in which macros could be looked at. */
export function capabilitiesOf(template: JsonObject, isDirect: boolean): readonly string[] {
  const resources = Object.values(sectionOf(template, 'Resources')).filter(isObject);
  const identity = resources.filter((one) => IDENTITIES.test(String(own(one, 'Type'))));
  const isNamed = identity.some((one) => NAMES.some((name) => Object.hasOwn(propertiesOf(one), name)));
  const isExpanded = own(template, 'Transform') !== undefined && isDirect;
  return [
    ...(identity.length === 0 ? [] : [isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM']),
    ...(isExpanded ? ['CAPABILITY_AUTO_EXPAND'] : []),
  ];
}

/** What a parameter has, were it by its default. */
const valueBefore = (key: string, { input, stack }: Before): string | undefined => {
  const given = own(input.parameters, key);
  const declared = own(stack?.parameters ?? {}, key);
  const value = given ?? (isObject(declared) ? own(declared, 'Default') : undefined);
  return value === undefined ? undefined : String(value);
};

/** The structures of a list. */
function listOf(input: QueryInput, name: string): readonly QueryInput[] {
  const list = input[name];
  return Array.isArray(list) ? list.filter((one): one is QueryInput => typeof one === 'object') : [];
}

const IDENTITIES = /^AWS::IAM::(AccessKey|Group|InstanceProfile|ManagedPolicy|Policy|Role|User|UserToGroupAddition)$/;

const NAMES = ['RoleName', 'UserName', 'GroupName', 'ManagedPolicyName', 'InstanceProfileName'];

const sectionOf = (template: JsonObject, name: string): JsonObject => {
  const section = own(template, name);
  return isObject(section) ? section : {};
};

const propertiesOf = (resource: JsonObject): JsonObject => sectionOf(resource, 'Properties');
