import { isObject, type JsonObject, own, parseJson } from '../../rule/index.ts';
import { fetchText, isPayloadUrl, PayloadError } from './fetch-text.ts';

/** What CloudFormation puts behind the presigned URL of a STACK or CHANGE_SET request. */
export interface Payload {
  /** As it was submitted, nothing resolved. */
  readonly template: string;
  /** Of an update, the template that is deployed. */
  readonly previousTemplate?: string;
  /** Of a change set, the resources that it touches; absent where it does not say. */
  readonly changedResources?: readonly ChangedResource[];
}

export interface ChangedResource {
  readonly logicalId: string;
  readonly type: string;
  /** JSON text whose numbers and booleans are strings, if it is as documented; null where the resource is created. */
  readonly beforeContext: unknown;
  /** The same; null where the resource is deleted. */
  readonly afterContext: unknown;
}

export interface PayloadSource {
  readonly url: string;
  /** An origin besides S3, for local use. */
  readonly origin: string | undefined;
  /** Milliseconds in which it must have arrived. */
  readonly timeoutMs: number;
}

/**
 * Fetches and reads a payload.
 * @throws {PayloadError}
 */
export async function fetchPayload({ url, origin, timeoutMs }: PayloadSource): Promise<Payload> {
  if (!isPayloadUrl(url, origin)) throw new PayloadError('its address is not one of S3');
  return readPayload(await fetchText(url, AbortSignal.timeout(Math.max(timeoutMs, 0))));
}

const readPayload = (text: string): Payload => {
  const payload = parseJson(text);
  if (!isObject(payload)) throw new PayloadError('it is not a JSON object');
  const template = own(payload, 'template') ?? '';
  if (typeof template !== 'string') throw new PayloadError('template is not a string');
  const previousTemplate = own(payload, 'previousTemplate');
  const templates = { template, ...(typeof previousTemplate === 'string' && { previousTemplate }) };
  const changes = own(payload, 'changedResources') ?? undefined;
  if (changes === undefined) return templates;
  if (!Array.isArray(changes)) throw new PayloadError('changedResources is not a list');
  return { ...templates, changedResources: changes.map(readChange) };
};

const readChange = (change: unknown): ChangedResource => {
  if (!isObject(change)) throw new PayloadError('changedResources holds something that is not an object');
  const action = own(change, 'action');
  return {
    logicalId: readString(change, 'logicalResourceId', 'a changed resource'),
    type: readString(change, 'resourceType', 'a changed resource'),
    beforeContext: action === 'UPDATE' ? (own(change, 'beforeContext') ?? null) : null,
    afterContext: action === 'DELETE' ? null : (own(change, 'afterContext') ?? undefined),
  };
};

const readString = (object: JsonObject, key: string, what: string): string => {
  const value = own(object, key);
  if (typeof value !== 'string') throw new PayloadError(`${what} has no ${key}`);
  return value;
};
