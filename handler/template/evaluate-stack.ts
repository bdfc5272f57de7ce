import {
  type Budget,
  evaluateTemplate,
  type Finding,
  makeBudget,
  mayConcern,
  printable,
  type RuleSettings,
  type TemplateEvaluation,
  type Undetermined,
} from '../../rule/index.ts';
import type { Config } from '../config.ts';
import { allNew, type Evaluated, markKnownBefore, nothing } from '../decide/index.ts';
import { PayloadError } from './fetch-text.ts';
import { leaveFindingOpen } from './leave-finding-open.ts';
import type { Payload } from './payload.ts';

/**
 * Applies the rules to the template of a STACK request. The values of its parameters are not sent, so a parameter may be
 * anything that the template allows it. A template without a type that any rule looks at is not read: what is wrong with
 * it is CloudFormation's to say.
 * @throws {PayloadError} where the template cannot be read
 */
export function evaluateStack({ template, previousTemplate }: Payload, settings: StackSettings): Evaluated {
  if (template.trim() === '') throw new PayloadError('the template cannot be read: it is empty');
  if (!mayConcern(template)) return nothing;
  const budget = makeBudget(template.length + (previousTemplate?.length ?? 0));
  const evaluation = evaluateTemplate(template, { ...settings, openParameters: 'anyValue' }, budget);
  const { findings, undetermined, notes, faults, unreadable } = evaluation;
  if (unreadable !== undefined) throw new PayloadError(`the template cannot be read: ${explain(unreadable)}`);
  const sure = findings.filter(isSure);
  const isNew = sure.length === 0 || previousTemplate === undefined;
  return {
    findings: isNew ? allNew(sure) : markKnownBefore(sure, findingsBefore(previousTemplate, settings, budget), false),
    undetermined: [...undetermined, ...findings.filter((finding) => !isSure(finding)).map(openUnlessSure)],
    notes,
    faults,
  };
}

type StackSettings = RuleSettings & Partial<Pick<Config, 'existingViolations'>>;

/** Where the reader got stuck at a place, its reason may quote the template, so the place is told alone. */
const explain = ({ reason, line, column }: NonNullable<TemplateEvaluation['unreadable']>): string =>
  line === undefined ? reason : `stuck at line ${line}, column ${column}`;

/** A finding under a condition is not sure: CloudFormation does not send the values that decide it. */
const isSure = ({ condition }: Finding): boolean => condition === undefined;

/**
 * The findings of the previous template; none where it cannot be read.
 * @throws {PayloadError} where it takes more steps than are left, and what stood before may pass
 */
const findingsBefore = (template: string, settings: StackSettings, budget: Budget): readonly Finding[] => {
  const { findings, unreadable } = evaluateTemplate(template, { ...settings, openParameters: 'anyValue' }, budget);
  if (unreadable === undefined) return findings.filter(isSure);
  if (budget.left < 0 && settings.existingViolations === 'ALLOW')
    throw new PayloadError('the template before this update cannot be read: it takes too many steps');
  return [];
};

const openUnlessSure = (finding: Finding): Undetermined => {
  const condition = printable(finding.condition ?? '', 100);
  return leaveFindingOpen(finding, `it depends on the condition ${condition}`, ` if ${condition}`);
};
