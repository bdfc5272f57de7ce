import { duplicateKeys } from './duplicate-keys.ts';
import type { Exemption } from './exemption.ts';
import { type Fault, findFaults } from './find-faults.ts';

export const MAX_EXEMPTIONS_BYTES = 1024 * 1024;

/** What an exemptions document exempts: nothing where it has any fault. */
interface ExemptionsRead {
  readonly exemptions: readonly Exemption[];
  readonly faults: readonly Fault[];
}

/**
 * Reads an exemptions document, of which exemptions.schema.json is the schema, and finds every fault in it. `now`, in
 * milliseconds, bounds how far ahead one may expire; one that has expired is no fault. Never throws.
 */
export function readExemptions(text: string, now: number): ExemptionsRead {
  if (new TextEncoder().encode(text).length > MAX_EXEMPTIONS_BYTES) return refuse('too large');
  const json = text.replace(/^\uFEFF/, '');
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch {
    return refuse('not JSON', json);
  }
  const again = duplicateKeys(json).map((pointer): Fault => ({ pointer, kind: 'repeated' }));
  const faults = [...again, ...findFaults(document, now)];
  return isSound(document, faults) ? { exemptions: document.exemptions, faults } : { exemptions: [], faults };
}

const refuse = (kind: Fault['kind'], value?: unknown): ExemptionsRead => ({
  exemptions: [],
  faults: [{ pointer: '', kind, value }],
});

/** A document without faults is what its type says. */
const isSound = (
  _document: unknown,
  faults: readonly Fault[],
): _document is { readonly exemptions: readonly Exemption[] } => faults.length === 0;
