import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { UnreadableError } from '../../unreadable-error.ts';
import { type MergeRoom, makeMapping, makeMergeRoom } from './mapping.ts';
import { depthAround, type Node, type ScalarNode } from './node.ts';
import type { Parsed } from './parse.ts';
import { readPlain } from './scalar.ts';

/** The documents of a text. */
export interface Built {
  readonly documents: readonly Node[];
  /** Whether any number in them is written in another way than it is printed. */
  readonly hasSpellings: boolean;
}

/**
 * Builds the documents of a parsed text; short tags become the functions that they stand for.
 * @throws {UnreadableError}
 */
export function buildDocuments(parsed: Parsed): Built {
  const building: Building = {
    ...parsed,
    frames: [],
    anchors: new Map(),
    documents: [],
    room: makeMergeRoom(),
    hasSpellings: false,
  };
  for (const event of parsed.events) take(building, event);
  return building;
}

type CollectionEvent = Extract<Event, { start: number }>;

/** A collection, or a document, whose nodes are still arriving: of a mapping, keys and values in turn. */
interface Frame {
  readonly event: CollectionEvent | undefined;
  readonly children: Node[];
}

interface Building extends Parsed {
  readonly frames: Frame[];
  /** By name; undefined while the collection that bears the name is open, so that no node can contain itself. */
  readonly anchors: Map<string, Node | undefined>;
  readonly documents: Node[];
  readonly room: MergeRoom;
  hasSpellings: boolean;
}

const take = (building: Building, event: Event): void => {
  if (event.type === EVENT_ID.SCALAR) add(building, makeScalar(building, event), event);
  else if (event.type === EVENT_ID.ALIAS) addAlias(building, event.anchorStart, event.anchorEnd);
  else if (event.type === EVENT_ID.POP) close(building);
  else if (event.type === EVENT_ID.DOCUMENT) building.frames.push({ event: undefined, children: [] });
  else open(building, event);
};

type NodeEvent = CollectionEvent | ScalarEvent;

const add = (building: Building, node: Node, event: NodeEvent): void => {
  const tagged = applyTag(building, node, event);
  setAnchor(building, event, tagged);
  building.frames.at(-1)?.children.push(tagged);
};

const applyTag = (building: Building, node: Node, event: NodeEvent): Node => {
  const name = functionOf(tagOf(building, event));
  if (name === undefined) return node;
  const offset = event.tagStart;
  return { kind: 'mapping', depth: depthAround([node]), pairs: new Map([[name, { offset, node }]]), offset };
};

/** `Fn::If` of the tag `!If`; undefined of YAML's own tags (`!!str`, `!`) and of none. */
const functionOf = (tag: string | undefined): string | undefined => {
  if (tag === undefined || !/^![^!<]/.test(tag)) return undefined;
  const name = tag.slice(1);
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
};

const tagOf = ({ source }: Parsed, { tagStart, tagEnd }: NodeEvent): string | undefined =>
  tagStart < 0 ? undefined : source.slice(tagStart, tagEnd);

const setAnchor = (
  { source, anchors }: Building,
  { anchorStart, anchorEnd }: NodeEvent,
  node: Node | undefined,
): void => {
  if (anchorStart >= 0) anchors.set(source.slice(anchorStart, anchorEnd), node);
};

const makeScalar = (building: Building, event: ScalarEvent): ScalarNode => {
  const style = styleOf(event);
  const text = building.restore(getScalarValue(building.source, event));
  const value = style === 'plain' && !isText(tagOf(building, event)) ? readPlain(text) : text;
  const offset = style === 'quoted' ? event.valueStart - 1 : event.valueStart;
  const isLiteral = event.style === SCALAR_STYLE.LITERAL_BLOCK;
  const scalar: ScalarNode = { kind: 'scalar', value, offset, style };
  if (isLiteral) return { ...scalar, indent: event.indent };
  if (value === text || value === null || String(value) === text) return scalar;
  building.hasSpellings ||= typeof value === 'number';
  return { ...scalar, written: text };
};

const styleOf = ({ style }: ScalarEvent): ScalarNode['style'] => {
  if (style === SCALAR_STYLE.PLAIN) return 'plain';
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED ? 'quoted' : 'block';
};

/** What a tag marks is text, as it is written, but for the types of YAML itself. */
const isText = (tag: string | undefined): boolean => tag !== undefined && (tag === '!!str' || !tag.startsWith('!!'));

const addAlias = ({ source, anchors, frames, positionOf }: Building, start: number, end: number): void => {
  const node = anchors.get(source.slice(start, end));
  if (node === undefined) throw new UnreadableError('alias without an anchor before it', positionOf(start - 1));
  frames.at(-1)?.children.push(node);
};

const close = (building: Building): void => {
  const { event, children } = building.frames.pop() ?? { event: undefined, children: [] };
  if (event === undefined) {
    building.documents.push(...children);
    building.anchors.clear();
  } else if (event.type === EVENT_ID.MAPPING) add(building, makeMapping(children, event.start, building.room), event);
  else add(building, { kind: 'sequence', depth: depthAround(children), items: children, offset: event.start }, event);
};

const open = (building: Building, event: CollectionEvent): void => {
  setAnchor(building, event, undefined);
  building.frames.push({ event, children: [] });
};
