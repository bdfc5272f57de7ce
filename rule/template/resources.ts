import { childPlace, isObject, type JsonObject, own, type Place } from '../place.ts';
import type { Assumption, Resource } from '../rule.ts';
import { assume } from './condition.ts';
import { expand, isForEach } from './for-each.ts';
import { type Scope, section } from './scope.ts';

/** A resource of a template, its values as they are written. */
export interface TemplateResource extends Required<Resource> {
  /** What stands beside the properties: `DependsOn` and the like. */
  readonly definition: JsonObject;
}

const whenOf = (scope: Scope, condition: unknown): readonly Assumption[] | undefined =>
  typeof condition === 'string' ? assume(scope, [], { condition, holds: true }) : [];

const toResource = (scope: Scope, logicalId: string, { value, pointer }: Place): TemplateResource[] => {
  if (!isObject(value)) return [];
  const type = own(value, 'Type');
  const when = whenOf(scope, own(value, 'Condition'));
  if (typeof type !== 'string' || when === undefined) return [];
  return [{ logicalId, type, properties: own(value, 'Properties'), pointer, when, definition: value }];
};

const listAt = (scope: Scope, parent: Place, key: string, place: Place): TemplateResource[] =>
  isForEach(key)
    ? expand(scope, { ...parent, value: { [key]: place.value } }).flatMap((made) =>
        listAt(scope, made.body, made.key, made.place),
      )
    : toResource(scope, key, place);

/** Every resource that the template can make: those whose conditions exclude each other are left out. */
export const listResources = (scope: Scope): readonly TemplateResource[] => {
  const resources = section(scope, 'Resources');
  const root: Place = { value: resources, pointer: '/Resources', when: [] };
  return Object.entries(resources).flatMap(([key, value]) => listAt(scope, root, key, childPlace(root, key, value)));
};
