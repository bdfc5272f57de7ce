import { childPlace, isObject, type JsonObject, own, type Resolve } from '../../value/place.ts';
import type { Document } from '../read/documents.ts';
import type { Definition } from '../resolve/resources.ts';
import { transformName } from './macros.ts';

/** Resources that stand in a file of their own: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html */
export interface Include {
  /** A URI of S3, or before the template is packaged a path. */
  readonly location: string;
  /** The template that includes them, whose parameters, mappings and conditions they may name. */
  readonly around: JsonObject;
}

/** What is included by a definition, where it is known which file that is. */
export function includeOf(
  { logicalId, place, definition }: Definition,
  around: JsonObject,
  resolve: Resolve,
): Include | undefined {
  if (logicalId !== KEY || transformName(definition) !== 'AWS::Include') return undefined;
  const given = own(definition, 'Parameters');
  if (!isObject(given)) return undefined;
  const location = childPlace(childPlace(place, 'Parameters', given), 'Location', own(given, 'Location'));
  const [found, ...others] = resolve(location);
  if (found === undefined || others.length > 0 || found.unknown !== undefined) return undefined;
  return typeof found.value === 'string' ? { location: found.value, around } : undefined;
}

/** A file of resources as the template that includes it; what is said of it stands where it is written in the file. */
export function asIncluded(document: Document, around: JsonObject): Document {
  const inFile = (pointer: string): string => pointer.replace(ROOT, '');
  return {
    value: { ...around, Resources: document.value },
    positionOf: (pointer) => document.positionOf(inFile(pointer)),
    positionWithin: (pointer, inner) => document.positionWithin(inFile(pointer), inner),
    spellingOf: (pointer, value) => document.spellingOf(inFile(pointer), value),
  };
}

const KEY = 'Fn::Transform';

const ROOT = /^\/Resources/;
