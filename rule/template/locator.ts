import { isObject, own } from '../place.ts';
import type { Spot } from '../rule.ts';
import type { Position } from './position.ts';
import { type Document, readDocuments } from './read.ts';
import { UnreadableError } from './unreadable-error.ts';

const readLeniently = (text: string): readonly Document[] => {
  try {
    return readDocuments(text);
  } catch (error) {
    if (error instanceof UnreadableError) return [];
    throw error;
  }
};

const hasResource = ({ value }: Document, logicalId: string): boolean => {
  const resources = own(value, 'Resources');
  return isObject(resources) && Object.hasOwn(resources, logicalId);
};

/**
 * Makes a function that tells where in a template a spot is written that was found in resolved properties; nothing where
 * the template cannot be read or makes the resource in another way.
 */
export const makeLocator = (text: string): ((spot: Spot) => Position | undefined) => {
  let documents: readonly Document[] | undefined;
  return ({ logicalId, path }) => {
    documents ??= readLeniently(text);
    return documents.find((document) => hasResource(document, logicalId))?.positionOf(path);
  };
};
