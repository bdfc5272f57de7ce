import { intrinsicName, isObject, type JsonObject, own } from '../place.ts';
import type { Spot } from '../rule.ts';
import type { Position } from './position.ts';
import { type Document, readDocuments } from './read.ts';
import { UnreadableError } from './unreadable-error.ts';

/** Which part of `/Resources/<logical id>/Properties/SecurityGroupEgress/0/IpProtocol` is the property. */
const PROPERTY = 4;

const readLeniently = (text: string): readonly Document[] => {
  try {
    return readDocuments(text);
  } catch (error) {
    if (error instanceof UnreadableError) return [];
    throw error;
  }
};

const resourceOf = ({ value }: Document, logicalId: string): JsonObject | undefined => {
  const resources = own(value, 'Resources');
  const resource = isObject(resources) ? own(resources, logicalId) : undefined;
  return isObject(resource) ? resource : undefined;
};

/**
 * How far the pointer into resolved properties leads in the template: up to a list that a function may make shorter, or
 * longer, for there the numbers of the items are not the same.
 */
const commonPath = (resource: JsonObject, path: string): string => {
  const keys = path.split('/');
  const properties = own(resource, 'Properties');
  const list = isObject(properties) ? own(properties, 'SecurityGroupEgress') : undefined;
  const isSame = !Array.isArray(list) || list.every((entry) => intrinsicName(entry) === undefined);
  return isSame ? path : keys.slice(0, PROPERTY + 1).join('/');
};

/**
 * Makes a function that tells where in a template a spot is written that was found in resolved properties; nothing where
 * the template cannot be read or makes the resource in another way.
 */
export const makeLocator = (text: string): ((spot: Spot) => Position | undefined) => {
  let documents: readonly Document[] | undefined;
  return ({ logicalId, path }) => {
    documents ??= readLeniently(text);
    for (const document of documents) {
      const resource = resourceOf(document, logicalId);
      if (resource !== undefined) return document.positionOf(commonPath(resource, path));
    }
    return undefined;
  };
};
