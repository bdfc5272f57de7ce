import type { Traffic } from './traffic.ts';

/**
 * Finds the traffic to ports that were seen once: where there are many such ports, it is what a host answers to scans and
 * noise of the internet, each from another port, and nothing tells it from a connection. Services are used again.
 */
export function loneTraffic(traffic: readonly Traffic[]): ReadonlySet<Traffic> {
  const byService = Map.groupBy(traffic, ({ protocol, port }) => `${protocol} ${port}`);
  const lone = [...byService.values()].flatMap((own) => (isLone(own) ? own : []));
  return new Set(lone.length > MANY ? lone : []);
}

/** Below are the ports of well-known services: https://www.rfc-editor.org/rfc/rfc6335#section-6 */
const FIRST_USER_PORT = 1024;

/** So many may be connections that were made once. */
const MANY = 8;

/** By one record to each of two addresses at most: of many ports that are taken by chance, some are the same. */
const isLone = (own: readonly Traffic[]): boolean =>
  own.length <= 2 && own.every(({ isSure, records, port = 0 }) => !isSure && records === 1 && port >= FIRST_USER_PORT);
