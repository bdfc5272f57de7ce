import { pointerKeys } from '../place.ts';
import type { Node, Pair } from './node.ts';

/** Past `/Resources/<logical id>/Properties`: a resource may itself be called IpProtocol. */
const IN_PROPERTIES = 3;

/** What a mapping or a sequence holds at a key. */
export const childOf = (node: Node, key: string): Pair | undefined => {
  if (node.kind === 'mapping') return node.pairs.get(key);
  const item = node.kind === 'sequence' ? node.items[Number(key)] : undefined;
  return item && { offset: item.offset, node: item };
};

/**
 * The key or item that a JSON pointer names, or the nearest above it that is written. Inside an `IpProtocol` it is that
 * key, whatever function its value is.
 */
export const locate = (root: Node, pointer: string): Pair => {
  const keys = pointerKeys(pointer);
  const protocol = keys.indexOf('IpProtocol', IN_PROPERTIES);
  let found: Pair = { offset: root.offset, node: root };
  for (const key of protocol < 0 ? keys : keys.slice(0, protocol + 1)) {
    const child = childOf(found.node, key);
    if (child === undefined) break;
    found = child;
  }
  return found;
};
