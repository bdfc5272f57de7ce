import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EvaluateSettings, evaluateTemplate, type TemplateEvaluation } from '../rule/template/evaluate.ts';
import { mayConcern } from '../rule/template/prefilter.ts';
import type { FoundFile } from './file/find-files.ts';
import { FileError, readBytes } from './file/read-bytes.ts';
import { decodeText, isUtf16 } from './file/read-text.ts';

/** What became of a file: no template, a template with what the rules say of it, or unreadable. */
export interface CheckedFile {
  readonly isTemplate: boolean;
  readonly evaluation: TemplateEvaluation;
  /** The text, where there is something to show of it. */
  readonly text?: string;
}

const nothing: TemplateEvaluation = { findings: [], undetermined: [], templateUrls: [] };

const clean: CheckedFile = { isTemplate: true, evaluation: nothing };

const noTemplate: CheckedFile = { isTemplate: false, evaluation: nothing };

type Text = Pick<Buffer, 'includes'> | string;

/** Among files that were found and not named, most JSON and YAML is something else, and may be unreadable. */
const looksLikeTemplate = (text: Text): boolean =>
  text.includes('AWSTemplateFormatVersion') || (text.includes('Resources') && text.includes('AWS::'));

const isWorthParsing = (text: Text, { rules }: EvaluateSettings): boolean =>
  mayConcern(text, rules) || text.includes('TemplateURL');

const evaluate = (text: string, isNamed: boolean, settings: EvaluateSettings): CheckedFile => {
  const evaluation = evaluateTemplate(text, settings);
  if (evaluation.unreadable === undefined) return { isTemplate: true, evaluation, text };
  // What can be read and is no template has a reason without a position.
  const isOther = !isNamed && (evaluation.unreadable.line === undefined || !looksLikeTemplate(text));
  return isOther ? noTemplate : { isTemplate: false, evaluation };
};

const checkBytes = (bytes: Buffer, isNamed: boolean, settings: EvaluateSettings): CheckedFile => {
  if (!isNamed && !isUtf16(bytes)) {
    if (!looksLikeTemplate(bytes)) return noTemplate;
    if (!isWorthParsing(bytes, settings)) return clean;
  }
  return evaluate(decodeText(bytes), isNamed, settings);
};

const unreadable = (error: unknown): CheckedFile => {
  if (!(error instanceof FileError)) throw error;
  return { isTemplate: false, evaluation: { ...nothing, unreadable: { reason: error.message } } };
};

/** Checks a file; `input` is what stands on standard input, for the path `-`. */
export const checkFile = ({ path, isNamed }: FoundFile, settings: EvaluateSettings, input: Buffer): CheckedFile => {
  try {
    return checkBytes(path === '-' ? input : readBytes(path), isNamed, settings);
  } catch (error) {
    return unreadable(error);
  }
};

/** The local file that a `TemplateURL` names before the template is packaged; undefined of an address elsewhere. */
export const nestedFile = (url: string, from: string): string | undefined => {
  if (url.startsWith('file://') && URL.canParse(url)) return fileURLToPath(url);
  return /^[a-z][a-z0-9+.-]*:/i.test(url) || from === '-' ? undefined : resolve(dirname(from), url);
};
