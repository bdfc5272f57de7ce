import { type Exemption, type ExemptionsProblem, printable, stateOf } from '../../../rule/index.ts';
import { inputName, problemText, readExemptions } from '../../input/index.ts';
import { countOf, type ExitCode, exitCodes, type Terminal } from '../../terminal/index.ts';
import type { ExemptionsRequest } from './exemptions.ts';
import { summarize, summaryText } from './summary.ts';

/** Says of a document whether it is valid, and of each problem where it is. @throws {UsageError} */
export async function validateExemptions(request: ExemptionsRequest, terminal: Terminal): Promise<ExitCode> {
  const { path, format, now } = request;
  const { exemptions, problems } = await readExemptions(path, terminal, now);
  const isValid = problems.length === 0;
  const notes = notesOn(exemptions, now);
  const summary = summarize(exemptions, now);
  if (format === 'json') {
    terminal.out(`${JSON.stringify({ valid: isValid, summary, problems, notes }, null, 2)}\n`);
  } else {
    const file = printable(inputName(path), 1000);
    const verdict = isValid
      ? `${terminal.paint('green', 'valid')}, ${countOf(exemptions.length, 'exemption')} (${summaryText(summary)})`
      : `${terminal.paint('red', 'invalid')}, ${countOf(problems.length, 'problem')}; it exempts nothing`;
    const told = [...problems, ...notes].map((problem) => `${problemText(file, problem)}\n`);
    terminal.out(`${told.join('')}${file}: ${verdict}.\n`);
  }
  return isValid ? exitCodes.done : exitCodes.failed;
}

/** An expired exemption is no problem, and a reason to tidy up. */
const notesOn = (exemptions: readonly Exemption[], now: number): ExemptionsProblem[] =>
  exemptions.flatMap((exemption, index) => {
    if (stateOf(exemption, now) !== 'EXPIRED') return [];
    const message = `${printable(exemption.id, 128)} expired on ${exemption.expires}: renew or remove it`;
    return { pointer: `/exemptions/${index}`, message };
  });
