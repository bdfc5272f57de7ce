import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, type JsonObject, own } from '../../rule/value/place.ts';

/** What the schema says of one attribute: its basic type, or the object that it is. */
interface Attribute {
  readonly type?: string;
  readonly object?: string;
  readonly isArray?: boolean;
  readonly requirement?: 'required' | 'recommended';
  /** It exists only where the event names one of these. */
  readonly profiles?: readonly string[];
  readonly enum?: readonly unknown[];
}

interface ObjectType {
  readonly atLeastOne?: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Facts of one version of the schema; test/fixture/ocsf says where they are from. */
export interface OcsfSchema {
  readonly version: string;
  readonly objects: Readonly<Record<string, ObjectType>>;
}

export const readSchema = async (version: string): Promise<OcsfSchema> =>
  JSON.parse(await readFile(join(import.meta.dirname, `../fixture/ocsf/${version}.json`), 'utf8'));

const MAX_STRING = 65_535;
const MAX_INTEGER = 2 ** 31;
/** In September 2001, and in November 2286; seconds instead of milliseconds are neither. */
const [FIRST_TIME, LAST_TIME] = [1e12, 1e13];

type Check = (value: unknown) => boolean;

const isInteger: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value);

/** The basic types that our findings use. */
const typeChecks: Readonly<Record<string, Check>> = {
  integer: (value) => isInteger(value) && Math.abs(Number(value)) < MAX_INTEGER,
  json: () => true,
  long: isInteger,
  string: (value) => typeof value === 'string' && value.length <= MAX_STRING && value.isWellFormed(),
  timestamp: (value) => isInteger(value) && Number(value) >= FIRST_TIME && Number(value) < LAST_TIME,
};

interface Context {
  readonly objects: OcsfSchema['objects'];
  readonly profiles: readonly unknown[];
}

/** The attribute of this name, if the schema and the profiles of the event know one. */
const attributeOf = (type: ObjectType, name: string, { profiles }: Context): Attribute | undefined => {
  const attribute = Object.hasOwn(type.attributes, name) ? type.attributes[name] : undefined;
  return attribute?.profiles?.some((profile) => profiles.includes(profile)) === false ? undefined : attribute;
};

const isThere = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

const faultsOfValue = (value: unknown, attribute: Attribute, path: string, context: Context): string[] => {
  if (attribute.object === 'object') return isObject(value) ? [] : [`type: ${path}`];
  if (attribute.object !== undefined) return faultsOfObject(value, attribute.object, path, context);
  if (typeChecks[attribute.type ?? '']?.(value) !== true) return [`type: ${path}`];
  return attribute.enum?.includes(value) === false ? [`enum: ${path}`] : [];
};

const faultsOfAttribute = (value: unknown, attribute: Attribute, path: string, context: Context): string[] => {
  if (attribute.isArray !== true) return faultsOfValue(value, attribute, path, context);
  if (!Array.isArray(value)) return [`type: ${path}`];
  return value.flatMap((item, index) => faultsOfValue(item, attribute, `${path}.${index}`, context));
};

const absences = (object: JsonObject, type: ObjectType, path: string, context: Context): string[] => {
  const required = Object.keys(type.attributes).filter(
    (name) => attributeOf(type, name, context)?.requirement === 'required' && !isThere(own(object, name)),
  );
  const some = type.atLeastOne ?? [];
  const unmet = some.length > 0 && !some.some((name) => isThere(own(object, name)));
  return [
    ...required.map((name) => `required: ${path}${name}`),
    ...(unmet ? [`at least one: ${path}${some.join(', ')}`] : []),
  ];
};

const faultsOfObject = (value: unknown, name: string, path: string, context: Context): string[] => {
  const type = Object.hasOwn(context.objects, name) ? context.objects[name] : undefined;
  if (type === undefined) return [`no facts about ${name}: ${path}`];
  if (!isObject(value)) return [`type: ${path}`];
  const prefix = path === '' ? '' : `${path}.`;
  const faults = Object.entries(value).flatMap(([key, part]) => {
    const attribute = attributeOf(type, key, context);
    return attribute === undefined
      ? [`unknown: ${prefix}${key}`]
      : faultsOfAttribute(part, attribute, prefix + key, context);
  });
  return [...absences(value, type, prefix, context), ...faults];
};

const profilesOf = (event: unknown): readonly unknown[] => {
  const metadata = isObject(event) ? own(event, 'metadata') : undefined;
  const profiles = isObject(metadata) ? own(metadata, 'profiles') : undefined;
  return Array.isArray(profiles) ? profiles : [];
};

/** Every way in which an event is not a Compliance Finding of this version: `required: metadata.version` and the like. */
export const ocsfFaults = (event: unknown, { objects }: OcsfSchema): string[] =>
  faultsOfObject(event, 'compliance_finding', '', { objects, profiles: profilesOf(event) });
