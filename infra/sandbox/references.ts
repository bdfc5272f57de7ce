import { isObject, type TemplateResource } from '../../rule/index.ts';

/** Thrown where resources wait for each other; the message is CloudFormation's. */
export class CircularDependencyError extends Error {
  override readonly name = 'CircularDependencyError';
}

/**
 * Resources in the order in which CloudFormation gets to them: each wave waits for those before it only.
 * @throws {CircularDependencyError}
 */
export function inWaves<T extends TemplateResource>(resources: readonly T[]): T[][] {
  const waiting = new Map(resources.map((resource) => [resource.logicalId, dependenciesOf(resource)]));
  const waves: T[][] = [];
  while (waiting.size > 0) {
    const wave = resources.filter(({ logicalId }) => {
      const names = waiting.get(logicalId);
      return names !== undefined && ![...names].some((name) => waiting.has(name));
    });
    if (wave.length === 0)
      throw new CircularDependencyError(`Circular dependency between resources: [${[...waiting.keys()].join(', ')}]`);
    for (const { logicalId } of wave) waiting.delete(logicalId);
    waves.push(wave);
  }
  return waves;
}

/** The logical ids on which a resource waits: what it refers to, and its `DependsOn`. */
const dependenciesOf = ({ definition, properties }: TemplateResource): Set<string> => {
  const names = new Set([definition['DependsOn'] ?? []].flat().map(String));
  collect(properties, names, new Set());
  return names;
};

/** Every name that a value refers to, each shared part looked at once. */
const collect = (value: unknown, names: Set<string>, seen: Set<unknown>): void => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  for (const [key, child] of Object.entries(value)) {
    if (isObject(value)) for (const name of namesIn(key, child)) names.add(name);
    collect(child, names, seen);
  }
};

const VARIABLE = /\$\{([^!}.]+)[^}]*\}/g;

const namesIn = (key: string, value: unknown): string[] => {
  const first = Array.isArray(value) ? value[0] : value;
  if (typeof first !== 'string') return [];
  if (key === 'Ref') return [first];
  if (key === 'Fn::GetAtt') return [first.split('.')[0] ?? ''];
  if (key !== 'Fn::Sub') return [];
  const variables = Array.isArray(value) && isObject(value[1]) ? value[1] : {};
  return Array.from(first.matchAll(VARIABLE), (match) => String(match[1])).filter(
    (name) => !Object.hasOwn(variables, name),
  );
};
