import { evaluateWith, joinEvaluations, leaveOpen } from '../evaluate.ts';
import type { Evaluation, Finding, Note, Resource, RuleSettings, Spot, Undetermined } from '../rule.ts';
import { isRuleType } from '../select-rules.ts';
import { type InlineTemplate, inlineTemplateOf, isNestedType, templateUrlOf } from './inline-template.ts';
import { mayGrow } from './macros.ts';
import type { Position } from './position.ts';
import { mayConcern } from './prefilter.ts';
import { type Document, isTemplate, readDocuments } from './read.ts';
import { makeResolve } from './resolve.ts';
import { listResources, type TemplateResource } from './resources.ts';
import { type Budget, makeBudget, makeScope, section, type TemplateSettings } from './scope.ts';
import { withSpelling } from './spelling.ts';
import { UnreadableError } from './unreadable-error.ts';

export interface EvaluateSettings extends RuleSettings, TemplateSettings {}

/** What the rules say of a template; `line` and `column` are those of the key to mark. */
export interface TemplateEvaluation extends Evaluation {
  readonly findings: readonly (Finding & Position)[];
  readonly undetermined: readonly (Undetermined & Position)[];
  readonly notes: readonly (Note & Position)[];
  /** The `TemplateURL`s of nested stacks that are literals: URLs, or paths before the template is packaged. */
  readonly templateUrls: readonly string[];
  /** The names of the parameters that the template declares. */
  readonly parameters: readonly string[];
  /** Why the text is no template that can be read; nothing else is known of it then. */
  readonly unreadable?: { readonly reason: string } & Partial<Position>;
}

/** Applies the rules to the text of a template, JSON or YAML. Never throws on a text: one that cannot be read is `unreadable`. */
export function evaluateTemplate(
  text: string,
  settings: EvaluateSettings = {},
  budget: Budget = makeBudget(text.length),
): TemplateEvaluation {
  try {
    const documents = readDocuments(text, isWanted, budget).filter(isTemplate);
    if (documents.length === 0) throw new UnreadableError('it is not a template: it has no Resources');
    return join(documents.map((document) => evaluateDocument(document, settings, budget)));
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { ...empty, unreadable: { reason: error.message, ...error.position } };
  }
}

/** Whether there is anything to say of resources of a type. */
const isWanted = (type: string): boolean => isRuleType(type) || isNestedType(type);

const empty: TemplateEvaluation = {
  findings: [],
  undetermined: [],
  notes: [],
  faults: [],
  templateUrls: [],
  parameters: [],
};

const join = (evaluations: readonly TemplateEvaluation[]): TemplateEvaluation => ({
  findings: evaluations.flatMap(({ findings }) => findings),
  undetermined: evaluations.flatMap(({ undetermined }) => undetermined),
  notes: evaluations.flatMap(({ notes }) => notes),
  faults: evaluations.flatMap(({ faults }) => faults),
  templateUrls: evaluations.flatMap(({ templateUrls }) => templateUrls),
  parameters: evaluations.flatMap(({ parameters }) => parameters),
});

const evaluateDocument = (document: Document, settings: EvaluateSettings, budget: Budget): TemplateEvaluation => {
  const scope = makeScope(document.value, settings, budget);
  const resources = listResources(scope, isWanted);
  const siblings = mayGrow(document.value) ? undefined : resources;
  const resolve = withSpelling(makeResolve(scope), document.spellingOf);
  const context = { resolve, isResolved: false, settings, siblings: () => siblings };
  const all = joinEvaluations(resources.map((resource) => evaluateWith(resource, context)));
  const locate = <T extends Spot>(spot: T): T & Position => ({ ...spot, ...document.positionOf(spot.mark) });
  const own: TemplateEvaluation = {
    findings: all.findings.map(locate),
    undetermined: all.undetermined.map(locate),
    notes: all.notes.map(locate),
    faults: all.faults,
    templateUrls: resources.flatMap((resource) => templateUrlOf(resource) ?? []),
    parameters: Object.keys(section(scope, 'Parameters')),
  };
  return join([own, ...resources.map((resource) => evaluateInline(resource, document, settings, budget))]);
};

/** What the outer template is given says nothing of the inner one, which may be deployed to other accounts and Regions. */
const innerSettings = (settings: EvaluateSettings): EvaluateSettings => ({
  ...settings,
  parameters: {},
  pseudo: {},
  ...(settings.unset === 'final' && { unset: 'default' }),
});

/** What is written in the inline template is reported where it stands in the outer one. */
const evaluateInline = (
  resource: TemplateResource,
  document: Document,
  settings: EvaluateSettings,
  budget: Budget,
): TemplateEvaluation => {
  const inline = inlineTemplateOf(resource);
  if (inline === undefined) return empty;
  if (!mayConcern(inline.text)) return empty;
  const inner = evaluateTemplate(inline.text, innerSettings(settings), budget);
  if (inner.unreadable !== undefined) return leaveInline(resource, inline, document, settings);
  const within = <T extends Spot & Position>(spot: T): T => ({
    ...spot,
    ...document.positionWithin(inline.pointer, spot),
    path: `${inline.pointer}${spot.path}`,
    mark: `${inline.pointer}${spot.mark}`,
  });
  return {
    ...inner,
    findings: inner.findings.map((finding) => ({
      ...within(finding),
      identity: [inline.pointer, ...finding.identity],
    })),
    undetermined: inner.undetermined.map(within),
    notes: inner.notes.map(within),
    templateUrls: [],
    parameters: [],
  };
};

const MAKE_READABLE = 'Write the nested template such that it can be read, or in a file of its own.';

/** An inline template that cannot be read is undetermined: its text may hold something for the rules. */
const leaveInline = (
  resource: Resource,
  { text, pointer }: InlineTemplate,
  document: Document,
  settings: EvaluateSettings,
): TemplateEvaluation => {
  const place = { value: text, pointer, when: [] };
  const open = leaveOpen(
    resource,
    place,
    { reason: 'the template in it cannot be read', remediation: MAKE_READABLE },
    settings,
  );
  return { ...empty, undetermined: open.map((spot) => ({ ...spot, ...document.positionOf(pointer) })) };
};
