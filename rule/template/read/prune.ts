import type { MappingNode, Node, Pair } from './node.ts';

/** Whether resources of a type are asked for. */
export type IsWanted = (type: string) => boolean;

/** A template without the resources that nobody asks for, which are most of it and need not be made values of. */
export function prune(root: Node, isWanted: IsWanted): Node {
  const resources = root.kind === 'mapping' ? root.pairs.get('Resources') : undefined;
  if (root.kind !== 'mapping' || resources?.node.kind !== 'mapping') return root;
  const kept = new Map([...resources.node.pairs].filter(([, { node }]) => isKept(node, isWanted)));
  return withPair(root, 'Resources', { ...resources, node: { ...resources.node, pairs: kept } });
}

/** A resource whose type is told in it; a loop over resources, or something broken, is kept. */
const isKept = (node: Node, isWanted: IsWanted): boolean => {
  const type = node.kind === 'mapping' ? node.pairs.get('Type')?.node : undefined;
  return type?.kind !== 'scalar' || typeof type.value !== 'string' || isWanted(type.value);
};

const withPair = (mapping: MappingNode, key: string, pair: Pair): MappingNode => ({
  ...mapping,
  pairs: new Map(mapping.pairs).set(key, pair),
});
