import { checkDocument } from './check-document.ts';
import { duplicateKeys } from './duplicate-keys.ts';
import type { Exemption } from './exemption.ts';
import { jsonError } from './json-error.ts';
import { type ExemptionsProblem, problemAt } from './problem.ts';

export type { ExemptionsProblem } from './problem.ts';

export const MAX_EXEMPTIONS_BYTES = 1024 * 1024;

/** What an exemptions document says. Where it has any problem, it exempts nothing. */
export interface ExemptionsDocument {
  readonly exemptions: readonly Exemption[];
  readonly problems: readonly ExemptionsProblem[];
}

/**
 * Reads an exemptions document, of which exemptions.schema.json is the schema, and finds every problem in it. `now`, in
 * milliseconds, bounds how far ahead one may expire; one that has expired is no problem. Never throws.
 */
export function parseExemptions(text: string, now: number): ExemptionsDocument {
  if (isTooLarge(text)) return refuse(`larger than ${MAX_EXEMPTIONS_BYTES / 1024 / 1024} MB`);
  const json = text.replace(/^\uFEFF/, '');
  const error = jsonError(json);
  if (error !== undefined) return refuse(`not JSON: ${error}`);
  const document: unknown = JSON.parse(json);
  const again = duplicateKeys(json).map((pointer) => problemAt(pointer, 'given more than once'));
  const problems = [...again, ...checkDocument(document, now)];
  return isSound(document, problems) ? { exemptions: document.exemptions, problems } : { exemptions: [], problems };
}

const isTooLarge = (text: string): boolean => new TextEncoder().encode(text).length > MAX_EXEMPTIONS_BYTES;

const refuse = (message: string): ExemptionsDocument => ({ exemptions: [], problems: [problemAt('', message)] });

/** A document without problems is what its type says. */
const isSound = (
  _document: unknown,
  problems: readonly ExemptionsProblem[],
): _document is Pick<ExemptionsDocument, 'exemptions'> => problems.length === 0;
