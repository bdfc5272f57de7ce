import { checkEgress, isEgressType, undeterminedAt } from '../egress-all-protocols.ts';
import type { Resolve } from '../place.ts';
import type { Evaluation, Finding, Resource, RuleSettings, Spot, Undetermined } from '../rule.ts';
import { checkWithoutEgress, securityGroupWithoutEgress } from '../without-egress.ts';
import { type InlineTemplate, inlineTemplateOf, isNestedType, templateUrlOf } from './inline-template.ts';
import type { Position } from './position.ts';
import { mayConcern } from './prefilter.ts';
import { type Document, isTemplate, readDocuments } from './read.ts';
import { makeResolve } from './resolve.ts';
import { listResources } from './resources.ts';
import { type Budget, makeBudget, makeScope, section, spend, type TemplateSettings } from './scope.ts';
import { UnreadableError } from './unreadable-error.ts';

export interface EvaluateSettings extends RuleSettings, TemplateSettings {
  /** Ids of rules that apply only where they are asked for. */
  readonly rules?: readonly string[];
}

/** What the rules say of a template; `line` and `column` are those of the `IpProtocol` key where the value is written. */
export interface TemplateEvaluation {
  readonly findings: readonly (Finding & Position)[];
  readonly undetermined: readonly (Undetermined & Position)[];
  /** The `TemplateURL`s of nested stacks that are literals: URLs, or paths before the template is packaged. */
  readonly templateUrls: readonly string[];
  /** The names of the parameters that the template declares. */
  readonly parameters: readonly string[];
  /** Why the text is no template that can be read; nothing else is known of it then. */
  readonly unreadable?: { readonly reason: string } & Partial<Position>;
}

/** Reading a template takes about as long as so many steps of resolving it. */
const CHARACTERS_READ_A_STEP = 16;

/** Whether there is anything to say of resources of a type. */
const isWanted = (type: string): boolean => isEgressType(type) || isNestedType(type);

const empty: TemplateEvaluation = { findings: [], undetermined: [], templateUrls: [], parameters: [] };

const join = (evaluations: readonly TemplateEvaluation[]): TemplateEvaluation => ({
  findings: evaluations.flatMap(({ findings }) => findings),
  undetermined: evaluations.flatMap(({ undetermined }) => undetermined),
  templateUrls: evaluations.flatMap(({ templateUrls }) => templateUrls),
  parameters: evaluations.flatMap(({ parameters }) => parameters),
});

/** An inline template that cannot be read is undetermined, unless its text holds nothing for the rules. */
const leaveInline = (
  resource: Resource,
  { text, pointer }: InlineTemplate,
  { positionOf }: Document,
): TemplateEvaluation => {
  if (!mayConcern(text)) return empty;
  const spot = undeterminedAt(resource, { value: text, pointer, when: [] }, 'the template in it cannot be read');
  return { ...empty, undetermined: [{ ...spot, ...positionOf(pointer) }] };
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
  resource: Resource,
  document: Document,
  settings: EvaluateSettings,
  budget: Budget,
): TemplateEvaluation => {
  const inline = inlineTemplateOf(resource);
  if (inline === undefined) return empty;
  spend({ budget }, inline.text.length / CHARACTERS_READ_A_STEP);
  if (!mayConcern(inline.text, settings.rules)) return empty;
  const inner = evaluateText(inline.text, innerSettings(settings), budget);
  if (inner.unreadable !== undefined) return leaveInline(resource, inline, document);
  const place = <T extends Spot & Position>(spot: T): T => ({
    ...spot,
    ...document.positionWithin(inline.pointer, spot),
    path: `${inline.pointer}${spot.path}`,
  });
  return { ...empty, findings: inner.findings.map(place), undetermined: inner.undetermined.map(place) };
};

const checkAll = (resources: readonly Resource[], resolve: Resolve, settings: EvaluateSettings): Evaluation => {
  const results = resources.map((resource) => checkEgress(resource, resolve, settings));
  const isAsked = settings.rules?.includes(securityGroupWithoutEgress.id) === true;
  return {
    findings: [
      ...results.flatMap(({ findings }) => findings),
      ...(isAsked ? checkWithoutEgress(resources, resolve) : []),
    ],
    undetermined: results.flatMap(({ undetermined }) => undetermined),
  };
};

const evaluateDocument = (document: Document, settings: EvaluateSettings, budget: Budget): TemplateEvaluation => {
  const scope = makeScope(document.value, settings, budget);
  const resources = listResources(scope, isWanted);
  const { findings, undetermined } = checkAll(resources, makeResolve(scope), settings);
  const own: TemplateEvaluation = {
    findings: findings.map((finding) => ({ ...finding, ...document.positionOf(finding.path) })),
    undetermined: undetermined.map((spot) => ({ ...spot, ...document.positionOf(spot.path) })),
    templateUrls: resources.flatMap((resource) => templateUrlOf(resource) ?? []),
    parameters: Object.keys(section(scope, 'Parameters')),
  };
  return join([own, ...resources.map((resource) => evaluateInline(resource, document, settings, budget))]);
};

const evaluateText = (text: string, settings: EvaluateSettings, budget: Budget): TemplateEvaluation => {
  try {
    const documents = readDocuments(text, isWanted).filter(isTemplate);
    if (documents.length === 0) throw new UnreadableError('it is not a template: it has no Resources');
    return join(documents.map((document) => evaluateDocument(document, settings, budget)));
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { ...empty, unreadable: { reason: error.message, ...error.position } };
  }
};

/** Applies the rules to the text of a template, JSON or YAML. Never throws on a text: one that cannot be read is `unreadable`. */
export const evaluateTemplate = (text: string, settings: EvaluateSettings = {}): TemplateEvaluation =>
  evaluateText(text, settings, makeBudget(text));
