import type { ServerResponse } from 'node:http';
import type { ServiceError } from '../../../infra/sandbox/endpoint/service-error.ts';

/** A structure of AWS's model: lists have `member` elements, and what is undefined has no element. */
export type Shape = string | boolean | Date | readonly Shape[] | { readonly [name: string]: Shape | undefined };

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');

const isList = (shape: Shape): shape is readonly Shape[] => Array.isArray(shape);

/** A structure as the Query protocol writes it. */
export const toXml = (shape: Shape): string => {
  if (typeof shape === 'string') return escapeXml(shape);
  if (typeof shape === 'boolean') return String(shape);
  if (shape instanceof Date) return shape.toISOString();
  if (isList(shape)) return shape.map((item) => `<member>${toXml(item)}</member>`).join('');
  return Object.entries(shape)
    .map(([name, value]) => (value === undefined ? '' : `<${name}>${toXml(value)}</${name}>`))
    .join('');
};

export const sendError = (response: ServerResponse, { code, message, status }: ServiceError): void => {
  const error = toXml({ Error: { Type: 'Sender', Code: code, Message: message }, RequestId: '1' });
  response.writeHead(status, { 'content-type': 'text/xml' }).end(`<ErrorResponse>${error}</ErrorResponse>`);
};
