import { appendFileSync, openSync, readFileSync } from 'node:fs';
import { readState, stateLine } from '../../infra/audit/state.ts';
import type { AuditMemory } from '../../infra/audit.ts';
import type { RuleSettings } from '../../rule/rule.ts';
import { errorCode } from '../file/error-code.ts';
import { UsageError } from '../usage-error.ts';

const forgetful: AuditMemory = { recall: () => undefined, keep: () => undefined };

/** It may hold lines of templates: for its owner only. */
const PRIVATE = 0o600;

const attempt = <T>(path: string, verb: string, act: () => T): T => {
  try {
    return act();
  } catch (error) {
    throw new UsageError(`--state ${path}: cannot be ${verb} (${errorCode(error)}).`);
  }
};

/** The text of the file, which is empty if there is none, and where to append to it. */
const open = (path: string): { text: string; descriptor: number } => {
  const descriptor = attempt(path, 'written', () => openSync(path, 'a+', PRIVATE));
  return { descriptor, text: attempt(path, 'read', () => readFileSync(path, 'utf8')) };
};

/**
 * Remembers in a file, a line for each stack, written as soon as it is done; without a path nothing.
 * @throws {UsageError}
 */
export const openState = (path: string | undefined, settings: RuleSettings): AuditMemory => {
  if (path === undefined) return forgetful;
  const { text, descriptor } = open(path);
  const recall = readState(text, settings);
  if (recall === undefined)
    throw new UsageError(`--state ${path}: is another file, not the state of an audit. Name one that does not exist.`);
  const append = (line: string): void => attempt(path, 'written', () => appendFileSync(descriptor, line));
  // What broke off in a line stays alone on it.
  if (text !== '' && !text.endsWith('\n')) append('\n');
  return {
    recall,
    keep: (stack, evaluation) => {
      const line = stateLine(stack, settings, evaluation);
      if (line !== undefined) append(line);
    },
  };
};
