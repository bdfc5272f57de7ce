import type { Resource } from '../../rule.ts';
import { isRuleType } from '../../select-rules.ts';
import { intrinsicName, type JsonObject, own, printable } from '../../value/index.ts';
import { type Definition, type Scope, whenDefined } from '../resolve/index.ts';
import { toolTag, transformName } from './macros.ts';

/** What stands for a resource of which nobody knows here what it is, or what it gets. */
export interface TransformedResource {
  readonly resource: Resource & Pick<Required<Resource>, 'pointer' | 'when'>;
  readonly reason: string;
}

/** The definitions that a transform may make another of, or others beside, as far as the rules look at such. */
export function listTransformed(scope: Scope, definitions: readonly Definition[]): readonly TransformedResource[] {
  return definitions.flatMap((defined) => {
    const { logicalId, place, definition } = defined;
    const doubt = logicalId === TRANSFORM ? addedBy(definition) : doubtAbout(definition);
    const when = whenDefined(scope, defined);
    if (doubt === undefined || when === undefined) return [];
    const { type, reason } = doubt;
    return [{ resource: { logicalId, type, properties: undefined, pointer: place.pointer, when }, reason }];
  });
}

const TRANSFORM = 'Fn::Transform';

interface Doubt {
  readonly type: string;
  readonly reason: string;
}

const addedBy = (transform: JsonObject): Doubt => {
  const type = shownName(transform);
  return { type, reason: `${type} adds resources that are not known here` };
};

const shownName = (transform: unknown): string => printable(transformName(transform) ?? TRANSFORM, 60);

const UNKNOWN_TYPE = 'of unknown type';

const doubtAbout = (definition: JsonObject): Doubt | undefined => {
  const type = own(definition, 'Type');
  if (isOpenType(type)) return { type: UNKNOWN_TYPE, reason: 'its type is known only at deployment' };
  if (!Object.hasOwn(definition, TRANSFORM)) return undefined;
  if (type !== undefined && !isRuleType(String(type))) return undefined;
  const name = shownName(definition[TRANSFORM]);
  return { type: String(type ?? UNKNOWN_TYPE), reason: `${name} adds to it what is not known here` };
};

/** A loop over unknown items leaves its variable in the text. */
const isOpenType = (type: unknown): boolean =>
  (intrinsicName(type) !== undefined && toolTag(type) === undefined) ||
  (typeof type === 'string' && type.includes('${'));
