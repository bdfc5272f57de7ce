import { resolve } from 'node:path';
import { isObject } from '../../rule/value/place.ts';
import { type Change, NESTED_STACK, type Operation } from './change.ts';
import { physicalIdOf } from './identity.ts';
import { DeployError, type Deployment, makeStack, type Stack, type StackResource } from './stack.ts';

/** Reads the template that the template at a path nests; undefined where it is not at hand. */
export type LoadNested = (
  url: string,
  from: string,
) => Promise<(Pick<Deployment, 'text' | 'template'> & { readonly path: string }) | undefined>;

/** What a change of a nested stack does within it; undefined of any other resource, and where its template is not at hand. */
export async function nestedOperation(
  { stack, previous }: Operation,
  change: Change,
  load: LoadNested,
): Promise<Operation | undefined> {
  const nested = await nestedStackOf(stack, change.resource, load);
  if (nested === undefined || previous === undefined || change.previous === undefined)
    return nested && { stack: nested };
  const before = await nestedStackOf(previous, change.previous, load);
  return { stack: nested, ...(before !== undefined && { previous: before }) };
}

/** @throws {DeployError | CircularDependencyError} */
const nestedStackOf = async (
  { name, home, files }: Stack,
  { type, logicalId, resolved }: StackResource,
  load: LoadNested,
): Promise<Stack | undefined> => {
  const properties = isObject(resolved) ? resolved : {};
  const { TemplateURL: url, Parameters: parameters } = properties;
  const from = files.at(-1);
  if (type !== NESTED_STACK || typeof url !== 'string' || from === undefined) return undefined;
  const loaded = await load(url, from);
  if (loaded === undefined) return undefined;
  const { path, text, template } = loaded;
  if (files.map((file) => resolve(file)).includes(resolve(path)))
    throw new DeployError(`the template of ${logicalId} nests itself`);
  // CloudFormation names a nested stack as it names any resource: `app-Child-1A2B3C4D5E6F`.
  const child = { name: physicalIdOf(type, name, logicalId), home, text, template, files: [...files, path] };
  return makeStack({ ...child, parameters: isObject(parameters) ? parameters : {} });
};
