import { isTemplate, type JsonObject, readDocuments, UnreadableError } from '../../../rule/index.ts';
import type { ObjectStore } from './object-store.ts';
import type { QueryInput } from './query.ts';
import { invalid } from './service-error.ts';

/** A template as a request gives it. */
export interface GivenTemplate {
  readonly text: string;
  readonly template: JsonObject;
}

/** CloudFormation's limits, in bytes: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MAX_BODY = 51_200;

const MAX_OBJECT = 1_048_576;

/**
 * Reads the template of a request: its text, an object of the sandbox's S3, or the one that the stack has.
 * @throws {ServiceError}
 */
export function readTemplate(input: QueryInput, store: ObjectStore, deployed: string | undefined): GivenTemplate {
  const { TemplateBody: body, TemplateURL: url, UsePreviousTemplate: previous } = input;
  if (typeof body === 'string' && typeof url === 'string')
    throw invalid('Specify either TemplateBody or TemplateURL, not both.');
  if (typeof body === 'string') return readBody(body);
  if (typeof url === 'string') return parseTemplate(readObject(url, store));
  if (previous !== 'true') throw invalid('Either Template URL or Template Body must be specified.');
  if (deployed === undefined) throw invalid('No previous template is available.');
  return parseTemplate(deployed);
}

/** @throws {ServiceError} */
export function parseTemplate(text: string): GivenTemplate {
  try {
    const [document] = readDocuments(text);
    if (document === undefined || !isTemplate(document))
      throw invalid('Template format error: At least one Resources member must be defined.');
    return { text, template: document.value };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    const { line, column } = error.position ?? {};
    const where = line === undefined ? '' : ` (line ${line}, column ${column})`;
    throw invalid(`Template format error: ${error.message}${where}`);
  }
}

/** The text behind the address of a template. @throws {ServiceError} */
export function readObject(url: string, store: ObjectStore): string {
  const text = store.read(url)?.toString('utf8');
  if (text === undefined)
    throw invalid(
      `TemplateURL must be a supported URL. The sandbox reads what was uploaded to its own S3, and not ${JSON.stringify(url)}.`,
    );
  if (Buffer.byteLength(text) > MAX_OBJECT)
    throw invalid(`1 validation error detected: the template may not exceed ${MAX_OBJECT} bytes.`);
  return text;
}

const readBody = (body: string): GivenTemplate => {
  if (Buffer.byteLength(body) > MAX_BODY)
    throw invalid(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${MAX_BODY}`,
    );
  return parseTemplate(body);
};
