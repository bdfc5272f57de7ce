import { parseJson } from '../../rule/json.ts';
import { isObject } from '../../rule/place.ts';
import type { RuleSettings } from '../../rule/rule.ts';
import { rulesOn } from '../../rule/select-rules.ts';
import { version } from '../../rule/version.ts';
import type { StackEvaluation } from './evaluate-stack.ts';
import type { DeployedStack } from './stack.ts';

/** Every line begins so; a line of anything else does not. */
const START = '{"audit":2,';

/** What has to be the same for a result to hold still: the stack as it was deployed, and what it was asked with. */
const keyOf = ({ id, updated, status }: DeployedStack, settings: RuleSettings): string => {
  const { allowLoopbackOnly = false } = settings;
  const rules = rulesOn(settings).map((rule) => rule.id);
  return JSON.stringify([id, updated, status, version, allowLoopbackOnly, rules]);
};

/** The line that keeps a result. While a stack is being changed it is nothing to keep: the change may be rolled back. */
export const stateLine = (
  stack: DeployedStack,
  settings: RuleSettings,
  evaluation: StackEvaluation,
): string | undefined =>
  stack.status.endsWith('_IN_PROGRESS')
    ? undefined
    : `${START}"key":${JSON.stringify(keyOf(stack, settings))},"evaluation":${JSON.stringify(evaluation)}}\n`;

const TEXTS = ['ruleId', 'logicalId', 'resourceType', 'path', 'message', 'remediation'];

const isTextList = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === 'string');

const isSpot = (value: unknown): boolean =>
  isObject(value) &&
  TEXTS.every((name) => typeof value[name] === 'string') &&
  typeof value['line'] === 'number' &&
  isObject(value['excerpt']) &&
  isTextList(value['excerpt']['lines']);

const isSpotList = (value: unknown): boolean => Array.isArray(value) && value.every(isSpot);

const isEvaluation = (value: unknown): value is StackEvaluation =>
  isObject(value) && isSpotList(value['findings']) && isSpotList(value['undetermined']);

/** A line that was not written to its end is as good as none. */
const readLine = (line: string): readonly (readonly [string, StackEvaluation])[] => {
  const value = parseJson(line);
  if (!isObject(value)) return [];
  const { key, evaluation } = value;
  return typeof key === 'string' && isEvaluation(evaluation) ? [[key, evaluation]] : [];
};

/** Tells what was found of a stack, if it is still as it was then. */
export type Recall = (stack: DeployedStack) => StackEvaluation | undefined;

/** Reads the text of a state file; undefined where it is some other file. */
export const readState = (text: string, settings: RuleSettings): Recall | undefined => {
  const lines = text.split('\n').filter((line) => line !== '');
  if (!lines.every((line) => line.startsWith(START) || START.startsWith(line))) return undefined;
  const known = new Map(lines.flatMap(readLine));
  return (stack) => known.get(keyOf(stack, settings));
};
