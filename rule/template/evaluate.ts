import { checkEgress } from '../egress-all-protocols.ts';
import type { Evaluation, Finding, RuleSettings, Undetermined } from '../rule.ts';
import type { Position } from './position.ts';
import { type Document, isTemplate, readDocuments } from './read.ts';
import { makeResolve } from './resolve.ts';
import { listResources } from './resources.ts';
import { makeScope, type TemplateSettings } from './scope.ts';
import { UnreadableError } from './unreadable-error.ts';

export interface EvaluateSettings extends RuleSettings, TemplateSettings {}

/** What the rules say of a template; `line` and `column` are those of the `IpProtocol` key where the value is written. */
export interface TemplateEvaluation {
  readonly findings: readonly (Finding & Position)[];
  readonly undetermined: readonly (Undetermined & Position)[];
  /** Why the text is no template that can be read; nothing else is known of it then. */
  readonly unreadable?: { readonly reason: string } & Partial<Position>;
}

const evaluateDocument = ({ value, positionOf }: Document, settings: EvaluateSettings): TemplateEvaluation => {
  const scope = makeScope(value, settings);
  const resolve = makeResolve(scope);
  const results: readonly Evaluation[] = listResources(scope).map((resource) =>
    checkEgress(resource, resolve, settings),
  );
  return {
    findings: results.flatMap(({ findings }) =>
      findings.map((finding) => ({ ...finding, ...positionOf(finding.path) })),
    ),
    undetermined: results.flatMap(({ undetermined }) =>
      undetermined.map((spot) => ({ ...spot, ...positionOf(spot.path) })),
    ),
  };
};

/** Applies the rules to the text of a template, JSON or YAML. Never throws on a text: one that cannot be read is `unreadable`. */
export const evaluateTemplate = (text: string, settings: EvaluateSettings = {}): TemplateEvaluation => {
  try {
    const documents = readDocuments(text).filter(isTemplate);
    if (documents.length === 0) throw new UnreadableError('it is not a template: it has no Resources');
    const results = documents.map((document) => evaluateDocument(document, settings));
    return {
      findings: results.flatMap(({ findings }) => findings),
      undetermined: results.flatMap(({ undetermined }) => undetermined),
    };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { findings: [], undetermined: [], unreadable: { reason: error.message, ...error.position } };
  }
};
