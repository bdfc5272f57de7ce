import {
  type Evaluation,
  type Finding,
  holdsReference,
  isObject,
  type JsonObject,
  type Resource,
} from '../../rule/index.ts';
import type { Evaluated } from './decision.ts';

/** A finding, and whether it stood there, the same, before this update. */
export interface ComparedFinding extends Finding {
  readonly isExisting: boolean;
  /** The resource in which the same entry stood before, and does no longer. */
  readonly movedFrom?: string;
}

/**
 * Applies the rules to a resource whose properties are resolved, beside those that it has so far, if any. `isFinal`: no
 * value is still to become known.
 */
export function evaluateChange(
  resource: Resource,
  previous: JsonObject | undefined,
  evaluate: (resource: Resource) => Evaluation,
  isFinal: boolean,
): Evaluated {
  const evaluation = evaluate(resource);
  const { findings } = evaluation;
  if (findings.length === 0 || previous === undefined) return { ...evaluation, findings: allNew(findings) };
  const before = evaluate({ ...resource, properties: previous });
  return { ...evaluation, findings: markKnownBefore(findings, before.findings, isFinal) };
}

/**
 * Marks the findings whose entry was there before, wherever it moved in its list; each entry that was there answers for one.
 * Where all values are final (`isFinal`), a reference that is left is never the same as another: it may have come to
 * something else.
 */
export function markKnownBefore(
  now: readonly Finding[],
  before: readonly Finding[],
  isFinal: boolean,
): ComparedFinding[] {
  const left = new Map<string | undefined, Finding[]>();
  for (const finding of before) {
    const key = keyOf(finding, isFinal);
    const same = left.get(key);
    if (same === undefined) left.set(key, [finding]);
    else same.push(finding);
  }
  const compared = now.map((finding) => {
    const key = keyOf(finding, isFinal);
    const isExisting = key !== undefined && left.get(key)?.pop() !== undefined;
    return { ...finding, isExisting };
  });
  return tellMoves(compared, [...left.values()].flat());
}

/** Findings of an operation before which there was nothing, or nothing that is known. */
export function allNew(findings: readonly Finding[]): ComparedFinding[] {
  return findings.map((finding) => ({ ...finding, isExisting: false }));
}

/** The rule, the resource, and what its entry names. Undefined where that cannot be told. */
const keyOf = ({ ruleId, logicalId, resourceType, identity }: Finding, isFinal: boolean): string | undefined => {
  const named = identity.map(plain);
  return isFinal && named.some(isOpen) ? undefined : jsonOf([ruleId, logicalId, resourceType, named]);
};

/** CloudFormation sends numbers as strings at times. */
const plain = (value: unknown): unknown => {
  if (isNothing(value)) return '';
  return typeof value === 'object' && value !== null ? value : String(value ?? '').trim();
};

const isNothing = (value: unknown): boolean => isObject(value) && value['Ref'] === 'AWS::NoValue';

const isOpen = (value: unknown): boolean => typeof value === 'object' || holdsReference(String(value));

/** Aliases make a small entry unfold to millions of parts: an entry with more parts than this is not compared. */
const MAX_PARTS = 100;

const jsonOf = (value: unknown): string | undefined => {
  let parts = 0;
  const text = JSON.stringify(value, (_key, part) => {
    parts += 1;
    return parts > MAX_PARTS ? null : part;
  });
  return parts > MAX_PARTS ? undefined : text;
};

/** `gone`: the findings of before that are no longer there. */
const tellMoves = (compared: readonly ComparedFinding[], gone: readonly Finding[]): ComparedFinding[] => {
  if (gone.length === 0) return [...compared];
  const stood = new Map(gone.map((finding) => [leadsTo(finding), finding.logicalId]));
  return compared.map((finding) => {
    const movedFrom = finding.isExisting ? undefined : stood.get(leadsTo(finding) ?? '');
    return movedFrom === undefined || movedFrom === finding.logicalId ? finding : { ...finding, movedFrom };
  });
};

/** Entries of one rule with the same destinations count as the same entry, moved; an entry without a destination counts as none. */
const leadsTo = ({ ruleId, destinations }: Finding): string | undefined =>
  destinations.length === 0 ? undefined : jsonOf([ruleId, destinations]);
