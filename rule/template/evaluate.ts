import { evaluateWith, joinEvaluations, leaveOpen } from '../evaluate.ts';
import type { Evaluation, Finding, Note, Resource, RuleSettings, Spot, Undetermined } from '../rule.ts';
import { isRuleType } from '../select-rules.ts';
import { UnreadableError } from '../unreadable-error.ts';
import type { Place } from '../value/place.ts';
import { asIncluded, type Include, includeOf } from './nested/include.ts';
import { additionsIn, isModule, mayGrow } from './nested/macros.ts';
import {
  type GivenParameters,
  givenBy,
  type InlineTemplate,
  inlineTemplatesOf,
  isNestedType,
  type NestedUse,
  nestedUsesOf,
  settingsFor,
} from './nested/nested-template.ts';
import { listTransformed } from './nested/transformed.ts';
import { type Document, isTemplate, readDocuments } from './read/documents.ts';
import type { Position } from './read/position.ts';
import { mayConcern } from './read/prefilter.ts';
import { withSpelling } from './read/spelling.ts';
import { makeResolve } from './resolve/resolve.ts';
import { listDefinitions, listResources } from './resolve/resources.ts';
import { type Budget, makeBudget, makeScope, section, type TemplateSettings } from './resolve/scope.ts';

export interface EvaluateSettings extends RuleSettings, TemplateSettings {}

/** What the rules say of a template; `line` and `column` are those of the key to mark. */
export interface TemplateEvaluation extends Evaluation {
  readonly findings: readonly (Finding & Position)[];
  readonly undetermined: readonly (Undetermined & Position)[];
  readonly notes: readonly (Note & Position)[];
  /** The templates that are deployed with it and are not written in it. */
  readonly nested: readonly NestedUse[];
  /** The files of resources that are included in it, of those at hand. */
  readonly includes: readonly Include[];
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
    const { around } = settings;
    const read = readDocuments(text, isWanted, budget);
    const documents =
      around === undefined ? read.filter(isTemplate) : read.map((document) => asIncluded(document, around));
    if (documents.length === 0) throw new UnreadableError('it is not a template: it has no Resources');
    return join(documents.map((document) => evaluateDocument(document, settings, budget)));
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

const MAKE_PLAIN = 'Write the resource into the template, or have the hooks judge what is deployed.';

/** What an inline template is evaluated in. */
interface Around {
  readonly document: Document;
  readonly settings: EvaluateSettings;
  readonly budget: Budget;
}

const evaluateDocument = (document: Document, settings: EvaluateSettings, budget: Budget): TemplateEvaluation => {
  const scope = makeScope(document.value, settings, budget);
  const definitions = listDefinitions(scope);
  const resources = listResources(scope, isWanted, definitions);
  const isWhole = settings.around === undefined && !mayGrow(document.value);
  const siblings = isWhole ? resources : undefined;
  const resolve = withSpelling(makeResolve(scope), document.spellingOf);
  const context = { resolve, isResolved: false, settings, siblings: () => siblings };
  const all = joinEvaluations(resources.map((resource) => evaluateWith(resource, context)));
  const locate = <T extends Spot>(spot: T): T & Position => ({ ...spot, ...document.positionOf(spot.mark) });
  const { isAtHand = () => false } = settings;
  const includes = definitions.flatMap((one) => {
    const include = includeOf(one, settings.around ?? document.value, resolve);
    return include !== undefined && isAtHand(include.location) ? [{ one, include }] : [];
  });
  const others = definitions.filter((one) => !includes.some((included) => included.one === one));
  const transformed = listTransformed(scope, others).flatMap(({ resource, reason }) =>
    leaveOpen(resource, placeOf(resource), { reason, remediation: MAKE_PLAIN }, settings),
  );
  const own: TemplateEvaluation = {
    findings: all.findings.map(locate),
    undetermined: [...all.undetermined, ...transformed].map(locate),
    notes: all.notes.map(locate),
    faults: all.faults,
    nested: resources.flatMap((resource) => nestedUsesOf(resource, resolve)),
    includes: includes.map(({ include }) => include),
    additions: settings.around === undefined ? additionsIn(document.value) : [],
    parameters: Object.keys(section(scope, 'Parameters')),
  };
  const around: Around = { document, settings, budget };
  // Resolved before any of them is read, which may use up the budget.
  const inner = resources.flatMap((resource) => {
    const given = givenBy(resource, resolve);
    return inlineTemplatesOf(resource, resolve).map((inline) => ({ resource, inline, given }));
  });
  return join([own, ...inner.map((one) => evaluateInline(one, around))]);
};

const placeOf = ({ pointer, when }: Pick<Required<Resource>, 'pointer' | 'when'>): Place => ({
  value: undefined,
  pointer,
  when,
});

interface InlineUse {
  readonly resource: Resource;
  readonly inline: InlineTemplate;
  readonly given: GivenParameters;
}

const UNREADABLE = 'the template in it cannot be read';

/** What is written in the inline template is reported where it stands in the outer one. */
const evaluateInline = ({ resource, inline, given }: InlineUse, around: Around): TemplateEvaluation => {
  const { document, settings, budget } = around;
  const { text, pointer, reason = UNREADABLE } = inline;
  if (text === undefined) return leaveInline(resource, pointer, reason, around);
  if (!mayConcern(text)) return emptyEvaluation;
  const inner = evaluateTemplate(text, settingsFor(settings, resource, given), budget);
  if (inner.unreadable !== undefined) return leaveInline(resource, pointer, UNREADABLE, around);
  const within = <T extends Spot & Position>(spot: T): T => ({
    ...spot,
    ...(inline.isInPlace ? document.positionWithin(pointer, spot) : document.positionOf(pointer)),
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
  pointer: string,
  reason: string,
  { document, settings }: Around,
): TemplateEvaluation => {
  const place = { value: undefined, pointer, when: [] };
  const open = leaveOpen(resource, place, { reason, remediation: MAKE_READABLE }, settings);
  return { ...emptyEvaluation, undetermined: open.map((spot) => ({ ...spot, ...document.positionOf(pointer) })) };
};
