import { resolveNothing } from './place.ts';
import type { Evaluation, Resource, RuleSettings } from './rule.ts';
import { checkEgress } from './rules/security-group-egress-with-all-protocols.ts';

/**
 * Applies the rule to a resource whose properties CloudFormation has resolved. Numbers and booleans may arrive as strings.
 * A value that is still unresolved is undetermined, never compliant; a type that no rule looks at has no findings.
 */
export const evaluateResource = (resource: Resource, settings: RuleSettings = {}): Evaluation =>
  checkEgress(resource, resolveNothing, settings);
