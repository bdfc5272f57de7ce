import { resolve } from 'node:path';
import {
  type IncludedFile,
  isObject,
  isTemplate,
  type JsonObject,
  printable,
  readDocuments,
  STACK_SET,
  UnreadableError,
} from '../../rule/index.ts';
import { type Change, NESTED_STACK, type Operation, SAM_APPLICATION } from './change.ts';
import { nestedNameOf } from './identity.ts';
import { DeployError, type Deployment, makeStack, type Stack, type StackResource } from './stack.ts';

/** How a template reaches those that it nests or includes. */
export interface TemplateFiles {
  /** Reads the template at a location that the template at a path names; undefined where it is not at hand. */
  readonly load: (location: string, from: string) => Promise<LoadedNested | undefined>;
  /** Reads what the template at a path includes from a location; undefined where it is not at hand. */
  readonly readIncluded: (location: string, from: string) => IncludedFile | undefined;
  /** Told of what is not played, in one line. */
  readonly tell: (note: string) => void;
}

interface LoadedNested extends Pick<Deployment, 'text' | 'template'> {
  /** Absent: it is written in the template that nests it. */
  readonly path?: string;
}

/** What a change of a nested stack does within it; undefined of any other resource, and where its template is not at hand. */
export async function nestedOperation(
  { stack, previous }: Operation,
  change: Change,
  files: TemplateFiles,
): Promise<Operation | undefined> {
  const nested = await nestedStackOf(stack, change.resource, files);
  if (nested === undefined || previous === undefined || change.previous === undefined)
    return nested && { stack: nested };
  const before = await nestedStackOf(previous, change.previous, files);
  return { stack: nested, ...(before !== undefined && { previous: before }) };
}

/** @throws {DeployError | CircularDependencyError} */
const nestedStackOf = async (
  { name, home, files: outer }: Stack,
  resource: StackResource,
  files: TemplateFiles,
): Promise<Stack | undefined> => {
  const { logicalId, resolved } = resource;
  const properties = isObject(resolved) ? resolved : {};
  const loaded = await loadTemplateOf({ ...resource, properties }, outer.at(-1), files);
  if (loaded === undefined) return undefined;
  const { path, text, template } = loaded;
  if (path !== undefined && outer.map((file) => resolve(file)).includes(resolve(path)))
    throw new DeployError(`the template of ${logicalId} nests itself`);
  const { Parameters: parameters } = properties;
  return makeStack({
    name: nestedNameOf(name, logicalId),
    home,
    text,
    template,
    files: path === undefined ? outer : [...outer, path],
    templateFiles: files,
    parameters: isObject(parameters) ? parameters : {},
  });
};

/** The property in which a resource that nests a template says where that is. */
const LOCATIONS: ReadonlyMap<string, string> = new Map([
  [NESTED_STACK, 'TemplateURL'],
  [SAM_APPLICATION, 'Location'],
]);

type Nesting = Pick<StackResource, 'logicalId' | 'type'> & { readonly properties: JsonObject };

const loadTemplateOf = async (
  { logicalId, type, properties }: Nesting,
  from: string | undefined,
  { load, tell }: TemplateFiles,
): Promise<LoadedNested | undefined> => {
  const name = printable(logicalId);
  if (type === STACK_SET) tell(`the stacks of the stack set ${name} are deployed apart, and are not played.`);
  const key = LOCATIONS.get(type);
  if (key === undefined) return undefined;
  const { TemplateBody: body, [key]: location } = properties;
  if (type === NESTED_STACK && body !== undefined && location === undefined) return readBody(logicalId, body);
  const loaded = typeof location === 'string' && from !== undefined ? await load(location, from) : undefined;
  if (loaded !== undefined) return loaded;
  const where =
    typeof location === 'string' ? `${printable(location, 1000)} is not on this machine` : 'is not known here';
  tell(`the template of ${name}${typeof location === 'string' ? ',' : ''} ${where} and is not played.`);
  return undefined;
};

/** @throws {DeployError} where it is no template, as CloudFormation would say */
const readBody = (logicalId: string, body: unknown): LoadedNested => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  try {
    const template = readDocuments(text).find(isTemplate)?.value;
    if (template !== undefined) return { text, template };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
  }
  throw new DeployError(`the TemplateBody of ${logicalId} is not a template`);
};
