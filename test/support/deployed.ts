import { readFile } from 'node:fs/promises';
import { readDocuments } from '../../rule/template/read/documents.ts';
import { isObject, type JsonObject } from '../../rule/value/place.ts';

/** A part of a template that is an object; empty where it is missing. */
export const part = (value: unknown, ...keys: readonly string[]): JsonObject => {
  const [key, ...others] = keys;
  if (!isObject(value)) return {};
  return key === undefined ? value : part(value[key], ...others);
};

/** Reads a template, short tags as long functions. */
export const readTemplate = async (path: string): Promise<JsonObject> => {
  const [document] = readDocuments(await readFile(path, 'utf8'));
  if (document === undefined) throw new Error(`${path} holds no template.`);
  return document.value;
};

/** The properties of every resource of a type, by logical id. */
export const propertiesOf = (template: JsonObject, type: string): Record<string, JsonObject> =>
  Object.fromEntries(
    Object.entries(part(template, 'Resources')).flatMap(([logicalId, resource]) =>
      part(resource)['Type'] === type ? [[logicalId, part(resource, 'Properties')]] : [],
    ),
  );

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** The statements of a policy document. */
export const statementsOf = (policy: unknown): JsonObject[] =>
  asList(part(policy)['Statement']).map((one) => part(one));

/** Parameters that are this account where they are empty, and the conditions that tell. */
const ownersByDefault: Readonly<Record<string, string>> = {
  ExemptionsBucketOwner: 'OwnsExemptions',
  ArchiveBucketOwner: 'OwnsArchive',
};

/** What the template hands to the functions for a parameter. */
export const handedOn = (parameter: string): JsonObject => {
  const condition = ownersByDefault[parameter];
  const given = { Ref: parameter };
  return condition === undefined ? given : { 'Fn::If': [condition, { Ref: 'AWS::AccountId' }, given] };
};
