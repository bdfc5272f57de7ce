import type { Location, Resource } from '../rule.ts';
import { isRuleType } from '../select-rules.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { intrinsicName, isObject, own, pointerKeys } from '../value/index.ts';
import type { Budget } from './budget.ts';
import { mayGrow } from './nested/index.ts';
import { type Document, isTemplate, type Position, readDocuments } from './read/index.ts';
import { listResources, makeScope } from './resolve/index.ts';

/** A template beside resources of it that somebody else has resolved. It is read when it is first asked something. */
export interface WrittenTemplate {
  /** Where a spot is written that was found in resolved properties; nothing where the template makes it in another way. */
  readonly positionOf: (spot: Pick<Location, 'logicalId' | 'mark'>) => Position | undefined;
  /** The resources that rules look at; undefined where the template cannot be read, or a macro may add some. */
  readonly resources: () => readonly Resource[] | undefined;
}

export function openTemplate(text: string, budget: Budget): WrittenTemplate {
  let documents: readonly Document[] | undefined;
  const read = (): readonly Document[] => {
    documents ??= readLeniently(text, budget);
    return documents;
  };
  let listed: { readonly resources: readonly Resource[] | undefined } | undefined;
  return {
    positionOf: (spot) => {
      const document = read().find(({ value }) => hasResource(value, spot.logicalId));
      return document?.positionOf(commonPath(document.value, spot.mark));
    },
    resources: () => {
      listed ??= { resources: list(read(), budget) };
      return listed.resources;
    },
  };
}

const readLeniently = (text: string, budget: Budget): readonly Document[] => {
  try {
    return readDocuments(text, isRuleType, budget).filter(isTemplate);
  } catch (error) {
    if (error instanceof UnreadableError) return [];
    throw error;
  }
};

const hasResource = (template: unknown, logicalId: string): boolean => {
  const resources = childOf(template, 'Resources');
  return isObject(resources) && isObject(own(resources, logicalId));
};

const childOf = (value: unknown, key: string): unknown => {
  if (Array.isArray(value)) return value[Number(key)];
  return isObject(value) ? own(value, key) : undefined;
};

/** How far a pointer into resolved properties leads in the template as well. */
const commonPath = (template: unknown, pointer: string): string => {
  const keys = pointerKeys(pointer);
  let value = template;
  for (const [index, key] of keys.entries()) {
    if (isShifting(value))
      return pointer
        .split('/')
        .slice(0, index + 1)
        .join('/');
    value = childOf(value, key);
  }
  return pointer;
};

/** Whether a function may make a list shorter or longer: the numbers of its items are not the same when it is resolved. */
const isShifting = (value: unknown): boolean =>
  Array.isArray(value) && value.some((item) => intrinsicName(item) !== undefined);

const list = (documents: readonly Document[], budget: Budget): readonly Resource[] | undefined => {
  if (documents.length === 0 || documents.some(({ value }) => mayGrow(value))) return undefined;
  return documents.flatMap(({ value }) =>
    listResources(makeScope(value, { openParameters: 'anyValue' }, budget), isRuleType),
  );
};
