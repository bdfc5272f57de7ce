import { evaluateTemplate } from '../../rule/library.ts';
import { mayBeTemplate, mayConcern } from '../../rule/template/read/prefilter.ts';

/** Milliseconds that one text may take: the template function has 25 seconds for a text of a megabyte. */
const SLOW_MS = 5000;

/** The reader throws on no text, is bounded on each, and what it finds is not skipped before it. */
export function fuzz(data: Buffer): void {
  const text = data.toString('utf8');
  const began = performance.now();
  const { findings, undetermined } = evaluateTemplate(text);
  const took = performance.now() - began;
  if (took > SLOW_MS) throw new Error(`the template took ${Math.round(took)} ms`);
  if (findings.length + undetermined.length > 0 && !(mayConcern(text) && mayBeTemplate(text)))
    throw new Error('a template with egress is skipped unread');
}
