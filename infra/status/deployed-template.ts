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

/** What is deployed, as far as it takes to resolve its template. */
export interface Deployment {
  readonly stackName: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly account: Pick<Account, 'id' | 'partition' | 'region'>;
}

/** What the template that a stack was made of says, its parameters put in. */
export interface DeployedTemplate {
  /** The product's version, which the build wrote there. */
  readonly version?: string;
  readonly hooks: Partial<Readonly<Record<HookKey, HookSettings>>>;
}

/** Reads what a stack's template says of the hooks; undefined where it is no template that can be read. */
export function readDeployedTemplate(text: string, deployment: Deployment): DeployedTemplate | undefined {
  try {
    const [template] = readDocuments(text);
    if (template === undefined) return undefined;
    const declared = resolveHooks(template.value, deployment).flatMap((properties) => {
      const key = keyOf(properties);
      return key !== undefined && isObject(properties) ? [[key, declaredSettings(properties)] as const] : [];
    });
    return { ...versionOf(template.value), hooks: Object.fromEntries(declared) };
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

const resolveHooks = (template: Readonly<Record<string, unknown>>, deployment: Deployment) => {
  const { parameters, stackName, account } = deployment;
  const pseudo = pseudoParametersOf({ ...account, account: account.id, stackName });
  const scope = makeScope(template, { parameters, pseudo, openParameters: 'defaultIsFinal' });
  const resolve = makeProperties(makeResolve(scope), provisionOf(deployment));
  return listResources(scope, (type) => type === HOOK_TYPE).map(resolve);
};

/** The functions, and the outputs that tell what they became. */
const functionOutputs: Readonly<Record<string, string>> = {
  ResourceFunction: 'ResourceFunctionName',
  TemplateFunction: 'TemplateFunctionName',
};

/** Only of the functions, the stack's outputs tell what they became. */
const provisionOf =
  ({ outputs, account }: Deployment) =>
  ({ name, attribute }: { readonly name: string; readonly attribute?: string }): string | undefined => {
    const called = own(outputs, functionOutputs[name] ?? '');
    if (attribute !== 'Arn' || typeof called !== 'string') return undefined;
    return `arn:${account.partition}:lambda:${account.region}:${account.id}:function:${called}`;
  };

const keyOf = (properties: unknown): HookKey | undefined =>
  isObject(properties) ? hookKeys.find((key) => hooks[key] === own(properties, 'Alias')) : undefined;

const versionOf = (template: Readonly<Record<string, unknown>>): Pick<DeployedTemplate, 'version'> => {
  const metadata = own(template, 'Metadata');
  const ours = isObject(metadata) ? own(metadata, 'EgressGuard') : undefined;
  const version = isObject(ours) ? own(ours, 'Version') : undefined;
  return typeof version === 'string' ? { version } : {};
};
