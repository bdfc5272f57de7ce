import type { Resource } from '../../rule.ts';
import { isObject, own, type Place, type Resolve } from '../../value/index.ts';
import { SECURITY_GROUP_EGRESS } from './entry.ts';

/**
 * What is left of cases where no egress resource among those of a template names a group: one may exist under a condition
 * only. Undefined where the resources are not known. Apart from the rule, so that the gate, which sees one, does not carry it.
 */
export function casesWithoutEgress(
  group: Resource,
  cases: readonly Place[],
  resources: readonly Resource[] | undefined,
  resolve: Resolve,
): readonly Place[] | undefined {
  const naming = resources && cases.length > 0 ? egressByGroup(resources).get(group.logicalId) : [];
  const without = (place: Place, { when = [] }: Resource): readonly Place[] =>
    when.flatMap(({ condition }) =>
      resolve({ ...place, value: { 'Fn::If': [condition, 'there', NOTHING] } })
        .filter(({ isAbsent }) => isAbsent === true)
        .map((absent) => ({ ...place, when: absent.when })),
    );
  const left = (naming ?? []).reduce(
    (rest, egress) => rest.flatMap((place) => without(place, egress)).slice(0, MAX_CASES),
    cases,
  );
  return resources && left;
}

const NOTHING = { Ref: 'AWS::NoValue' };

/** More cases are not told apart: whatever their conditions, they are told as one. */
export const MAX_CASES = 64;

type Naming = readonly Resource[];

const egressByGroup = (resources: readonly Resource[]): ReadonlyMap<string, Naming> => {
  const before = known.get(resources);
  if (before !== undefined) return before;
  const byGroup = new Map<string, Naming>();
  for (const egress of resources.filter(({ type }) => type === SECURITY_GROUP_EGRESS))
    for (const name of groupsNamedBy(egress)) byGroup.set(name, [...(byGroup.get(name) ?? []), egress]);
  known.set(resources, byGroup);
  return byGroup;
};

/** By the resources of the template: it may hold thousands of groups. */
const known = new WeakMap<readonly Resource[], ReadonlyMap<string, Naming>>();

const groupsNamedBy = ({ properties }: Resource): ReadonlySet<string> =>
  new Set(isObject(properties) ? groupsIn(own(properties, 'GroupId')) : []);

/** The groups that `!Ref Sg`, `!GetAtt Sg.GroupId` and `!Sub "${Sg.GroupId}"` name: Sg. Also in the branches of a condition. */
const groupsIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(groupsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, argument]) => {
    const [first, variables] = [argument].flat();
    if (key === 'Ref' || key === 'Fn::GetAtt') return nameIn(String(first));
    return key === 'Fn::Sub' ? groupsInText(String(first), variables) : groupsIn(argument);
  });
};

const nameIn = (text: string): string => text.trim().split('.')[0] ?? '';

const groupsInText = (text: string, variables: unknown): string[] =>
  [...text.matchAll(/\$\{([^!{}][^{}]*)\}/g)].flatMap(([, name = '']) => {
    const value = isObject(variables) ? own(variables, name.trim()) : undefined;
    return value === undefined ? nameIn(name) : groupsIn(value);
  });
