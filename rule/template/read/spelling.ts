import { pointerKeys, type Resolve } from '../../value/index.ts';
import type { Node } from './node.ts';
import { childOf } from './node-at.ts';

/**
 * How a value is written that CloudFormation has in another way, such as `0x10` for 16: at the pointer, or in the default or
 * the mapping that a function there names. Undefined where it is written as it is.
 */
export function findSpelling(root: Node, pointer: string, value: unknown): string | undefined {
  const node = nodeAt(root, pointerKeys(pointer));
  const source = node && nodeAt(root, sourceOf(node));
  return [node, source].flatMap(
    (found) => (found?.kind === 'scalar' && found.value === value && found.written) || [],
  )[0];
}

/** Makes a `Resolve` that tells of each value how it is written. */
export function withSpelling(resolve: Resolve, spellingOf: SpellingOf): Resolve {
  return (place) =>
    resolve(place).map((possibility) => {
      const { value, pointer } = possibility;
      const written = typeof value === 'number' ? spellingOf(pointer, value) : undefined;
      return written === undefined ? possibility : { ...possibility, written };
    });
}

const nodeAt = (root: Node, keys: readonly string[]): Node | undefined =>
  keys.reduce<Node | undefined>((node, key) => node && childOf(node, key)?.node, root);

/** Where the value of `!Ref P` or `!FindInMap [A, b, c]` stands; anything else has no source but itself. */
const sourceOf = (node: Node): readonly string[] => {
  const [[name, pair] = []] = node.kind === 'mapping' ? node.pairs : [];
  if (name === 'Ref' && pair?.node.kind === 'scalar') return ['Parameters', String(pair.node.value), 'Default'];
  const keys = name === 'Fn::FindInMap' && pair?.node.kind === 'sequence' ? pair.node.items : [];
  return keys.length === 0 ? [] : ['Mappings', ...keys.map((key) => String(key.kind === 'scalar' && key.value))];
};

type SpellingOf = (pointer: string, value: unknown) => string | undefined;
