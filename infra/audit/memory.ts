import { createHash } from 'node:crypto';
import { isObject, parseJson, type RuleSettings, rulesOn, version } from '../../rule/index.ts';
import type { StackEvaluation } from './evaluate-stack.ts';
import type { DeployedStack } from './stack.ts';

/** The line that keeps a result. While a stack is being changed it is nothing to keep: the change may be rolled back. */
export function stateLine(
  stack: DeployedStack,
  settings: RuleSettings,
  evaluation: StackEvaluation,
): string | undefined {
  return stack.status.endsWith('_IN_PROGRESS')
    ? undefined
    : `${seal(`${START}"key":${JSON.stringify(keyOf(stack, settings))},"evaluation":${JSON.stringify(evaluation)}`)}\n`;
}

/** Thrown where a line of a state is not as it was written. */
export class DamagedStateError extends Error {
  override readonly name = 'DamagedStateError';
}

/** Tells what was found of a stack, if it is still as it was then. */
export type Recall = (stack: DeployedStack) => StackEvaluation | undefined;

/**
 * Reads the text of a state file; undefined where it is some other file.
 * @throws {DamagedStateError}
 */
export function readState(text: string, settings: RuleSettings): Recall | undefined {
  const lines = text.split('\n');
  // An empty line is the beginning of any other.
  if (!lines.every((line) => line.startsWith(START) || START.startsWith(line))) return undefined;
  const known = new Map(lines.flatMap(readLine));
  return (stack) => known.get(keyOf(stack, settings));
}

/** Every line begins so; a line of anything else does not. */
const START = '{"audit":2,';

/** What a line says, with a sum of it: whatever changes it later shows. */
const seal = (text: string): string => `${text},"sum":"${sumOf(text)}"}`;

const SUM_DIGITS = 16;

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, SUM_DIGITS);

/** What has to be the same for a result to hold still: the stack as it was deployed, and what it was asked with. */
const keyOf = ({ id, updated, status }: DeployedStack, settings: RuleSettings): string => {
  const { allowLoopbackOnly = false } = settings;
  const rules = rulesOn(settings).map((rule) => rule.id);
  return JSON.stringify([id, updated, status, version, allowLoopbackOnly, rules]);
};

const SUM = /,"sum":"[0-9a-f]+"\}$/;

/** @throws {DamagedStateError} */
const readLine = (line: string, index: number): readonly (readonly [string, StackEvaluation])[] => {
  if (isBrokenOff(line)) return [];
  const value = seal(line.replace(SUM, '')) === line ? parseJson(line) : undefined;
  const { key, evaluation } = isObject(value) ? value : {};
  if (typeof key !== 'string' || !isEvaluation(evaluation)) throw new DamagedStateError(`line ${index + 1} is damaged`);
  return [[key, evaluation]];
};

/** A line that was not written to its end says nothing, and is no JSON. */
const isBrokenOff = (line: string): boolean => !SUM.test(line) && parseJson(line) === undefined;

const isEvaluation = (value: unknown): value is StackEvaluation =>
  isObject(value) && Array.isArray(value['findings']) && Array.isArray(value['undetermined']);
