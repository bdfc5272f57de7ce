/** A template as it is written: values with the offsets at which they stand. Aliases share the node that they name. */
export type Node = ScalarNode | SequenceNode | MappingNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly offset: number;
  readonly style: 'plain' | 'quoted' | 'block';
  /** Of a literal block (`|`), whose lines stand as they are: by how many columns they are indented. */
  readonly indent?: number;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly items: readonly Node[];
  readonly offset: number;
}

export interface MappingNode {
  readonly kind: 'mapping';
  /** By key; of keys that are written twice, the last one. `offset` is the key's. */
  readonly pairs: ReadonlyMap<string, Pair>;
  readonly offset: number;
}

export interface Pair {
  readonly offset: number;
  readonly node: Node;
}

/** What a node is as JSON: shared nodes become shared values, so the result may be a graph, without cycles. */
export const toValue = (node: Node, known: Map<Node, unknown> = new Map()): unknown => {
  if (node.kind === 'scalar') return node.value;
  const before = known.get(node);
  if (before !== undefined) return before;
  const value =
    node.kind === 'sequence'
      ? node.items.map((item) => toValue(item, known))
      : Object.fromEntries([...node.pairs].map(([key, pair]) => [key, toValue(pair.node, known)]));
  known.set(node, value);
  return value;
};
