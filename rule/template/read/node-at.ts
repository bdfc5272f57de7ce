import { pointerKeys } from '../../value/index.ts';
import type { Node, Pair } from './node.ts';

/** What a mapping or a sequence holds at a key. */
export function childOf(node: Node, key: string): Pair | undefined {
  if (node.kind === 'mapping') return node.pairs.get(key);
  const item = node.kind === 'sequence' ? node.items[Number(key)] : undefined;
  return item && { offset: item.offset, node: item };
}

/** The key or item that a JSON pointer names, or the nearest above it that is written. */
export function locate(root: Node, pointer: string): Pair {
  let found: Pair = { offset: root.offset, node: root };
  for (const key of pointerKeys(pointer)) {
    const child = childOf(found.node, key);
    if (child === undefined) break;
    found = child;
  }
  return found;
}
