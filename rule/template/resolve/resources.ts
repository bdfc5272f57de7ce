import type { Assumption, Resource } from '../../rule.ts';
import { childPlace, isObject, type JsonObject, own, type Place } from '../../value/index.ts';
import type { IsWanted } from '../read/index.ts';
import { assume } from './condition.ts';
import { expand, isForEach } from './for-each.ts';
import { type Scope, section } from './scope.ts';

/** A resource of a template, its values as they are written. */
export interface TemplateResource extends Required<Omit<Resource, 'construct'>>, Pick<Resource, 'construct'> {
  /** What stands beside the properties: `DependsOn` and the like. */
  readonly definition: JsonObject;
}

/** What a key of `Resources` defines, of whatever type; those of a loop one by one. */
export interface Definition {
  readonly logicalId: string;
  readonly place: Place;
  readonly definition: JsonObject;
}

/** Everything that the template defines as a resource. */
export function listDefinitions(scope: Scope): readonly Definition[] {
  const resources = section(scope, 'Resources');
  const root: Place = { value: resources, pointer: ROOT, when: [] };
  return Object.entries(resources).flatMap(([key, value]) => definitionsAt(scope, root, key, value));
}

/** Under which conditions a definition applies; undefined: never. */
export function whenDefined(scope: Scope, { definition }: Definition): readonly Assumption[] | undefined {
  const condition = own(definition, 'Condition');
  return typeof condition === 'string' ? assume(scope, [], { condition, holds: true }) : [];
}

/** The resources that the template can make: those whose conditions exclude each other are left out. */
export function listResources(
  scope: Scope,
  isWanted: IsWanted = () => true,
  definitions: readonly Definition[] = listDefinitions(scope),
): readonly TemplateResource[] {
  return definitions.flatMap((defined) => {
    const { logicalId, place, definition } = defined;
    const type = own(definition, 'Type');
    if (typeof type !== 'string' || !isWanted(type)) return [];
    const when = whenDefined(scope, defined);
    if (when === undefined) return [];
    const properties = own(definition, 'Properties');
    return [{ logicalId, type, properties, pointer: place.pointer, when, definition, ...constructOf(definition) }];
  });
}

const ROOT = '/Resources';

const definitionsAt = (scope: Scope, root: Place, key: string, value: unknown): readonly Definition[] =>
  isForEach(key)
    ? expand(scope, { ...root, value: { [key]: value } }).flatMap((made) => toDefinition(made.key, made.place))
    : toDefinition(key, childPlace(root, key, value));

const toDefinition = (logicalId: string, place: Place): readonly Definition[] =>
  isObject(place.value) ? [{ logicalId, place, definition: place.value }] : [];

const CDK_PATH = 'aws:cdk:path';

/** A construct of CDK's own library has its resource below it, which its user never wrote. */
const constructOf = (definition: JsonObject): Pick<Resource, 'construct'> => {
  const metadata = own(definition, 'Metadata');
  const path = isObject(metadata) ? own(metadata, CDK_PATH) : undefined;
  return typeof path === 'string' ? { construct: path.replace(/\/Resource$/, '') } : {};
};
