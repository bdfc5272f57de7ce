import { own } from '../../../../rule/index.ts';
import type { TemplateEntry } from '../forms.ts';
import type { GroupInTemplate } from './group.ts';
import { asIn, indentOf, linesOf } from './lines.ts';

/** Writes entries into a template in JSON, or in YAML with braces: in place of what is there, or before all. */
export function inFlow(text: string, group: GroupInTemplate, entries: readonly TemplateEntry[]): string {
  const { properties, pointer, positionOf } = group;
  const offsetOf = (key: string): number => {
    const { line, column } = positionOf(`${pointer}/${key}`);
    return (
      linesOf(text)
        .slice(0, line - 1)
        .join('').length +
      column -
      1
    );
  };
  const has = own(properties, 'SecurityGroupEgress') !== undefined;
  const start = has ? offsetOf('SecurityGroupEgress') : Math.min(...Object.keys(properties).map(offsetOf));
  const line = linesOf(text.slice(0, start)).at(-1) ?? '';
  const isOnItsLine = line.trim() === '';
  const written = `"SecurityGroupEgress": ${listText(text, entries, isOnItsLine ? { indent: indentOf(line), unit: unitOf(text, group) } : undefined)}`;
  if (has) return `${text.slice(0, start)}${written}${text.slice(endOf(text, start))}`;
  return `${text.slice(0, start)}${written},${isOnItsLine ? `${asIn(text, [''])[0]}${line}` : ' '}${text.slice(start)}`;
}

/** By how much more properties are indented than what holds them. */
const unitOf = (text: string, { properties, pointer, positionOf }: GroupInTemplate): number => {
  const lines = linesOf(text);
  const indentAt = (place: string): number => indentOf(lines[positionOf(place).line - 1] ?? '');
  return Math.max(indentAt(`${pointer}/${Object.keys(properties)[0]}`) - indentAt(pointer), 1);
};

/** The list over several lines, or on one where what is around it stands so. */
const listText = (
  text: string,
  entries: readonly TemplateEntry[],
  layout: { readonly indent: number; readonly unit: number } | undefined,
): string => {
  if (layout === undefined) return JSON.stringify(entries);
  const lines = JSON.stringify(entries, undefined, layout.unit).split('\n');
  const indented = lines.map((line, index) => (index === 0 ? line : `${' '.repeat(layout.indent)}${line}`));
  return asIn(text, indented).join('').trimEnd();
};

/** Where the value of the key at an offset ends. */
const endOf = (text: string, start: number): number => {
  let depth = 0;
  let at = start;
  for (const [token] of text.slice(start).matchAll(TOKEN)) {
    const isEnd = depth === 0 && /^[,}\]]$/.test(token);
    if (isEnd) return at - trailingSpace(text.slice(start, at));
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    at += token.length;
  }
  return at;
};

/** Strings, brackets and commas, and what is between them. */
const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[[\]{},]|[^"'[\]{},]+|./gs;

const trailingSpace = (text: string): number => text.length - text.trimEnd().length;
