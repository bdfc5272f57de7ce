import { evaluateWith, joinEvaluations, leaveOpen } from '../evaluate.ts';
import { joinConditions, underEither } from '../location.ts';
import type {
  Evaluation,
  Finding,
  Location,
  Note,
  Resource,
  RuleContext,
  RuleSettings,
  Undetermined,
} from '../rule.ts';
import { casesWithoutEgress } from '../rules/index.ts';
import { isRuleType } from '../select-rules.ts';
import { UnreadableError } from '../unreadable-error.ts';
import type { Place, Resolve } from '../value/index.ts';
import { type Budget, makeBudget, spend } from './budget.ts';
import {
  additionsIn,
  type IncludedFile,
  type InlineUse,
  inlineUsesOf,
  isModule,
  isNestedType,
  listTransformed,
  mayGrow,
  type NestedUse,
  nestedUsesOf,
  settingsFor,
  type WholeTemplate,
} from './nested/index.ts';
import {
  type Document,
  isTemplate,
  type Located,
  mayConcern,
  type Position,
  readDocuments,
  withSpelling,
} from './read/index.ts';
import {
  listDefinitions,
  listResources,
  makeResolve,
  makeScope,
  type Scope,
  section,
  type TemplateSettings,
} from './resolve/index.ts';

export interface EvaluateSettings extends RuleSettings, TemplateSettings {
  /** Completes a template by what it includes. Default: what is included is left open. */
  readonly complete?: (document: Document, scope: Scope) => WholeTemplate;
}

/** What the rules say of a template; `line` and `column` are those of the key to mark. */
export interface TemplateEvaluation extends Evaluation {
  readonly findings: readonly (Finding & Located)[];
  readonly undetermined: readonly (Undetermined & Located)[];
  readonly notes: readonly (Note & Located)[];
  /** The templates that are deployed with it and are not written in it. */
  readonly nested: readonly NestedUse[];
  /** The files that are included in it, of those at hand. */
  readonly includes: readonly IncludedFile[];
  /** What may add resources that are in no text here: macros, includes and modules, by name. */
  readonly additions: readonly string[];
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
    const { complete = asWritten } = MAY_INCLUDE.test(text) ? settings : {};
    const whole = readDocuments(text, isWanted, budget).map((document) =>
      complete(document, makeScope(document.value, settings, budget)),
    );
    const templates = whole.filter(({ document }) => isTemplate(document));
    if (templates.length === 0) throw new UnreadableError('it is not a template: it has no Resources');
    const evaluated = templates.map(({ document, files }) => ({
      ...evaluateDocument(document, settings, budget),
      includes: files,
    }));
    return join(evaluated);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { ...emptyEvaluation, unreadable: { reason: error.message, ...error.position } };
  }
}

/** Of a text of which there is nothing to say. */
export const emptyEvaluation: TemplateEvaluation = {
  findings: [],
  undetermined: [],
  notes: [],
  faults: [],
  nested: [],
  includes: [],
  additions: [],
  parameters: [],
};

/** Whether there is anything to say of resources of a type. */
const isWanted = (type: string): boolean => isRuleType(type) || isNestedType(type) || isModule(type);

/** The name of the transform, or an escape that may spell it. */
const MAY_INCLUDE = /Include|\\[uUx]/;

const asWritten = (document: Document): WholeTemplate => ({ document, files: [] });

const join = (evaluations: readonly TemplateEvaluation[]): TemplateEvaluation => ({
  findings: evaluations.flatMap(({ findings }) => findings),
  undetermined: evaluations.flatMap(({ undetermined }) => undetermined),
  notes: evaluations.flatMap(({ notes }) => notes),
  faults: evaluations.flatMap(({ faults }) => faults),
  nested: evaluations.flatMap(({ nested }) => nested),
  includes: evaluations.flatMap(({ includes }) => includes),
  additions: evaluations.flatMap(({ additions }) => additions),
  parameters: evaluations.flatMap(({ parameters }) => parameters),
});

const evaluateDocument = (document: Document, settings: EvaluateSettings, budget: Budget): TemplateEvaluation => {
  const scope = makeScope(document.value, settings, budget);
  const definitions = listDefinitions(scope);
  const resources = listResources(scope, isWanted, definitions);
  const siblings = mayGrow(document.value) ? undefined : resources;
  const resolve = withSpelling(makeResolve(scope), document.spellingOf);
  const withoutEgress: RuleContext['withoutEgress'] = (group, cases) =>
    casesWithoutEgress(group, cases, siblings, resolve);
  const context = { resolve, isResolved: false, settings, withoutEgress };
  const all = joinEvaluations(resources.map((resource) => charged(scope, evaluateWith(resource, context))));
  const transformed = listTransformed(scope, definitions).flatMap(({ resource, reason }) =>
    leaveOpen(resource, placeOf(resource), { reason, remediation: MAKE_PLAIN }, settings),
  );
  const locate = <T extends Location>(spot: T): T & Located => locateIn(document, settings, spot);
  const own: TemplateEvaluation = {
    ...emptyEvaluation,
    findings: all.findings.map(locate),
    undetermined: [...all.undetermined, ...transformed].map(locate),
    notes: all.notes.map(locate),
    faults: all.faults,
    nested: resources.flatMap((resource) => nestedIn(document, resource, resolve)),
    additions: additionsIn(document.value),
    parameters: Object.keys(section(scope, 'Parameters')),
  };
  // Resolved before any of them is read, which may use up the budget.
  const inner = resources.flatMap((resource) => inlineUsesOf(resource, resolve).map((use) => ({ resource, ...use })));
  return joinUses([own, ...inner.map((use) => evaluateInline(use, { document, settings, budget }))]);
};

