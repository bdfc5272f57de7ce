import { parseRequest, RequestError, readToken } from '../../handler/event/index.ts';
import { evaluateResource, parseJson } from '../../rule/index.ts';

/** The parser of requests refuses with its own error only, and what it makes of one can be judged. */
export function fuzz(data: Buffer): void {
  const event = parseJson(data.toString('utf8'));
  readToken(event);
  try {
    const request = parseRequest(event);
    if (request.kind === 'resource') evaluateResource(request.resource);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
  }
}
