import { type Exemption, printable } from '../../../rule/index.ts';
import { findFiles, loadSearches } from '../../input/index.ts';
import { countOf, type ExitCode, exitCodes, type Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { checkFiles, findSuppressed, type Suppressed } from '../check/index.ts';

/** What is asked; `now` is in milliseconds. */
export interface DraftRequest {
  readonly paths: readonly string[];
  /** The rules that apply. Default: those that are on. */
  readonly rules: readonly string[] | undefined;
  readonly now: number;
}

/** Drafts an exemptions document from what templates suppress for other tools. @throws {UsageError} */
export async function draftExemptions({ paths, rules, now }: DraftRequest, terminal: Terminal): Promise<ExitCode> {
  const onNote = (note: string): void => terminal.err(`egress-guard: ${printable(note, 2000)}\n`);
  const search = { noIgnore: false, skipNonTemplates: false, onIgnored: () => undefined };
  const found = findFiles(paths, { ...(await loadSearches(paths)), ...search });
  const input = paths.includes('-') ? await terminal.input() : Buffer.alloc(0);
  const checked = await checkFiles(found, { settings: { rules }, input, onProgress: () => undefined, onNote });
  const { templates, unreadable, findings } = checked.report.summary;
  for (const { file, reason } of checked.report.unreadable) onNote(`${file}: ${reason}`);
  if (templates === 0) throw new UsageError('there is no template to draft from. Name files, folders or patterns.');
  const exemptions = draftsFor(findSuppressed(checked), now);
  terminal.out(`${JSON.stringify({ version: 1, exemptions }, null, 2)}\n`);
  const of = `${countOf(findings, 'finding')} in ${countOf(templates, 'template')}`;
  onNote(
    exemptions.length === 0
      ? `none of ${of} is suppressed for another tool: there is nothing to draft.`
      : `${countOf(exemptions.length, 'exemption')} drafted, of ${of}. As they are they match no stack: put the stack's name and who approved it in the place of ${PLACEHOLDER}, look at each reason and day, and leave out what is no longer needed.`,
  );
  return unreadable > 0 ? exitCodes.failed : exitCodes.done;
}

/** What a person has to fill in; no stack is called that. */
const PLACEHOLDER = 'REPLACE-ME';

/** Days until a draft ends: long enough to mend it, short enough to be asked again. */
const DAYS = 90;

const MS_PER_DAY = 86_400_000;

/** One for each rule and resource of a file. */
const draftsFor = (suppressed: readonly Suppressed[], now: number): readonly Exemption[] => {
  const kinds = Map.groupBy(suppressed, ({ finding: { file, logicalId, ruleId } }) =>
    JSON.stringify([file, logicalId, ruleId]),
  );
  const expires = new Date(now + DAYS * MS_PER_DAY).toISOString().slice(0, 10);
  return [...kinds.values()].flatMap(([one], index) => (one === undefined ? [] : [draftOf(one, index + 1, expires)]));
};

const draftOf = ({ finding, suppressions: [suppression] }: Suppressed, number: number, expires: string): Exemption => {
  const { file, logicalId, ruleId } = finding;
  const { tool, id, reason = `${PLACEHOLDER}: no reason was given` } = suppression;
  return {
    id: printable(`${logicalId}-${number}`, 120),
    reason: printable(`${printable(reason, 700)} (suppressed for ${tool} as ${id} in ${file})`, 1000),
    approvedBy: PLACEHOLDER,
    expires,
    match: { rule: ruleId, stackName: PLACEHOLDER, logicalId },
  };
};