/** What several uses of an inline template come to is told once. */
const joinUses = (evaluations: readonly TemplateEvaluation[]): TemplateEvaluation => {
  const all = join(evaluations);
  if (evaluations.length <= 2) return all;
  const { findings, undetermined, notes } = all;
  return { ...all, findings: mergeSame(findings), undetermined: mergeSame(undetermined), notes: mergeSame(notes) };
};

const mergeSame = <T extends Location & Located>(spots: readonly T[]): readonly T[] => {
  const merged = new Map<string, T>();
  for (const spot of spots) {
    const key = JSON.stringify([spot.ruleId, spot.path, spot.line, spot.column, spot.message]);
    const before = merged.get(key);
    merged.set(key, before === undefined ? spot : underEither(before, spot));
  }
  return [...merged.values()];
};

/** Telling of what a rule found takes about as long as so many steps of resolving. */
const VERDICT_STEPS = 20;

const charged = (scope: Scope, evaluation: Evaluation): Evaluation => {
  spend(scope, VERDICT_STEPS * (evaluation.findings.length + evaluation.undetermined.length));
  return evaluation;
};

const placeOf = ({ pointer, when }: Pick<Required<Resource>, 'pointer' | 'when'>): Place => ({
  value: undefined,
  pointer,
  when,
});

const MAKE_PLAIN = 'Write the resource into the template, or have the hooks judge what is deployed.';

/** Where a spot is written, and under which conditions of all templates around it. */
const locateIn = <T extends Location>(document: Document, { deployedIf }: EvaluateSettings, spot: T): T & Located => {
  const file = document.fileOf(spot.mark);
  const condition = joinConditions(deployedIf, spot.condition);
  return {
    ...spot,
    ...document.positionOf(spot.mark),
    ...(file !== undefined && { file }),
    ...(condition !== undefined && { condition }),
  };
};

const nestedIn = (
  document: Document,
  resource: Resource & { pointer: string },
  resolve: Resolve,
): readonly NestedUse[] => {
  const file = document.fileOf(resource.pointer);
  return nestedUsesOf(resource, resolve).map((use) => ({ ...use, ...(file !== undefined && { file }) }));
};

/** What an inline template is evaluated in. */
interface Around {
  readonly document: Document;
  readonly settings: EvaluateSettings;
  readonly budget: Budget;
}

const UNREADABLE = 'the template in it cannot be read';

/** What is written in the inline template is reported where it stands in the outer one. */
const evaluateInline = (
  { resource, inline, given }: InlineUse & { readonly resource: Resource },
  around: Around,
): TemplateEvaluation => {
  const { document, settings, budget } = around;
  const { text, pointer, reason = UNREADABLE } = inline;
  const place = { value: undefined, pointer, when: given.when };
  if (text === undefined) return leaveInline(resource, place, reason, around);
  if (!mayConcern(text)) return emptyEvaluation;
  const inner = evaluateTemplate(text, settingsFor(settings, resource, given), budget);
  if (inner.unreadable !== undefined) return leaveInline(resource, place, UNREADABLE, around);
  const file = document.fileOf(pointer);
  const within = <T extends Location & Position>(spot: T): T => ({
    ...spot,
    ...(inline.isInPlace ? document.positionWithin(pointer, spot) : document.positionOf(pointer)),
    ...(file !== undefined && { file }),
    path: `${pointer}${spot.path}`,
    mark: `${pointer}${spot.mark}`,
  });
  return {
    ...inner,
    findings: inner.findings.map((finding) => ({ ...within(finding), identity: [pointer, ...finding.identity] })),
    undetermined: inner.undetermined.map(within),
    notes: inner.notes.map(within),
    parameters: [],
  };
};

const MAKE_READABLE = 'Write the nested template such that it can be read, or in a file of its own.';

/** An inline template that is not known is undetermined: its text may hold something for the rules. */
const leaveInline = (
  resource: Resource,
  place: Place,
  reason: string,
  { document, settings }: Around,
): TemplateEvaluation => {
  const open = leaveOpen(resource, place, { reason, remediation: MAKE_READABLE }, settings);
  return { ...emptyEvaluation, undetermined: open.map((spot) => locateIn(document, settings, spot)) };
};
