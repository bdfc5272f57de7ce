import {
  additionsIn,
  allowedValues,
  givenItems,
  isObject,
  type JsonObject,
  listDefinitions,
  listResources,
  listTransformed,
  makeBudget,
  makeResolve,
  makeScope,
  mergeIncludes,
  own,
  printable,
  type Scope,
  section,
  type TemplateResource,
  type TemplateSettings,
} from '../../rule/index.ts';
import { partitionOf } from '../partition.ts';
import { pseudoParametersOf } from '../pseudo-parameters.ts';
import { arnOf, type Home, physicalIdOf, stackIdOf, usualHome } from './identity.ts';
import type { TemplateFiles } from './nested-stack.ts';
import { makeProperties, type Provision } from './properties.ts';
import { inWaves } from './references.ts';

/** A template as it is to be deployed: everything resolved that CloudFormation resolves before it provisions. */
export interface Stack {
  readonly name: string;
  readonly id: string;
  readonly home: Home;
  /** The template as it was submitted. */
  readonly text: string;
  /** The file of the template, after those of the templates it is nested in; empty: nobody looks for nested ones. */
  readonly files: readonly string[];
  /** Each after those on which it waits. */
  readonly resources: readonly StackResource[];
  /** The same in groups, each of which waits for those before it only. */
  readonly waves: readonly (readonly StackResource[])[];
  /** What the template declares as parameters. */
  readonly parameters: JsonObject;
  /** The outputs whose conditions hold; what cannot be known before a deployment is a text of its own. */
  readonly outputs: Readonly<Record<string, string>>;
}

export interface StackResource extends TemplateResource {
  readonly resolved: unknown;
}

/** Thrown where CloudFormation would refuse the template or its parameters; the message says what is wrong. */
export class DeployError extends Error {
  override readonly name = 'DeployError';
}

export interface Deployment {
  readonly name: string;
  /** Default: the same for the same name. */
  readonly id?: string;
  readonly text: string;
  readonly template: JsonObject;
  /** The file of the template, after those of the templates it is nested in. Default: none. */
  readonly files?: readonly string[];
  /** Absent: what the template includes is left open. */
  readonly templateFiles?: TemplateFiles;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly home?: Home;
}

/** @throws {DeployError | CircularDependencyError} */
export function makeStack(deployment: Deployment): Stack {
  const { name, text, files = [], parameters = {}, home = usualHome } = deployment;
  const { id = stackIdOf(name, home) } = deployment;
  const settings = { parameters, pseudo: pseudoOf(name, id, home), openParameters: 'defaultIsFinal' } as const;
  const scope = makeScope(templateOf(deployment, settings), settings);
  checkParameters(scope);
  const resources = listResources(scope);
  if (deployment.templateFiles !== undefined) tellUnknown(scope, resources, deployment.templateFiles);
  if (resources.length === 0)
    throw new DeployError('Template format error: At least one Resources member must be defined.');
  const resolve = makeProperties(makeResolve(scope), makeProvision(name, home, resources));
  const waves = inWaves(resources.map((resource) => ({ ...resource, resolved: resolve(resource) })));
  return {
    name,
    text,
    files,
    home,
    id,
    resources: waves.flat(),
    waves,
    parameters: section(scope, 'Parameters'),
    outputs: outputsOf(scope, resolve),
  };
}

/** The template with what it includes. */
const templateOf = ({ template, templateFiles, files = [] }: Deployment, settings: TemplateSettings): JsonObject => {
  const path = files.at(-1);
  if (templateFiles === undefined || path === undefined) return template;
  const { readIncluded, tell } = templateFiles;
  const scope = makeScope(template, settings, makeBudget(0));
  const merged = mergeIncludes(template, scope, (location, from = path) => readIncluded(location, from));
  for (const { file, problem } of merged.files)
    if (problem !== undefined) tell(`${printable(file, 1000)}: ${problem}. It is not included.`);
  return merged.value;
};

/** Tells which resources nobody knows here, so that they are not played. */
const tellUnknown = (scope: Scope, resources: readonly TemplateResource[], { tell }: TemplateFiles): void => {
  for (const name of additionsIn(scope.template)) tell(`what ${printable(name, 60)} may add is not played.`);
  for (const { resource, reason } of listTransformed(scope, listDefinitions(scope)))
    if (!resources.some(({ logicalId }) => logicalId === resource.logicalId))
      tell(`${printable(resource.logicalId)} is not played: ${reason}.`);
};

const pseudoOf = (stackName: string, stackId: string, home: Home): Record<string, string> =>
  pseudoParametersOf({ ...home, partition: partitionOf(home.region), stackName, stackId });

/** An output is resolved like the properties of a resource; one whose condition does not hold is not there. */
const outputsOf = (scope: Scope, resolve: ReturnType<typeof makeProperties>): Readonly<Record<string, string>> => {
  const outputs = Object.entries(section(scope, 'Outputs')).flatMap(([name, declared]) => {
    if (!isObject(declared)) return [];
    const { Condition: condition, Value: value } = declared;
    const properties = {
      Value: condition === undefined ? value : { 'Fn::If': [condition, value, { Ref: 'AWS::NoValue' }] },
    };
    const type = 'Output';
    const resolved = resolve({
      logicalId: name,
      type,
      definition: { Type: type },
      properties,
      pointer: `/Outputs/${name}`,
      when: [],
    });
    const found = isObject(resolved) ? own(resolved, 'Value') : undefined;
    if (found === undefined) return [];
    return [[name, typeof found === 'object' ? JSON.stringify(found) : String(found)] as const];
  });
  return Object.fromEntries(outputs);
};

const checkParameters = (scope: Scope): void => {
  const declared = section(scope, 'Parameters');
  const given = scope.parameters ?? {};
  const extra = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (extra.length > 0) throw new DeployError(`Parameters: [${extra.join(', ')}] do not exist in the template`);
  for (const [name, value] of Object.entries(given)) checkAllowed(scope, name, value);
  const missing = Object.entries(declared).filter(
    ([name, declaration]) =>
      !Object.hasOwn(given, name) && (!isObject(declaration) || own(declaration, 'Default') === undefined),
  );
  if (missing.length > 0)
    throw new DeployError(`Parameters: [${missing.map(([name]) => name).join(', ')}] must have values`);
};

const checkAllowed = (scope: Scope, name: string, value: unknown): void => {
  const allowed = allowedValues(scope, name);
  // What only a deployment tells, an output of another stack, is allowed or not then.
  const isAllowed = (item: unknown): boolean => isObject(item) || allowed?.map(String).includes(String(item)) !== false;
  if (!givenItems(scope, name, value).every(isAllowed))
    throw new DeployError(`Parameter '${name}' must be one of AllowedValues`);
};

const IDENTIFYING = new Set([undefined, 'GroupId', 'Id', 'VpcId']);

/** What is made up for a resource of the template: its id, and its ARN where that follows. Other attributes nobody knows. */
const makeProvision =
  (stackName: string, home: Home, resources: readonly TemplateResource[]): Provision =>
  ({ name, attribute }) => {
    const resource = resources.find(({ logicalId }) => logicalId === name);
    if (resource === undefined) return undefined;
    const id = physicalIdOf(resource.type, stackName, name, home);
    if (attribute === 'Arn') return arnOf(resource.type, id, home);
    return IDENTIFYING.has(attribute) ? id : undefined;
  };
