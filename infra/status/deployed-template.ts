import { type CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import {
  isObject,
  listResources,
  makeResolve,
  makeScope,
  own,
  readDocuments,
  UnreadableError,
} from '../../rule/index.ts';
import { type Account, declaredSettings, type HookSettings } from '../aws/index.ts';
import { type HookKey, hookKeys, hooks } from '../hook/index.ts';
import { pseudoParametersOf } from '../pseudo-parameters.ts';
import { makeProperties } from '../sandbox/index.ts';
import { type DeclaredResource, FUNCTION_TYPE, type PhysicalIds, provisionOf, ROLE_TYPE } from './declared-resource.ts';

/** What is deployed, as far as it takes to resolve its template. */
export interface Deployment {
  readonly stackName: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** What became of its resources, by logical id. Absent: only what the outputs tell is known. */
  readonly physicalIds?: PhysicalIds;
  readonly account: Pick<Account, 'id' | 'partition' | 'region'>;
}

/** What the template that a stack was made of says, its parameters put in. */
export interface DeployedTemplate {
  /** The product's version, which the build wrote there. */
  readonly version?: string;
  readonly hooks: Partial<Readonly<Record<HookKey, HookSettings>>>;
  /** The functions and roles that are there. */
  readonly resources: readonly DeclaredResource[];
}

/** Reads what a stack's template says of the hooks; undefined where it is no template that can be read. */
export function readDeployedTemplate(text: string, deployment: Deployment): DeployedTemplate | undefined {
  try {
    const [template] = readDocuments(text);
    if (template === undefined) return undefined;
    const resolved = resolveResources(template.value, deployment);
    const declared = resolved.flatMap(({ type, properties }) => {
      const key = type === HOOK_TYPE ? keyOf(properties) : undefined;
      return key === undefined ? [] : [[key, declaredSettings(properties)] as const];
    });
    const { physicalIds = {} } = deployment;
    return {
      ...versionOf(template.value),
      hooks: Object.fromEntries(declared),
      resources: resolved.flatMap((resource) => declare(resource, physicalIds, template.value)),
    };
  } catch (error) {
    if (error instanceof UnreadableError) return undefined;
    throw error;
  }
}

/** The template that a stack was made of, as it was submitted. */
export async function readTemplateText(client: CloudFormationClient, StackName: string): Promise<string> {
  return (await client.send(new GetTemplateCommand({ StackName }))).TemplateBody ?? '';
}

const HOOK_TYPE = 'AWS::CloudFormation::LambdaHook';

/** A resource with its parameters and references put in. */
interface Resolved {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const TYPES = [HOOK_TYPE, FUNCTION_TYPE, ROLE_TYPE];

const resolveResources = (template: Readonly<Record<string, unknown>>, deployment: Deployment): Resolved[] => {
  const { parameters, stackName, account } = deployment;
  const physicalIds = { ...functionsIn(deployment.outputs), ...deployment.physicalIds };
  const pseudo = pseudoParametersOf({ ...account, account: account.id, stackName });
  const scope = makeScope(template, { parameters, pseudo, openParameters: 'defaultIsFinal' });
  const resources = listResources(scope);
  // What the outputs alone tell of are functions.
  const typeOf = (name: string) => resources.find(({ logicalId }) => logicalId === name)?.type ?? FUNCTION_TYPE;
  const resolve = makeProperties(makeResolve(scope), provisionOf(physicalIds, typeOf, account));
  return resources.flatMap((resource) => {
    const { logicalId, type } = resource;
    const properties = TYPES.includes(type) ? resolve(resource) : undefined;
    return isObject(properties) ? [{ logicalId, type, properties }] : [];
  });
};

/** The functions: only of them the outputs tell what they became. */
const functionsIn = (outputs: Deployment['outputs']): PhysicalIds => ({
  ...(outputs['ResourceFunctionName'] !== undefined && { ResourceFunction: outputs['ResourceFunctionName'] }),
  ...(outputs['TemplateFunctionName'] !== undefined && { TemplateFunction: outputs['TemplateFunctionName'] }),
});

/** What is to be compared with what is there: the functions and roles. */
const declare = (
  { logicalId, type, properties }: Resolved,
  physicalIds: PhysicalIds,
  template: Readonly<Record<string, unknown>>,
): readonly DeclaredResource[] => {
  const physicalId = own(physicalIds, logicalId);
  if (type === HOOK_TYPE || typeof physicalId !== 'string') return [];
  const hash = inMetadata(template, 'BundleSha256', logicalId);
  return [{ logicalId, type, physicalId, properties, ...(typeof hash === 'string' && { codeSha256: hash }) }];
};

const keyOf = (properties: Readonly<Record<string, unknown>>): HookKey | undefined =>
  hookKeys.find((key) => hooks[key] === own(properties, 'Alias'));

const versionOf = (template: Readonly<Record<string, unknown>>): Pick<DeployedTemplate, 'version'> => {
  const version = inMetadata(template, 'Version');
  return typeof version === 'string' ? { version } : {};
};

/** What the build wrote into the template of itself. */
const inMetadata = (template: Readonly<Record<string, unknown>>, ...path: readonly string[]): unknown =>
  ['Metadata', 'EgressGuard', ...path].reduce<unknown>(
    (value, key) => (isObject(value) ? own(value, key) : undefined),
    template,
  );
