import { isObject, type JsonObject, own } from '../../rule/index.ts';
import type { Suppression } from './suppression.ts';

/** What the metadata of a resource asks other tools to be silent about. */
export function suppressionsIn(metadata: JsonObject): readonly Suppression[] {
  return [
    ...listAt(metadata, 'cfn_nag', 'rules_to_suppress').flatMap((one) => entry('cfn_nag', one, 'id', 'reason')),
    ...listAt(metadata, 'guard', 'SuppressedRules').flatMap((one) =>
      typeof one === 'string' ? [{ tool: 'Guard' as const, id: one }] : [],
    ),
    ...listAt(metadata, 'checkov', 'skip').flatMap((one) => entry('checkov', one, 'id', 'comment')),
  ];
}

const listAt = (metadata: JsonObject, tool: string, key: string): readonly unknown[] => {
  const section = own(metadata, tool);
  const list = isObject(section) ? own(section, key) : undefined;
  return Array.isArray(list) ? list : [];
};

const entry = (tool: Suppression['tool'], value: unknown, idKey: string, reasonKey: string): readonly Suppression[] => {
  const [id, reason] = isObject(value) ? [own(value, idKey), own(value, reasonKey)] : [];
  if (typeof id !== 'string') return [];
  return [{ tool, id, ...(typeof reason === 'string' && reason.trim() !== '' && { reason: reason.trim() }) }];
};
