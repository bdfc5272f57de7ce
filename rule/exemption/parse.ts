import type { Exemption } from './exemption.ts';
import type { ExemptionsProblem } from './problem.ts';
import { putIntoWords } from './put-into-words.ts';
import { readExemptions } from './read.ts';

export type { ExemptionsProblem } from './problem.ts';

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
  const { exemptions, faults } = readExemptions(text, now);
  return { exemptions, problems: faults.map(putIntoWords) };
}
