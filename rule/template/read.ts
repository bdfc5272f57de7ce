import { isObject, type JsonObject } from '../place.ts';
import { locate } from './locate.ts';
import { toValue } from './node.ts';
import { parse } from './parse.ts';
import type { Position } from './position.ts';
import { buildDocuments } from './tree.ts';
import { UnreadableError } from './unreadable-error.ts';

/** A template as JSON. */
export interface Document {
  readonly value: JsonObject;
  /** Where the key or item that a JSON pointer names is written, or the nearest above it that is. */
  readonly positionOf: (pointer: string) => Position;
}

const START: Position = { line: 1, column: 1 };

const readTree = (text: string): Document[] => {
  const parsed = parse(text);
  return buildDocuments(parsed).flatMap((root) => {
    const value = toValue(root);
    return isObject(value) ? { value, positionOf: (pointer) => parsed.positionOf(locate(root, pointer)) } : [];
  });
};

/** Positions are asked for only where there is something to report, and cost a second reading then. */
const makeJsonDocument = (value: JsonObject, text: string): Document => {
  let tree: readonly Document[] | undefined;
  const positionOf = (pointer: string): Position => {
    try {
      tree ??= readTree(text);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      tree = [];
    }
    return tree[0]?.positionOf(pointer) ?? START;
  };
  return { value, positionOf };
};

const readJson = (text: string): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Whether a document looks like a template, so that another JSON or YAML file in a folder is not taken for one. */
export const isTemplate = ({ value }: Document): boolean =>
  Object.hasOwn(value, 'Resources') || Object.hasOwn(value, 'AWSTemplateFormatVersion');

/**
 * Reads JSON or YAML, as CloudFormation takes them; a text may hold several documents.
 * @throws {UnreadableError} where it is neither, or holds no mapping
 */
export const readDocuments = (text: string): readonly Document[] => {
  const source = text.replace(/^\uFEFF/, '');
  const json = /^\s*\{/.test(source) ? readJson(source) : undefined;
  if (json !== undefined) return [makeJsonDocument(json, source)];
  const documents = readTree(source);
  if (documents.length === 0) throw new UnreadableError(source.trim() === '' ? 'it is empty' : 'it is not a mapping');
  return documents;
};
