import { holdsReference } from '../rule/ip-protocol.ts';
import { isObject, own, pointerKeys } from '../rule/place.ts';
import type { Finding } from '../rule/rule.ts';

/** A finding, and whether it stood there, the same, before this update. */
export interface StandingFinding extends Finding {
  readonly isExisting: boolean;
}

/** Findings, and what stands where the reference tokens of a JSON pointer lead. */
export interface Findings {
  readonly findings: readonly Finding[];
  readonly at: (keys: readonly string[]) => unknown;
}

/** What an entry names may be a function, and share parts with others: more parts than this are not compared. */
const MAX_PARTS = 100;

const jsonOf = (value: unknown): string | undefined => {
  let parts = 0;
  const text = JSON.stringify(value, (_key, part) => {
    parts += 1;
    return parts > MAX_PARTS ? null : part;
  });
  return parts > MAX_PARTS ? undefined : text;
};

const isNothing = (value: unknown): boolean => isObject(value) && value['Ref'] === 'AWS::NoValue';

/** CloudFormation sends numbers as strings at times. */
const plain = (value: unknown): unknown => {
  if (isNothing(value)) return '';
  return typeof value === 'object' && value !== null ? value : String(value ?? '').trim();
};

/** What stands under a key of an object, or at a number of a list. */
export const childOf = (value: unknown, key: string): unknown => {
  if (Array.isArray(value)) return value[Number(key)];
  return isObject(value) ? own(value, key) : undefined;
};

/** What tells one entry that is open to all protocols from another in the same group. */
const ENTRY = [
  'CidrIp',
  'CidrIpv6',
  'DestinationPrefixListId',
  'DestinationSecurityGroupId',
  'FromPort',
  'ToPort',
  'GroupId',
];

/** The resource, where it is, and what its entry names. Undefined where that cannot be told. */
const identityOf = ({ logicalId, resourceType, path }: Finding, { at }: Findings, isFinal: boolean) => {
  const keys = pointerKeys(path);
  const entryEnd = keys.lastIndexOf('IpProtocol');
  const resourceEnd = keys.lastIndexOf('Properties', entryEnd);
  const entry = at(keys.slice(0, entryEnd));
  const properties = at(keys.slice(0, resourceEnd + 1));
  if (!isObject(entry)) return undefined;
  // Another network is another group, of the same name.
  const named = [...ENTRY.map((key) => own(entry, key)), childOf(properties, 'VpcId')].map(plain);
  const isOpen = isFinal && named.some((value) => typeof value === 'object' || holdsReference(String(value)));
  return isOpen ? undefined : jsonOf([keys.slice(0, resourceEnd), logicalId, resourceType, named]);
};

/**
 * Marks the findings whose entry was there before, wherever it moved in its list; each entry that was there answers for one.
 * Where all values are final (`isFinal`), a reference that is left is never the same as another: it may have come to
 * something else.
 */
export const markExisting = (now: Findings, before: Findings, isFinal: boolean): StandingFinding[] => {
  const left = new Map<string | undefined, number>();
  for (const finding of before.findings) {
    const identity = identityOf(finding, before, isFinal);
    left.set(identity, (left.get(identity) ?? 0) + 1);
  }
  return now.findings.map((finding) => {
    const identity = identityOf(finding, now, isFinal);
    const count = identity === undefined ? 0 : (left.get(identity) ?? 0);
    if (count > 0) left.set(identity, count - 1);
    return { ...finding, isExisting: count > 0 };
  });
};

/** Findings of an operation before which there was nothing, or nothing that is known. */
export const allNew = (findings: readonly Finding[]): StandingFinding[] =>
  findings.map((finding) => ({ ...finding, isExisting: false }));
