import type { Finding } from '../rule/rule.ts';
import { isTemplate, readDocuments } from '../rule/template/read.ts';
import { UnreadableError } from '../rule/template/unreadable-error.ts';
import { childOf, type Findings } from './existing.ts';

/** The one template in a text; of several, nobody can tell which one a finding is of. */
const readTemplate = (text: string): unknown => {
  try {
    const [document, ...others] = readDocuments(text).filter(isTemplate);
    return others.length === 0 ? document?.value : undefined;
  } catch (error) {
    if (error instanceof UnreadableError) return undefined;
    throw error;
  }
};

/** Findings in the text of a template, or in that of a template within it. */
export const inText = (text: string, findings: readonly Finding[]): Findings => {
  const read = new Map<string, unknown>();
  const templateIn = (inner: string): unknown => {
    if (!read.has(inner)) read.set(inner, readTemplate(inner));
    return read.get(inner);
  };
  const step = (value: unknown, key: string): unknown =>
    childOf(typeof value === 'string' ? templateIn(value) : value, key);
  return { findings, at: (keys) => keys.reduce(step, text as unknown) };
};
