import { isObject, isRuleType, type JsonObject, own, type Resource } from '../../rule/index.ts';
import { DecisionError } from '../decision-error.ts';
import { limitProblem } from './limits.ts';

/** What every request says about itself; a field that was not sent is undefined. */
export interface Envelope {
  readonly clientRequestToken?: string | undefined;
  readonly awsAccountId?: string | undefined;
  readonly stackId?: string | undefined;
  readonly changeSetId?: string | undefined;
  readonly hookTypeName?: string | undefined;
  readonly functionArn?: string | undefined;
  /** `CREATE_PRE_PROVISION` and the like; not a closed set, and missing from a documented shape. */
  readonly actionInvocationPoint?: string | undefined;
  readonly targetName: string;
  readonly targetLogicalId: string;
}

/** A request by what is to be done about it. */
export type HookRequest = Envelope &
  (
    | {
        readonly kind: 'resource';
        readonly resource: Resource;
        /** Of an update: the properties as they are. */
        readonly previousProperties?: JsonObject | undefined;
      }
    | { readonly kind: 'stack' | 'changeSet'; readonly payloadUrl: string }
    | { readonly kind: 'delete' }
    | { readonly kind: 'foreign' }
  );

/** Thrown where the event is not one that CloudFormation sends; the message names the field and never its value. */
export class RequestError extends DecisionError {
  override readonly name = 'RequestError';
  override readonly kind = 'EVENT';
  override readonly reason = `Egress Guard got an event that it cannot read: ${this.message}`;
}

/** Reads the token of even a malformed event, for the answer to echo. The documentation spells it in two ways. */
export function readToken(event: unknown): string | undefined {
  if (!isObject(event)) return undefined;
  const token = own(event, 'clientRequestToken') ?? own(event, 'clientRequesttoken');
  return typeof token === 'string' && token !== '' && token.length <= MAX_TOKEN ? token : undefined;
}

export function isUpdate({ actionInvocationPoint }: Envelope): boolean {
  return actionInvocationPoint === 'UPDATE_PRE_PROVISION';
}

/**
 * Turns an event of any shape into a request. What it is about is told by `targetName`: Cloud Control sends
 * `RESOURCE` as `targetType`.
 * @throws {RequestError}
 */
export function parseRequest(event: unknown): HookRequest {
  const root = readObject(event, 'event');
  const excess = limitProblem(root);
  if (excess !== undefined) throw new RequestError(`event: ${excess}.`);
  const data = readObject(own(root, 'requestData'), 'requestData');
  const envelope = readEnvelope(root, data);
  if (envelope.actionInvocationPoint === 'DELETE_PRE_PROVISION') return { ...envelope, kind: 'delete' };
  const kind = payloadKinds.get(envelope.targetName);
  if (kind !== undefined) return { ...envelope, kind, payloadUrl: readString(data, 'payload') };
  if (!isRuleType(envelope.targetName)) return { ...envelope, kind: 'foreign' };
  return readResource(envelope, data);
}

const MAX_TOKEN = 4096;

const payloadKinds: ReadonlyMap<string, 'stack' | 'changeSet'> = new Map([
  ['STACK', 'stack'],
  ['CHANGE_SET', 'changeSet'],
]);

const readObject = (value: unknown, name: string): JsonObject => {
  if (!isObject(value)) throw new RequestError(`${name}: expected an object, got ${typeName(value)}.`);
  return value;
};

const typeName = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return value === undefined ? 'nothing' : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
};

const readEnvelope = (event: JsonObject, data: JsonObject): Envelope => {
  const hookModel = own(event, 'hookModel');
  return {
    clientRequestToken: readToken(event),
    awsAccountId: optional(event, 'awsAccountId'),
    stackId: optional(event, 'stackId'),
    changeSetId: optional(event, 'changeSetId'),
    hookTypeName: optional(event, 'hookTypeName'),
    functionArn: isObject(hookModel) ? optional(hookModel, 'LambdaFunction') : undefined,
    actionInvocationPoint: optional(event, 'actionInvocationPoint'),
    targetName: readString(data, 'targetName'),
    targetLogicalId: readLogicalId(data),
  };
};

const optional = (event: JsonObject, key: string): string | undefined => {
  const value = own(event, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const readString = (data: JsonObject, key: string): string => {
  const value = own(data, key);
  if (typeof value === 'string' && value !== '') return value;
  throw new RequestError(
    `requestData.${key}: expected a string, got ${value === '' ? 'an empty one' : typeName(value)}.`,
  );
};

const CONTROL_CHARACTERS = /[^ -~\u00a0-\uffff]/;

const MAX_LOGICAL_ID = 1024;

const readLogicalId = (data: JsonObject): string => {
  const id = readString(data, 'targetLogicalId');
  const name = 'requestData.targetLogicalId';
  if (CONTROL_CHARACTERS.test(id)) throw new RequestError(`${name}: holds control characters.`);
  if (id.length > MAX_LOGICAL_ID) throw new RequestError(`${name}: is longer than ${MAX_LOGICAL_ID} characters.`);
  return id;
};

const readResource = (envelope: Envelope, data: JsonObject): HookRequest => {
  const model = readObject(own(data, 'targetModel'), 'requestData.targetModel');
  const name = 'requestData.targetModel.resourceProperties';
  const properties = readObject(own(model, 'resourceProperties'), name);
  const previousProperties = own(model, 'previousResourceProperties');
  return {
    ...envelope,
    kind: 'resource',
    resource: { logicalId: envelope.targetLogicalId, type: envelope.targetName, properties },
    previousProperties: isUpdate(envelope) && isObject(previousProperties) ? previousProperties : undefined,
  };
};
