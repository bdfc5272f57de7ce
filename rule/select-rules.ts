import type { Rule, RuleMeta, RuleSettings } from './rule.ts';
import { rules } from './rules/index.ts';
import { nearest, printable } from './value/index.ts';
/** Every type of resource that any rule looks at. */
export const ruleTypes: readonly string[] = [...new Set(rules.flatMap(({ meta }) => meta.resourceTypes))];

/** Whether any rule, on or off, looks at resources of a type. */
export function isRuleType(type: string): boolean {
  return types.has(type);
}

/** What the rule of a finding says of itself. @throws where there is no such rule */
export function ruleOf({ ruleId }: { readonly ruleId: string }): RuleMeta {
  const found = rules.find(({ meta }) => meta.id === ruleId);
  if (found === undefined) throw new Error(`There is no rule ${ruleId}.`);
  return found.meta;
}

/** Whether a rule applies. */
export function isOn({ meta }: Rule, { rules: ids }: RuleSettings): boolean {
  return ids === undefined ? meta.isDefault : ids.includes(meta.id);
}

/** The rules that apply to resources of a type, or to any. */
export function rulesOn(settings: RuleSettings, type?: string): readonly RuleMeta[] {
  return rules
    .filter((rule) => isOn(rule, settings) && (type === undefined || rule.meta.resourceTypes.includes(type)))
    .map(({ meta }) => meta);
}

/** Says what is wrong with a list of rule ids, each of which must be there once; undefined: nothing. */
export function ruleIdsProblem(ids: readonly string[]): string | undefined {
  const known = rules.map(({ meta }) => meta.id);
  if (ids.length === 0 || ids.every((id) => id === '')) return `no rule is named. Known: ${known.join(', ')}`;
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) return unknownRule(unknown, known);
  const again = ids.find((id, index) => ids.indexOf(id) !== index);
  return again && `the rule ${again} is named twice`;
}

/** Names the rule that a mistyped id most likely means, or else all that there are. */
export function unknownRule(id: string, known: readonly string[] = rules.map(({ meta }) => meta.id)): string {
  const meant = nearest(id, known);
  return `there is no rule ${printable(JSON.stringify(id), 100)}. ${meant ? `Did you mean ${meant}?` : `Known: ${known.join(', ')}`}`;
}

/** Reads rule ids that are separated by commas. */
export function splitRuleIds(text: string): string[] {
  return text.split(',').map((id) => id.trim());
}

const types = new Set(ruleTypes);
