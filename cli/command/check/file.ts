import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import {
  type EvaluateSettings,
  emptyEvaluation,
  evaluateTemplate,
  makeBudget,
  mayBeTemplate,
  mayConcern,
  parseJson,
  type TemplateEvaluation,
} from '../../../rule/index.ts';
import {
  decodeText,
  FileError,
  type FoundFile,
  isUtf16,
  MAX_BYTES,
  readBytes,
  TooLargeError,
} from '../../input/index.ts';

/** What became of a file: no template, a template with what the rules say of it, or unreadable. */
export interface CheckedFile {
  readonly isTemplate: boolean;
  readonly evaluation: TemplateEvaluation;
  /** The text, where there is something to show of it. */
  readonly text?: string;
  /** Of a template that was not parsed, because it can hold nothing for the rules. */
  readonly isSkimmed?: true;
  /** What to tell of the file besides. */
  readonly note?: string;
}

/** Whether a file that is not checked looks like a template; one that cannot be read at a glance does not. */
export function looksLikeTemplateFile(path: string): boolean {
  return mayBeTemplate(readFast(path) ?? '');
}

/** Checks a file; `input` is what stands on standard input, for the path `-`. */
export function checkFile(
  { path, isNamed, problem }: FoundFile,
  settings: EvaluateSettings,
  input: Buffer,
): CheckedFile {
  try {
    if (problem !== undefined) throw new FileError(problem);
    if (path === '-') return checkBytes(input, settings, unquote);
    return isNamed ? checkBytes(readBytes(path), settings) : checkFound(path, settings);
  } catch (error) {
    return !isNamed && error instanceof TooLargeError ? noTemplate : unreadable(error);
  }
}

/**
 * Reads a file that was found, in the quickest way that Node has. Undefined where that is not enough: it cannot be read,
 * is not UTF-8, or is larger than a template.
 */
const readFast = (path: string): string | undefined => {
  try {
    const text = readFileSync(path, 'utf8');
    return text.startsWith('\uFFFD') || text.includes('\0') || text.length > MAX_BYTES ? undefined : text;
  } catch {
    return undefined;
  }
};

/** The one result for every file that is no template. */
export const noTemplate: CheckedFile = { isTemplate: false, evaluation: emptyEvaluation };

const NOT_UTF8 = 'is not UTF-8 throughout: what is not is read as \uFFFD. Save it as UTF-8.';

const checkBytes = (
  bytes: Buffer,
  settings: EvaluateSettings,
  prepare = (text: string): string => text,
): CheckedFile => {
  const checked = evaluate(prepare(decodeText(bytes)), true, settings);
  return isUtf16(bytes) || isUtf8(bytes) ? checked : { ...checked, note: NOT_UTF8 };
};

/** Who checks files waits longer than CloudFormation does for a hook: so many times the steps for a text. */
const STEPS_FACTOR = 8;

const evaluate = (text: string, isNamed: boolean, settings: EvaluateSettings): CheckedFile => {
  const evaluation = evaluateTemplate(text, settings, makeBudget(text.length * STEPS_FACTOR));
  if (evaluation.unreadable === undefined)
    return { isTemplate: true, evaluation, ...(isToBeShown(evaluation) && { text }) };
  // What can be read and is no template has a reason without a position.
  const isOther = !isNamed && (evaluation.unreadable.line === undefined || !mayBeTemplate(text));
  return isOther ? noTemplate : { isTemplate: false, evaluation };
};

/** Notes are told without the lines around them. */
const isToBeShown = ({ findings, undetermined }: TemplateEvaluation): boolean =>
  findings.length + undetermined.length > 0;

/** The AWS CLI prints a template in YAML as a string in JSON. */
const unquote = (text: string): string => {
  const value = /^\s*"/.test(text) ? parseJson(text) : undefined;
  return typeof value === 'string' ? value : text;
};

/** The one result for every template that was not parsed. */
export const clean: CheckedFile = { isTemplate: true, evaluation: emptyEvaluation, isSkimmed: true };

/** Most files that are found are told at a glance. */
const checkFound = (path: string, settings: EvaluateSettings): CheckedFile => {
  const text = readFast(path) ?? readWithCare(path);
  if (!mayBeTemplate(text)) return noTemplate;
  return mayConcern(text) ? evaluate(text, false, settings) : clean;
};

/** @throws {FileError} unless what cannot be read is no template anyway */
const readWithCare = (path: string): string => {
  const bytes = readBytes(path);
  const isText = isUtf16(bytes) || mayBeTemplate(bytes.toString('latin1'));
  return isText ? decodeText(bytes) : '';
};

const unreadable = (error: unknown): CheckedFile => {
  if (!(error instanceof FileError)) throw error;
  return { isTemplate: false, evaluation: { ...emptyEvaluation, unreadable: { reason: error.message } } };
};
