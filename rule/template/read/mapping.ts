import { UnreadableError } from '../../unreadable-error.ts';
import { isFunctionName } from '../../value/index.ts';
import { depthAround, type MappingNode, type Node, type Pair } from './node.ts';

/** How many pairs merge keys may still add to the mappings of a text. */
export interface MergeRoom {
  left: number;
}

export function makeMergeRoom(): MergeRoom {
  return { left: MAX_MERGED };
}

/** Makes a mapping of its keys and values, in turn: what it says itself goes before what it merges in with `<<`. */
export function makeMapping(children: readonly Node[], offset: number, room: MergeRoom): MappingNode {
  const own = new Map<string, Pair>();
  const merged = ownPairs(children, own);
  const pairs = merged.length === 0 ? own : new Map([...mergedPairs(merged, room), ...own]);
  return { kind: 'mapping', depth: depthAround(children), pairs, offset };
}

/** Merge keys can make a short text large. */
const MAX_MERGED = 100_000;

/** Keys and values, in turn, without the merge keys. */
const ownPairs = (children: readonly Node[], pairs: Map<string, Pair>): MappingNode[] => {
  const merged: MappingNode[] = [];
  for (let index = 0; index + 1 < children.length; index += 2) {
    const key = children[index];
    const node = children[index + 1];
    if (key === undefined || node === undefined) continue;
    if (isMerge(key)) merged.push(...sourcesOf(node));
    else pairs.set(keyText(key), { offset: key.offset, node });
  }
  return merged;
};

const isMerge = (key: Node): boolean => key.kind === 'scalar' && key.style === 'plain' && key.value === '<<';

/** The mappings that a merge key names. */
const sourcesOf = (node: Node): readonly MappingNode[] => {
  const nodes = node.kind === 'sequence' ? node.items : [node];
  return nodes.filter((source) => source.kind === 'mapping');
};

/** A tag on a key makes no function of it. */
const keyText = (key: Node): string => {
  if (key.kind === 'scalar') return String(key.value ?? '');
  const [[name, tagged] = []] = key.kind === 'mapping' && key.pairs.size === 1 ? key.pairs : [];
  return tagged?.node.kind === 'scalar' && isFunctionName(name ?? '') ? keyText(tagged.node) : '[collection as a key]';
};

/** The first mapping to have a key gives its value. */
const mergedPairs = (sources: readonly MappingNode[], room: MergeRoom): Map<string, Pair> => {
  room.left -= sources.reduce((sum, { pairs }) => sum + pairs.size, sources.length);
  if (room.left < 0) throw new UnreadableError('merge keys make it too large');
  return new Map(sources.toReversed().flatMap(({ pairs }) => [...pairs]));
};
