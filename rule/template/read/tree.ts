import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { UnreadableError } from '../../unreadable-error.ts';
import { type MergeRoom, makeMapping, makeMergeRoom } from './mapping.ts';
import { depthAround, type Node, type ScalarNode } from './node.ts';
import type { Parsed } from './parse.ts';
import type { IsWanted } from './prune.ts';
import { readPlain } from './scalar.ts';
import { findUnwanted, type Unwanted } from './unwanted.ts';

/** The documents of a text. */
export interface Built {
  readonly documents: readonly Node[];
  /** Whether any number in them is written in another way than it is printed. */
  readonly hasSpellings: boolean;
}

/**
 * Builds the documents of a parsed text; short tags become the functions that they stand for. Of a resource that nobody asks
 * for, little more than its type may be built.
 * @throws {UnreadableError}
 */
export function buildDocuments(parsed: Parsed, isWanted: IsWanted): Built {
  const building: Building = {
    ...parsed,
    frames: [],
    anchors: new Map(),
    documents: [],
    room: makeMergeRoom(),
    hasSpellings: false,
  };
  for (let index = 0; index < parsed.events.length; index += 1) {
    const end = passUnwanted(building, index, isWanted);
    if (end === undefined) take(building, parsed.events[index] as Event);
    else index = end;
  }
  return building;
}

type CollectionEvent = Extract<Event, { start: number }>;

type MappingEvent = Extract<CollectionEvent, { type: typeof EVENT_ID.MAPPING }>;

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

/** Whether a mapping begins that is a value in the `Resources` of a document, which no alias brings elsewhere. */
const isAtResource = ({ frames }: Building, event: Event): event is MappingEvent => {
  if (frames.length !== 3 || event.type !== EVENT_ID.MAPPING || event.tagStart >= 0) return false;
  const [, template, resources] = frames;
  const key = template?.children.at(-1);
  return isAtValue(template) && isAtValue(resources) && key?.kind === 'scalar' && key.value === 'Resources';
};

/** Whether a value comes next in a mapping without a name and without a tag. */
const isAtValue = (frame: Frame | undefined): boolean =>
  frame?.event?.type === EVENT_ID.MAPPING &&
  frame.event.anchorStart < 0 &&
  frame.event.tagStart < 0 &&
  frame.children.length % 2 === 1;

/** Where a resource begins that nobody asks for, puts its type in its place, and tells the index of its last event. */
const passUnwanted = (building: Building, index: number, isWanted: IsWanted): number | undefined => {
  const event = building.events[index];
  if (event === undefined || !isAtResource(building, event)) return undefined;
  const unwanted = findUnwanted(building, index, isWanted);
  if (unwanted === undefined) return undefined;
  building.frames.at(-1)?.children.push(makeUnwanted(unwanted, event.start));
  return unwanted.end;
};

const makeUnwanted = ({ type }: Unwanted, offset: number): Node => {
  const node: ScalarNode = { kind: 'scalar', value: type, offset, style: 'plain' };
  return { kind: 'mapping', depth: 1, offset, pairs: new Map([['Type', { offset, node }]]) };
};

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
