import { UnreadableError } from '../../unreadable-error.ts';
import {
  childPlace,
  escapePointer,
  isObject,
  type JsonObject,
  own,
  type Place,
  type Resolve,
} from '../../value/index.ts';
import { extendBudget, spend } from '../budget.ts';
import { type Document, readDocuments } from '../read/index.ts';
import { makeResolve, type Scope } from '../resolve/index.ts';
import { transformName } from './macros.ts';

/** A file that a template includes, by a name that tells it from others: its text, or why that cannot be read. */
export interface IncludedFile {
  readonly file: string;
  readonly text?: string;
  readonly problem?: string;
}

/**
 * Reads what is included from a location; undefined where it is not at hand. `from` is the included file that includes
 * it; undefined where the template itself does.
 */
export type ReadIncluded = (location: string, from: string | undefined) => IncludedFile | undefined;

/** A template together with what it includes, and the files that this was taken from. */
export interface WholeTemplate {
  readonly document: Document;
  readonly files: readonly IncludedFile[];
}

/**
 * Puts what a template includes where it includes it, as far as `read` finds it: at the top, among the
 * resources, in a resource, or anywhere in its properties. What the template writes itself stays. Positions of what is
 * included are those in its own file.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html
 * @throws {UnreadableError} where that takes too many steps
 */
export function withIncludes(document: Document, scope: Scope, read: ReadIncluded): WholeTemplate {
  const { value, files, origins } = mergeIncludes(document.value, scope, read);
  return files.length === 0 ? { document, files } : { document: compose(document, value, origins), files };
}

/** The same for whoever asks for no positions. @throws {UnreadableError} where it takes too many steps */
export function mergeIncludes(template: JsonObject, scope: Scope, read: ReadIncluded): MergedTemplate {
  const run: Run = { scope, read, resolve: makeResolve(scope), files: new Map(), origins: new Map() };
  const value = merge(run, template, TOP, []);
  const files = [...run.files.values()].map(({ told }) => told);
  return { value: isObject(value) ? value : template, files, origins: run.origins };
}

interface MergedTemplate {
  readonly value: JsonObject;
  readonly files: readonly IncludedFile[];
  readonly origins: ReadonlyMap<string, Origin>;
}

interface Run {
  readonly scope: Scope;
  readonly read: ReadIncluded;
  readonly resolve: Resolve;
  /** What was included so far, by file; without a document where it cannot be read. */
  readonly files: Map<string, { readonly told: IncludedFile; readonly document?: Document }>;
  /** Where included keys come from, by their pointers in the whole template. */
  readonly origins: Map<string, Origin>;
}

/** `base`: the pointer at which the file's top level stands in the whole template. */
interface Origin {
  readonly file: string;
  readonly document: Document;
  readonly base: string;
}

const TOP = '';

/** A value with what is included in it; the same one where that is nothing. `files`: those that lead to it, innermost last. */
const merge = (run: Run, value: unknown, pointer: string, files: readonly string[]): unknown => {
  spend(run.scope);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const merged = entries.map(([key, child]) => merge(run, child, `${pointer}/${escapePointer(key)}`, files));
  const isSame = merged.every((child, index) => child === entries[index]?.[1]);
  if (Array.isArray(value)) return isSame ? value : merged;
  const object = isSame ? value : Object.fromEntries(entries.map(([key], index) => [key, merged[index]]));
  const keys = pointer === TOP ? ['Transform', TRANSFORM] : [TRANSFORM];
  return keys.reduce((whole, key) => includeAt(run, whole, { key, pointer, files }), object as JsonObject);
};

const TRANSFORM = 'Fn::Transform';

interface Spot {
  readonly key: string;
  readonly pointer: string;
  readonly files: readonly string[];
}

/** Replaces the includes under a key by the keys of what they include. */
const includeAt = (run: Run, object: JsonObject, { key, pointer, files }: Spot): JsonObject => {
  const { [key]: written, ...others } = object;
  const transforms = [written].flat();
  if (!transforms.some(isInclude)) return object;
  const place: Place = { value: written, pointer: `${pointer}/${escapePointer(key)}`, when: [] };
  const opened = transforms.map((transform) => ({ transform, included: openInclude(run, transform, place, files) }));
  const whole = opened.reduce(
    (so, { included }) => (included === undefined ? so : addTo(run, so, { ...included, base: pointer }, files)),
    others as JsonObject,
  );
  const left = opened.filter(({ included }) => included === undefined).map(({ transform }) => transform);
  if (left.length === 0) return whole;
  return { ...whole, [key]: Array.isArray(written) ? left : written };
};

