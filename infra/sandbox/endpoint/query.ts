import { randomUUID } from 'node:crypto';
import { escapeXml } from '../../xml/index.ts';
import type { ServiceError } from './service-error.ts';

/** The parameters of a request in the AWS Query protocol: lists and structures as they are meant. */
export interface QueryInput {
  readonly [name: string]: string | QueryInput | readonly (string | QueryInput)[];
}

/** What an action answers; a list becomes a list of members, undefined is left out. */
export interface QueryOutput {
  readonly [name: string]: QueryValue;
}

export type QueryValue = string | number | boolean | Date | undefined | QueryOutput | readonly QueryValue[];

/** Reads `Tags.member.1.Key=a` and the like. */
export function parseQuery(body: string): { readonly action: string; readonly input: QueryInput } {
  const root: Node = new Map();
  for (const [name, value] of new URLSearchParams(body)) put(root, name.split('.'), value);
  const { Action, Version: _version, ...input } = plain(root) as QueryInput;
  return { action: typeof Action === 'string' ? Action : '', input };
}

/** An answer as XML, as the SDKs read it. */
export function answerXml(action: string, namespace: string, output: QueryOutput): string {
  const result = `<${action}Result>${fields(output)}</${action}Result>`;
  return `<${action}Response xmlns="${namespace}">${result}<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`;
}

export function errorXml({ code, message, status }: ServiceError): string {
  const error = fields({ Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message } });
  return `<ErrorResponse>${error}<RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
}

/** A value as an element, or as one for each item of a list without members. */
export function elementXml(name: string, value: QueryValue): string {
  if (value === undefined) return '';
  return `<${name}>${contentXml(value)}</${name}>`;
}

type Node = Map<string, Node | string>;

const put = (node: Node, [key = '', ...rest]: readonly string[], value: string): void => {
  if (rest.length === 0) {
    node.set(key, value);
    return;
  }
  const known = node.get(key);
  const inner: Node = known instanceof Map ? known : new Map();
  node.set(key, inner);
  put(inner, rest, value);
};

const plain = (node: Node | string): QueryInput | string | readonly (QueryInput | string)[] => {
  if (typeof node === 'string') return node;
  const members = node.get('member');
  if (members instanceof Map)
    return [...members]
      .sort(([one], [other]) => Number(one) - Number(other))
      .map(([, member]) => plain(member) as QueryInput | string);
  return Object.fromEntries([...node].map(([key, value]) => [key, plain(value)])) as QueryInput;
};

const fields = (output: QueryOutput): string =>
  Object.entries(output)
    .map(([name, value]) => elementXml(name, value))
    .join('');

const isList = (value: QueryValue): value is readonly QueryValue[] => Array.isArray(value);

const contentXml = (value: QueryValue): string => {
  if (isList(value)) return value.map((item) => elementXml('member', item)).join('');
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? fields(value) : escapeXml(String(value ?? ''));
};
