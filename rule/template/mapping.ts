import type { MappingNode, Node, Pair } from './node.ts';
import { UnreadableError } from './unreadable-error.ts';

/** Merge keys can make a short text large. */
const MAX_MERGED = 100_000;

const isMerge = (key: Node): boolean => key.kind === 'scalar' && key.style === 'plain' && key.value === '<<';

const keyText = (key: Node): string => (key.kind === 'scalar' ? String(key.value ?? '') : '[collection as a key]');

/** The mappings that a merge key names; the first of them to have a key gives its value. */
const sourcesOf = (node: Node): readonly MappingNode[] => {
  const nodes = node.kind === 'sequence' ? node.items : [node];
  return nodes.filter((source) => source.kind === 'mapping').toReversed();
};

const mergedPairs = (sources: readonly MappingNode[]): Map<string, Pair> => {
  const count = sources.reduce((sum, { pairs }) => sum + pairs.size, 0);
  if (count > MAX_MERGED) throw new UnreadableError('merge keys make it too large');
  return new Map(sources.flatMap(({ pairs }) => [...pairs]));
};

/** Makes a mapping of its keys and values, in turn: what it says itself goes before what it merges in with `<<`. */
export const makeMapping = (children: readonly Node[], offset: number): MappingNode => {
  const own: [string, Pair][] = [];
  const merged: MappingNode[] = [];
  for (let index = 0; index + 1 < children.length; index += 2) {
    const [key, node] = children.slice(index, index + 2);
    if (key === undefined || node === undefined) continue;
    if (isMerge(key)) merged.push(...sourcesOf(node));
    else own.push([keyText(key), { offset: key.offset, node }]);
  }
  const pairs = mergedPairs(merged);
  for (const [key, pair] of own) pairs.set(key, pair);
  return { kind: 'mapping', pairs, offset };
};
