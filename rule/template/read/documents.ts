import { UnreadableError } from '../../unreadable-error.ts';
import { isObject, type JsonObject, parseJson } from '../../value/index.ts';
import { type Budget, makeBudget } from '../budget.ts';
import { makeJsonOffsetOf } from './json-places.ts';
import { type Node, toValue } from './node.ts';
import { locate } from './node-at.ts';
import { MAX_NESTING, parse } from './parse.ts';
import { makePositionOf, type Position } from './position.ts';
import { type IsWanted, prune } from './prune.ts';
import { findSpelling } from './spelling.ts';
import { buildDocuments } from './tree.ts';

/** A template as JSON. */
export interface Document {
  readonly value: JsonObject;
  /** Where the key or item that a JSON pointer names is written, or the nearest above it that is. */
  readonly positionOf: (pointer: string) => Position;
  /** Where a position is that counts within the string at a JSON pointer: exact in a literal block, else the key's. */
  readonly positionWithin: (pointer: string, inner: Position) => Position;
  /** The included file in which what a JSON pointer names is written; undefined: the text itself. */
  readonly fileOf: (pointer: string) => string | undefined;
  /** How the value that a JSON pointer leads to is written, where CloudFormation has it in another way. */
  readonly spellingOf: (pointer: string, value: unknown) => string | undefined;
}

/** Whether a document looks like a template, so that another JSON or YAML file in a folder is not taken for one. */
export function isTemplate({ value }: Document): boolean {
  return Object.hasOwn(value, 'Resources') || Object.hasOwn(value, 'AWSTemplateFormatVersion');
}

/**
 * Reads JSON or YAML, as CloudFormation takes them; a text may hold several documents.
 * @throws {UnreadableError} where it is neither, or holds no mapping
 */
export function readDocuments(
  text: string,
  isWanted: IsWanted = () => true,
  budget: Budget = makeBudget(text.length),
): readonly Document[] {
  const source = text.replace(/^\uFEFF/, '');
  const json = /^\s*\{/.test(source) && isShallow(source) ? readJson(source) : undefined;
  if (json !== undefined) return [makeJsonDocument(json, source)];
  const documents = readTree(source, isWanted, budget);
  if (documents.length === 0) throw new UnreadableError(reasonFor(source));
  return documents;
}

/** Counts brackets in strings too: what seems too deep is for the other reader to tell. */
const isShallow = (text: string): boolean => {
  let depth = 0;
  for (let index = 0; index < text.length && depth <= MAX_NESTING; index += 1) {
    const character = text[index];
    if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
  }
  return depth <= MAX_NESTING;
};

const readJson = (text: string): JsonObject | undefined => {
  const value = parseJson(text);
  return isObject(value) ? value : undefined;
};

type Locate = Pick<Document, 'positionOf' | 'positionWithin'>;

/** Positions are asked for only where there is something to report. */
const makeJsonDocument = (value: JsonObject, text: string): Document => {
  const [offsetOf, positionAt] = [makeJsonOffsetOf(text), makePositionOf(text)];
  const positionOf = (pointer: string): Position => positionAt(offsetOf(pointer));
  return { value, fileOf: () => undefined, spellingOf: () => undefined, positionOf, positionWithin: positionOf };
};

const readTree = (text: string, isWanted: IsWanted, budget: Budget): Document[] => {
  const parsed = parse(text, budget);
  const { documents, hasSpellings } = buildDocuments(parsed, isWanted);
  return documents.flatMap((root) => {
    const value = toValue(prune(root, isWanted));
    if (!isObject(value)) return [];
    const spellingOf: Document['spellingOf'] = (pointer, resolved) =>
      hasSpellings ? findSpelling(root, pointer, resolved) : undefined;
    return { value, fileOf: () => undefined, spellingOf, ...makeLocate(root, parsed.positionOf) };
  });
};

const makeLocate = (root: Node, positionOf: (offset: number) => Position): Locate => ({
  positionOf: (pointer) => positionOf(locate(root, pointer).offset),
  positionWithin: (pointer, inner) => {
    const { offset, node } = locate(root, pointer);
    if (node.kind !== 'scalar' || node.indent === undefined) return positionOf(offset);
    return { line: positionOf(node.offset).line + inner.line - 1, column: inner.column + node.indent };
  },
});

/** What somebody made of it who took it for a template. */
const reasonFor = (source: string): string => {
  const text = source.replace(/^(?:\s|#.*)+/gm, '');
  if (text === '') return 'it is empty';
  return `it is not a template: its top level is ${/^(?:\[|-\s)/.test(text) ? 'a list' : 'text'}`;
};
