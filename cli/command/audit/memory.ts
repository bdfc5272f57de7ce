import { appendFileSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import {
  type AuditMemory,
  DamagedStateError,
  type GroupPage,
  pageLine,
  type Recall,
  readPages,
  readState,
  stateLine,
} from '../../../infra/audit/index.ts';
import type { RuleSettings } from '../../../rule/index.ts';
import { errorCode, explainWriteFault } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';

/**
 * Remembers in a file, a line for each stack, written as soon as it is done; without a path nothing.
 * @throws {UsageError}
 */
export function openState(path: string | undefined, settings: RuleSettings): AuditMemory {
  if (path === undefined) return forgetful;
  const { text, descriptor } = open(path);
  const recall = readIntact(path, text, settings);
  if (recall === undefined)
    throw new UsageError(`--state ${path}: is another file, not the state of an audit. Name one that does not exist.`);
  const append = (line: string): void => attempt(path, explainWriteFault, () => appendFileSync(descriptor, line));
  // What broke off in a line stays alone on it.
  if (text !== '' && !text.endsWith('\n')) append('\n');
  return {
    recall,
    keep: (stack, evaluation) => {
      const line = stateLine(stack, settings, evaluation);
      if (line !== undefined) append(line);
    },
  };
}

const forgetful: AuditMemory = { recall: () => undefined, keep: () => undefined };

/**
 * Goes on with the pages of another run, and remembers each that is read; without a path nothing.
 * @throws {UsageError}
 */
export function openPages(path: string | undefined, aggregator: string) {
  if (path === undefined) return { groups: [], next: undefined, keep: () => undefined };
  const { text, descriptor } = open(path);
  const read = readPages(text, aggregator);
  if (read === undefined)
    throw new UsageError(
      `--state ${path}: is another file, or the state of another aggregator. Name one that does not exist.`,
    );
  // A run that is begun anew keeps nothing, and one that goes on no line that broke off.
  const kept = read.next === undefined ? 0 : Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1));
  attempt(path, explainWriteFault, () => ftruncateSync(descriptor, kept));
  const keep = (page: GroupPage): void =>
    attempt(path, explainWriteFault, () => appendFileSync(descriptor, pageLine(aggregator, page)));
  return { ...read, keep };
}

/** It may hold lines of templates: for its owner only. */
const PRIVATE = 0o600;

/** The text of the file, which is empty if there is none, and where to append to it. */
const open = (path: string): { text: string; descriptor: number } => {
  const descriptor = attempt(path, explainWriteFault, () => openSync(path, 'a+', PRIVATE));
  return { descriptor, text: attempt(path, explainReadFault, () => readFileSync(path, 'utf8')) };
};

type Explain = (path: string, error: unknown) => string;

const attempt = <T>(path: string, explain: Explain, act: () => T): T => {
  try {
    return act();
  } catch (error) {
    throw new UsageError(`--state ${path}: ${explain(path, error)}`);
  }
};

const explainReadFault: Explain = (_path, error) => `cannot be read (${errorCode(error)}).`;

const readIntact = (path: string, text: string, settings: RuleSettings): Recall | undefined => {
  try {
    return readState(text, settings);
  } catch (error) {
    if (!(error instanceof DamagedStateError)) throw error;
    throw new UsageError(
      `--state ${path}: ${error.message}, and nothing was audited. Delete that line, or the file, and run it again.`,
    );
  }
};
