import type { CheckOutcome } from '../../format/index.ts';
import { UsageError } from '../../usage-error.ts';

/** What the options say of what is known. */
interface KnownValues {
  readonly baseline?: string | undefined;
  readonly 'write-baseline': boolean;
}

type Baseline = ReturnType<typeof import('./baseline.ts').readBaseline>;

/** Read before anything is checked; what is to be written anew is not read. @throws {UsageError} */
export async function loadBaseline({
  baseline: path,
  'write-baseline': writes,
}: KnownValues): Promise<Baseline | undefined> {
  if (path === '') throw new UsageError('--baseline is empty. Give it a file, or leave it out.');
  if (path === undefined && writes) throw new UsageError('--write-baseline needs --baseline FILE, which says where.');
  return path === undefined || writes ? undefined : (await import('./baseline.ts')).readBaseline(path);
}

/** What a check was asked to do with what is known. */
interface KnownInput {
  readonly values: KnownValues;
  readonly baseline: Baseline | undefined;
  readonly onNote: (note: string) => void;
}

/** Takes out what the baseline knows, or writes the baseline: then all is known. */
export async function applyKnown(
  outcome: CheckOutcome,
  { inputs }: { readonly inputs: Iterable<string> },
  { values: { baseline: path, 'write-baseline': writes }, baseline, onNote }: KnownInput,
): Promise<CheckOutcome> {
  if (path === undefined) return outcome;
  const { applyBaseline, goneText, readBaseline, writeBaseline } = await import('./baseline.ts');
  if (writes) onNote(`${writeBaseline(path, outcome.report)} findings are known now, in ${path}.`);
  const applied = applyBaseline(outcome, baseline ?? readBaseline(path), inputs);
  const gone = goneText(applied.gone, path);
  if (gone !== undefined) onNote(gone);
  return applied.outcome;
}
