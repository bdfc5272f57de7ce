import { expect } from 'vitest';
import { LineCounter, type Node, parseDocument, stringify } from 'yaml';
import { evaluateResource } from '../../../../rule/evaluate.ts';
import type { Evaluation, Location, RuleSettings } from '../../../../rule/rule.ts';
import { evaluateTemplate } from '../../../../rule/template/evaluate.ts';
import { isObject, type JsonObject, pointerKeys } from '../../../../rule/value/place.ts';
import { asStrings } from '../../../support/as-strings.ts';
import { toShortTags } from '../../../support/short-tags.ts';
import type { Case, Told } from './table.ts';

/** All that a rule said. */
interface Verdict {
  readonly findings: readonly Told[];
  readonly undetermined: readonly Told[];
  readonly notes: readonly Told[];
}

/** One of the forms in which a case comes to the rules. */
export interface Form {
  readonly fits: (given: Case) => boolean;
  /** What the rule of this id says of the case in this form. */
  readonly judge: (given: Case, id: string) => Verdict;
  /** What it has to say. */
  readonly expected: (given: Case, id: string) => Verdict;
}

type Rewrite = (value: unknown) => unknown;

const asWritten: Rewrite = (value) => value;

/** The functions that a template resolves, so that resolved properties say something else of them. */
const RESOLVED = /^(Ref|Fn::(If|FindInMap|Sub|Join|Select|Split|ForEach::.*))$/;

const holdsResolved = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.some(holdsResolved);
  return isObject(value) && Object.entries(value).some(([key, part]) => RESOLVED.test(key) || holdsResolved(part));
};

/** Whether a case says the same as resolved properties. */
export function fitsResolved({ only, template, resources }: Case): boolean {
  if (only !== undefined) return only === 'resolved';
  return Object.keys(template).length === 0 && !holdsResolved(resources);
}

/** Whether a case can stand in a template. */
export function fitsTemplate({ only }: Case): boolean {
  return only !== 'resolved';
}

/** A case as a template. */
function templateOf({ template, resources }: Case, rewrite: Rewrite = asWritten): JsonObject {
  return rewrite({ ...template, Resources: resources }) as JsonObject;
}

/** The text of a template in JSON. */
export function jsonOf(given: Case): string {
  return JSON.stringify(templateOf(given), null, 2);
}

/** The text of a template in YAML. */
export function yamlOf(given: Case): string {
  return yamlText(templateOf(given));
}

/** The line and the column, 1-based, of the key that a JSON pointer names, or of the nearest above it that is written. */
export function positionIn(text: string, pointer: string): { line: number; column: number } {
  const counter = new LineCounter();
  let node: unknown = parseDocument(text, { lineCounter: counter, version: '1.1' }).contents;
  let offset = startOf(node);
  for (const key of pointerKeys(pointer)) {
    const [start, child] = childOf(node, key);
    if (start === undefined) break;
    offset = start;
    node = child;
  }
  const { line, col } = counter.linePos(offset);
  return { line, column: col };
}

const yamlText = (template: JsonObject): string =>
  stringify(template, { aliasDuplicateObjects: false, lineWidth: 0, version: '1.1' });

const startOf = (node: unknown): number => (node as Node).range?.[0] ?? 0;

interface Collection {
  readonly items: readonly unknown[];
}

const childOf = (node: unknown, key: string): readonly [start?: number, child?: unknown] => {
  const { items = [] } = (node ?? {}) as Partial<Collection>;
  const pair = items.find((item) => String(Object(Object(item).key).value) === key);
  if (pair !== undefined) return [startOf(Object(pair).key), Object(pair).value];
  const item = /^\d+$/.test(key) ? items[Number(key)] : undefined;
  return item === undefined || 'key' in Object(item) ? [] : [startOf(item), item];
};

const settingsOf = ({ settings }: Case, id: string): RuleSettings => ({ ...settings, rules: [id] });

const toldOf = (spots: readonly Location[], id: string): readonly Told[] =>
  spots
    .filter(({ ruleId }) => ruleId === id)
    .map(({ path, mark, message, remediation, condition, line, column }) => ({
      ...{ path, mark, message, remediation },
      ...(condition !== undefined && { condition }),
      ...(line !== undefined && { line, column }),
    }));

const verdictOf = ({ findings, undetermined, notes, faults }: Evaluation, id: string): Verdict => {
  if (faults.length > 0) throw faults[0]?.error;
  return { findings: toldOf(findings, id), undetermined: toldOf(undetermined, id), notes: toldOf(notes, id) };
};

const expectedOf = ({ findings, undetermined, notes }: Case, place: (mark: string) => object = () => ({})): Verdict => {
  const complete = (told: readonly Told[]): readonly Told[] =>
    told.map(({ remediation = expect.stringMatching(/\.$/), ...one }) => {
      const mark = one.mark ?? one.path;
      return { ...one, remediation, mark, ...place(mark) };
    });
  return { findings: complete(findings), undetermined: complete(undetermined), notes: complete(notes) };
};

const resolved = (rewrite: Rewrite): Form => ({
  fits: fitsResolved,
  judge: (given, id) => {
    const verdicts = Object.entries(given.resources).map(([logicalId, { Type: type, Properties }]) =>
      verdictOf(evaluateResource({ logicalId, type, properties: rewrite(Properties) }, settingsOf(given, id)), id),
    );
    return {
      findings: verdicts.flatMap(({ findings }) => findings),
      undetermined: verdicts.flatMap(({ undetermined }) => undetermined),
      notes: verdicts.flatMap(({ notes }) => notes),
    };
  },
  expected: (given) => expectedOf(given),
});

const written = (write: (template: JsonObject) => string, rewrite: Rewrite = asWritten): Form => ({
  fits: fitsTemplate,
  judge: (given, id) => {
    const evaluation = evaluateTemplate(write(templateOf(given, rewrite)), settingsOf(given, id));
    if (evaluation.unreadable !== undefined) throw new Error(evaluation.unreadable.reason);
    return verdictOf(evaluation, id);
  },
  expected: (given) => expectedOf(given, (mark) => positionIn(write(templateOf(given, rewrite)), mark)),
});

const jsonText = (template: JsonObject): string => JSON.stringify(template, null, 2);

/** A function with a short tag has no key to point at: the place is that of its value. */
const tagged: Form = {
  ...written(toShortTags),
  judge: (given, id) => {
    const { findings, undetermined, notes } = written(toShortTags).judge(given, id);
    const withoutPosition = (told: readonly Told[]): readonly Told[] =>
      told.map(({ path, message, mark = path, remediation = '', condition }) => ({
        ...{ path, mark, message, remediation },
        ...(condition !== undefined && { condition }),
      }));
    return {
      findings: withoutPosition(findings),
      undetermined: withoutPosition(undetermined),
      notes: withoutPosition(notes),
    };
  },
  expected: (given) => expectedOf(given),
};

/** Every form in which the rules get to see a resource, but for requests, which `request.ts` plays. */
export const forms: Readonly<Record<string, Form>> = {
  'resolved properties': resolved(asWritten),
  'resolved properties, numbers as strings': resolved(asStrings),
  'a JSON template': written(jsonText),
  'a JSON template, numbers as strings': written(jsonText, asStrings),
  'a YAML template': written(yamlText),
  'a YAML template with short tags': tagged,
};
