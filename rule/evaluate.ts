import { labelOf, locationOf } from './location.ts';
import type { Evaluation, Resource, Rule, RuleContext, RuleSettings, Undetermined, Verdicts } from './rule.ts';
import { rules } from './rules/index.ts';
import { isOn, isRuleType, rulesOn } from './select-rules.ts';
import { UnreadableError } from './unreadable-error.ts';
import { type Place, resolveNothing } from './value/index.ts';

/** Applies every rule that is on to one resource. A rule that throws is told, and stops no other. */
export function evaluateWith(resource: Resource, context: RuleContext): Evaluation {
  return joinEvaluations(
    rules
      .filter((rule) => rule.meta.resourceTypes.includes(resource.type) && mayTell(rule, context))
      .map((rule) => applyRule(rule, resource, context)),
  );
}

const mayTell = (rule: Rule, { settings }: RuleContext): boolean => isOn(rule, settings) || rule.remark !== undefined;

/**
 * Applies the rules to a resource whose properties CloudFormation has resolved. Numbers and booleans may arrive as strings.
 * A value that is still unresolved is undetermined, never compliant; a type that no rule looks at has no findings.
 */
export function evaluateResource(resource: Resource, settings: RuleSettings = {}): Evaluation {
  return evaluateWith(resource, {
    resolve: resolveNothing,
    isResolved: true,
    settings,
    withoutEgress: () => undefined,
  });
}

export function joinEvaluations(evaluations: readonly Evaluation[]): Evaluation {
  const [first = NOTHING, ...others] = evaluations.filter(tellsSomething);
  if (others.length === 0) return first;
  return {
    findings: evaluations.flatMap(({ findings }) => findings),
    undetermined: evaluations.flatMap(({ undetermined }) => undetermined),
    notes: evaluations.flatMap(({ notes }) => notes),
    faults: evaluations.flatMap(({ faults }) => faults),
  };
}

/** Leaves a place open that no rule can look into, in the name of the first that would. */
export function leaveOpen(
  resource: Resource,
  place: Place,
  { reason, remediation }: Pick<Undetermined, 'reason' | 'remediation'>,
  settings: RuleSettings,
): readonly Undetermined[] {
  const message = `${labelOf(resource, place)} cannot be decided: ${reason}.`;
  const [meta] = rulesOn(settings, isRuleType(resource.type) ? resource.type : undefined);
  return meta === undefined ? [] : [{ ...locationOf(meta, resource, place), reason, message, remediation }];
}

const NOTHING: Evaluation = { findings: [], undetermined: [], notes: [], faults: [] };

const tellsSomething = ({ findings, undetermined, notes, faults }: Evaluation): boolean =>
  findings.length + undetermined.length + notes.length + faults.length > 0;

/** @throws {UnreadableError} where the template takes too much work, which is not the rule's fault */
const applyRule = (rule: Rule, resource: Resource, context: RuleContext): Evaluation => {
  try {
    return { ...ask(rule, resource, context), faults: [] };
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    const { logicalId, type: resourceType } = resource;
    return { ...NOTHING, faults: [{ ruleId: rule.meta.id, logicalId, resourceType, error }] };
  }
};

const ask = (rule: Rule, resource: Resource, context: RuleContext): Verdicts =>
  isOn(rule, context.settings)
    ? rule.check(resource, context)
    : { ...NOTHING, notes: rule.remark?.(resource, context) ?? [] };
