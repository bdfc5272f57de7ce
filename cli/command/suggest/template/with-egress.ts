import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject, own, readDocuments, UnreadableError } from '../../../../rule/index.ts';
import { UsageError } from '../../../usage-error.ts';
import type { TemplateEntry } from '../forms.ts';
import type { GroupInTemplate } from './group.ts';
import { inBlock } from './in-block.ts';
import { inFlow } from './in-flow.ts';
import { linesOf } from './lines.ts';

/**
 * The text of a template with other egress entries in a group, in the form that it has, and nothing else changed: it is read
 * again to know that.
 * @throws {UsageError} where that cannot be done
 */
export function withEgress(
  path: string,
  text: string,
  group: GroupInTemplate,
  entries: readonly TemplateEntry[],
): string {
  const changed = isFlow(text, group) ? inFlow(text, group, entries) : inBlock(text, group, entries);
  if (isAsMeant({ before: text, after: changed }, group.logicalId, entries)) return changed;
  throw new UsageError(
    `${path}: the entries of ${group.logicalId} stand in a way that cannot be changed in its text. Paste what --format yaml or template-json prints.`,
  );
}

/** Whether properties stand in braces, as in JSON. */
const isFlow = (text: string, { pointer, positionOf }: GroupInTemplate): boolean => {
  const { line, column } = positionOf(pointer);
  const lines = linesOf(text).slice(line - 1);
  return /^["']?Properties["']?\s*:\s*(?:#.*\s*)*\{/.test(lines.join('').slice(column - 1));
};

const isAsMeant = (
  { before, after }: { readonly before: string; readonly after: string },
  logicalId: string,
  entries: readonly TemplateEntry[],
): boolean => {
  try {
    const meant = readDocuments(before).map(({ value }) => replaceEgress(value, logicalId, entries));
    return isDeepStrictEqual(
      readDocuments(after).map(({ value }) => value),
      meant,
    );
  } catch (error) {
    if (error instanceof UnreadableError) return false;
    throw error;
  }
};

const replaceEgress = (template: JsonObject, logicalId: string, entries: readonly TemplateEntry[]): JsonObject => {
  const resources = own(template, 'Resources');
  const resource = isObject(resources) ? own(resources, logicalId) : undefined;
  const properties = isObject(resource) ? own(resource, 'Properties') : undefined;
  if (!isObject(resources) || !isObject(resource) || !isObject(properties)) return template;
  const changed = { ...resource, Properties: { ...properties, SecurityGroupEgress: entries } };
  return { ...template, Resources: { ...resources, [logicalId]: changed } };
};
