import { UnreadableError } from '../../unreadable-error.ts';

/** A template as it is written: values with the offsets at which they stand. Aliases share the node that they name. */
export type Node = ScalarNode | SequenceNode | MappingNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly offset: number;
  readonly style: 'plain' | 'quoted' | 'block';
  /** Of a literal block (`|`), whose lines stand as they are: by how many columns they are indented. */
  readonly indent?: number;
  /** The text as it stands there, where the value is not printed so: `0x10`, `yes`. */
  readonly written?: string;
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly depth: number;
  /** By key; of keys that are written twice, the last one. `offset` is the key's. */
  readonly pairs: ReadonlyMap<string, Pair>;
  readonly offset: number;
}

export interface Pair {
  readonly offset: number;
  readonly node: Node;
}

/**
 * How deep a collection of these nodes is.
 * @throws {UnreadableError} where that is too deep
 */
export function depthAround(nodes: readonly Node[]): number {
  const depth = 1 + nodes.reduce((most, node) => Math.max(most, node.kind === 'scalar' ? 0 : node.depth), 0);
  if (depth > MAX_DEPTH) throw new UnreadableError('it is nested too deeply');
  return depth;
}

/** What a node is as JSON: shared nodes become shared values, so the result may be a graph, without cycles. */
export function toValue(node: Node, known: Map<Node, unknown> = new Map()): unknown {
  if (node.kind === 'scalar') return node.value;
  const before = known.get(node);
  if (before !== undefined) return before;
  const value = node.kind === 'sequence' ? node.items.map((item) => toValue(item, known)) : toObject(node, known);
  known.set(node, value);
  return value;
}

interface SequenceNode {
  readonly kind: 'sequence';
  /** How many levels of collections there are in it, with itself. */
  readonly depth: number;
  readonly items: readonly Node[];
  readonly offset: number;
}

/** Tags add levels to those of the text, and aliases make as many as they like: so many are borne. */
const MAX_DEPTH = 400;

const toObject = ({ pairs }: MappingNode, known: Map<Node, unknown>): Record<string, unknown> => {
  const object: Record<string, unknown> = {};
  for (const [key, { node }] of pairs) {
    if (key === '__proto__') Object.defineProperty(object, key, { value: toValue(node, known), enumerable: true });
    else object[key] = toValue(node, known);
  }
  return object;
};
