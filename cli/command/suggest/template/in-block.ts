import { own } from '../../../../rule/index.ts';
import { entryLines, type TemplateEntry } from '../forms.ts';
import type { GroupInTemplate } from './group.ts';
import { asIn, indentOf, linesOf } from './lines.ts';

/** Writes entries into a template in YAML whose properties stand one below the other: in place of what is there, or before all. */
export function inBlock(text: string, group: GroupInTemplate, entries: readonly TemplateEntry[]): string {
  const { properties, pointer, positionOf } = group;
  const lines = linesOf(text);
  const has = own(properties, 'SecurityGroupEgress') !== undefined;
  const starts = Object.keys(properties).map((key) => positionOf(`${pointer}/${key}`).line);
  const start = (has ? positionOf(`${pointer}/SecurityGroupEgress`).line : Math.min(...starts)) - 1;
  const indent = indentOf(lines[start] ?? '');
  const end = has ? endOf(lines, start, indent) : start;
  const dash = has ? dashIndent(lines.slice(start + 1, end), indent) : indent + 2;
  const key = `${' '.repeat(indent)}SecurityGroupEgress:${entries.length === 0 ? ' []' : ''}`;
  const added = [key, ...entries.flatMap((entry) => itemLines(entry, dash))];
  return [...lines.slice(0, start), ...asIn(text, added), ...lines.slice(end)].join('');
}

/** The line behind what belongs to the key of a line: what is indented more, or is an item of a list that is not. */
const endOf = (lines: readonly string[], start: number, indent: number): number => {
  const belongs = (line: string): boolean => indentOf(line) > indent || (indentOf(line) === indent && isItem(line));
  let end = start + 1;
  for (let index = start + 1; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line.trim() === '' || (isComment(line) && indentOf(line) <= indent)) continue;
    if (!belongs(line)) break;
    end = index + 1;
  }
  return end;
};

const isItem = (line: string): boolean => /^\s*-(?:\s|$)/.test(line);

const isComment = (line: string): boolean => line.trimStart().startsWith('#');

/** As the list that stands there has it. */
const dashIndent = (lines: readonly string[], indent: number): number => {
  const first = lines.find((line) => line.trim() !== '' && !isComment(line));
  return first !== undefined && isItem(first) ? indentOf(first) : indent + 2;
};

const itemLines = (entry: TemplateEntry, dash: number): readonly string[] =>
  entryLines(entry).map((line, index) => `${' '.repeat(dash)}${index === 0 ? '- ' : '  '}${line}`);
