import { type Exemption, type ExemptionsDocument, type ExemptionsProblem, parseExemptions } from '../../rule/index.ts';
import type { Terminal } from '../terminal/index.ts';
import { UsageError } from '../usage-error.ts';
import { FileError, inputName, isUtf16, readBytes } from './file/index.ts';

/** A problem in the file of a document, e.g. `exemptions.json /version: missing; expected 1`. */
export function problemText(path: string, { pointer, message }: ExemptionsProblem): string {
  return `${[inputName(path), pointer].filter((part) => part !== '').join(' ')}: ${message}`;
}

/**
 * Reads the file of an exemptions document. The hook takes it for UTF-8, whatever it is.
 * @throws {UsageError} where there is nothing to read
 */
export async function readExemptionsFile(path: string, { input }: Pick<Terminal, 'input'>): Promise<Buffer> {
  try {
    return path === '-' ? await input() : readBytes(path);
  } catch (error) {
    if (error instanceof FileError)
      throw new UsageError(`${inputName(path)}: ${error.message}. Name an exemptions file, JSON.`);
    throw error;
  }
}

/**
 * Reads an exemptions document, and what is wrong with it.
 * @throws {UsageError} where there is no text to read
 */
export async function readExemptions(path: string, terminal: Terminal, now: number): Promise<ExemptionsDocument> {
  if (path === '') throw new UsageError('the name of the exemptions file is empty.');
  const bytes = await readExemptionsFile(path, terminal);
  const encoding = isUtf16(bytes) ? 'it is UTF-16. Save it as UTF-8, which is all that the hook reads.' : undefined;
  const problem = encoding ?? (bytes.includes(0) ? 'it is binary. Name an exemptions file, JSON.' : undefined);
  if (problem !== undefined) throw new UsageError(`${inputName(path)}: ${problem}`);
  return parseExemptions(bytes.toString('utf8'), now);
}

/**
 * Reads the exemptions of a document that is valid, as the hook does.
 * @throws {UsageError}
 */
export async function loadExemptions(path: string, terminal: Terminal, now: number): Promise<readonly Exemption[]> {
  const { exemptions, problems } = await readExemptions(path, terminal, now);
  if (problems.length === 0) return exemptions;
  const more = problems.length - MAX_PROBLEMS;
  const told = problems.slice(0, MAX_PROBLEMS).map((problem) => problemText(path, problem));
  if (more > 0) told.push(`and ${more} more`);
  throw new UsageError(`${told.join('; ')}. Run egress-guard exemptions validate ${path} until it is valid.`);
}

/** Told in one line; `exemptions validate` tells the others. */
const MAX_PROBLEMS = 3;
