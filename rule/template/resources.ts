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

/** Whether resources of a type are asked for. */
export type IsWanted = (type: string) => boolean;

interface Listing {
  readonly scope: Scope;
  readonly isWanted: IsWanted;
}

const toResource = ({ scope, isWanted }: Listing, logicalId: string, { value, pointer }: Place): TemplateResource[] => {
  if (!isObject(value)) return [];
  const type = own(value, 'Type');
  if (typeof type !== 'string' || !isWanted(type)) return [];
  const when = whenOf(scope, own(value, 'Condition'));
  if (when === undefined) return [];
  return [{ logicalId, type, properties: own(value, 'Properties'), pointer, when, definition: value }];
};

const listAt = (listing: Listing, root: Place, key: string, value: unknown): TemplateResource[] =>
  isForEach(key)
    ? expand(listing.scope, { ...root, value: { [key]: value } }).flatMap((made) =>
        toResource(listing, made.key, made.place),
      )
    : toResource(listing, key, childPlace(root, key, value));

/** The resources that the template can make: those whose conditions exclude each other are left out. */
export const listResources = (scope: Scope, isWanted: IsWanted = () => true): readonly TemplateResource[] => {
  const resources = section(scope, 'Resources');
  const root: Place = { value: resources, pointer: '/Resources', when: [] };
  return Object.entries(resources).flatMap(([key, value]) => listAt({ scope, isWanted }, root, key, value));
};
