import { isTemplate, type JsonObject, readDocuments, UnreadableError } from '../../rule/index.ts';
import type { Terminal } from '../terminal/index.ts';
import { UsageError } from '../usage-error.ts';
import { FileError, inputName, readText } from './file/index.ts';

/** A template as it is written, and as JSON. */
export interface LoadedTemplate {
  readonly text: string;
  readonly template: JsonObject;
}

/**
 * Reads the one template that a command is about.
 * @throws {UsageError}
 */
export async function loadTemplate(path: string, terminal: Terminal): Promise<LoadedTemplate> {
  try {
    const text = await readText(path, terminal);
    const template = parseTemplate(text);
    if (template === undefined)
      throw new UsageError(`${inputName(path)}: has no Resources. Name a CloudFormation template.`);
    return { text, template };
  } catch (error) {
    throw explain(inputName(path), error);
  }
}

const parseTemplate = (text: string): JsonObject | undefined => readDocuments(text).find(isTemplate)?.value;

const explain = (name: string, error: unknown): unknown => {
  if (error instanceof FileError) return new UsageError(`${name}: ${error.message}. Name a CloudFormation template.`);
  if (!(error instanceof UnreadableError)) return error;
  const { line, column } = error.position ?? {};
  const where = line === undefined ? '' : `:${line}:${column}`;
  return new UsageError(`${name}${where}: ${error.message}. Name a CloudFormation template, JSON or YAML.`);
};