/** What a transform includes; undefined where it includes nothing that can be read here. */
const openInclude = (
  run: Run,
  transform: unknown,
  place: Place,
  files: readonly string[],
): Omit<Origin, 'base'> | undefined => {
  const file = isInclude(transform) ? fileOf(run, transform, place, files) : undefined;
  const document = file === undefined ? undefined : run.files.get(file)?.document;
  return file === undefined || document === undefined ? undefined : { file, document };
};

const isInclude = (transform: unknown): transform is JsonObject =>
  isObject(transform) && transformName(transform) === 'AWS::Include';

/** The file that is included; undefined where it is not known which, or it is not at hand. */
const fileOf = (run: Run, transform: JsonObject, place: Place, files: readonly string[]): string | undefined => {
  const given = own(transform, 'Parameters');
  if (!isObject(given)) return undefined;
  const [found, ...others] = run.resolve(childPlace(place, 'Location', own(given, 'Location')));
  if (found === undefined || others.length > 0 || found.unknown !== undefined) return undefined;
  if (typeof found.value !== 'string') return undefined;
  const told = run.read(found.value, files.at(-1));
  if (told !== undefined && !run.files.has(told.file)) run.files.set(told.file, readFile(told, run.scope));
  return told?.file;
};

/** CloudFormation asks for keys and values: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html#aws-include-considerations */
const readFile = (told: IncludedFile, { budget }: Scope): { told: IncludedFile; document?: Document } => {
  if (told.text === undefined) return { told };
  extendBudget(budget, told.text.length);
  try {
    const [document, another] = readDocuments(told.text, () => true, budget);
    if (another === undefined && document !== undefined) return { told, document };
    return { told: { ...told, problem: 'it holds several documents, and can be included as one only' } };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { told: { ...told, problem: error.message } };
  }
};

/** Adds what a file holds, unless it leads to itself. At the top, what both write of a section goes together. */
const addTo = (run: Run, object: JsonObject, origin: Origin, files: readonly string[]): JsonObject => {
  const { file, document, base } = origin;
  if (files.includes(file)) return object;
  const included = merge(run, document.value, base, [...files, file]);
  if (!isObject(included)) return object;
  const sections = base === TOP ? Object.entries(object) : [];
  const whole = addKeys(run, object, included, { origin, pointer: base, written: document.value });
  const joined = sections.map(([name, section]) => {
    const [added, written] = [own(included, name), own(document.value, name)];
    if (!isObject(section) || !isObject(added) || !isObject(written)) return [name, section] as const;
    return [name, addKeys(run, section, added, { origin, pointer: `/${escapePointer(name)}`, written })] as const;
  });
  return { ...whole, ...Object.fromEntries(joined) };
};

interface Addition {
  readonly origin: Origin;
  readonly pointer: string;
  /** What the file holds there before anything is included in it. */
  readonly written: JsonObject;
}

const addKeys = (run: Run, object: JsonObject, included: JsonObject, addition: Addition): JsonObject => {
  noteOrigins(run, addition, object);
  return { ...included, ...object };
};

const noteOrigins = ({ origins }: Run, { origin, pointer, written }: Addition, object: JsonObject): void => {
  for (const key of Object.keys(written))
    if (!Object.hasOwn(object, key)) origins.set(`${pointer}/${escapePointer(key)}`, origin);
};

const compose = (outer: Document, value: JsonObject, origins: ReadonlyMap<string, Origin>): Document => {
  const originOf = (pointer: string): Origin | undefined => {
    for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1)) {
      const origin = origins.get(pointer.slice(0, end));
      if (origin !== undefined) return origin;
    }
    return undefined;
  };
  const ask = <T>(pointer: string, question: (document: Document, pointer: string) => T): T => {
    const origin = originOf(pointer);
    return origin === undefined
      ? question(outer, pointer)
      : question(origin.document, pointer.slice(origin.base.length));
  };
  return {
    value,
    fileOf: (pointer) => originOf(pointer)?.file,
    positionOf: (pointer) => ask(pointer, (document, inner) => document.positionOf(inner)),
    positionWithin: (pointer, within) => ask(pointer, (document, inner) => document.positionWithin(inner, within)),
    spellingOf: (pointer, resolved) => ask(pointer, (document, inner) => document.spellingOf(inner, resolved)),
  };
};
