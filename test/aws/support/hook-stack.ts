import { readFile } from 'node:fs/promises';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { parseDocument } from 'yaml';
import type { HookApi } from './hook-state.ts';

export const RESOURCE = 'Private::EgressGuard::Resource';
export const TEMPLATE = 'Private::EgressGuard::Template';

/** moto cannot make the roles, the functions and what depends on them. */
const KEPT = new Set(['LogGroup', 'ResourceHook', 'TemplateHook']);

/** What the functions are called, by the hook that calls them. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  [RESOURCE]: 'egress-guard-ResourceFunction-1A2B3C',
  [TEMPLATE]: 'egress-guard-TemplateFunction-4D5E6F',
};

export const functionArnOf = (hook: string): string =>
  `arn:aws:lambda:us-east-1:123456789012:function:${FUNCTIONS[hook]}`;

/** The deployed template, less what moto cannot make of it. */
export const motoTemplate = async (): Promise<string> => {
  const document = parseDocument(await readFile('dist/egress-guard.template.yaml', 'utf8'), { logLevel: 'error' });
  const { Resources = {} } = document.toJS();
  for (const logicalId of Object.keys(Resources)) if (!KEPT.has(logicalId)) document.deleteIn(['Resources', logicalId]);
  document.setIn(['Outputs'], {
    ResourceFunctionName: { Value: FUNCTIONS[RESOURCE] },
    TemplateFunctionName: { Value: FUNCTIONS[TEMPLATE] },
  });
  return document.toString({ lineWidth: 0 });
};

/** Creates the stack in moto. */
export const createStack = async (
  origin: string,
  parameters: Readonly<Record<string, string>> = {},
  StackName = 'egress-guard',
  template?: string,
): Promise<void> => {
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  const client = new CloudFormationClient({ endpoint: origin, region: 'us-east-1', credentials });
  const pairs = Object.entries(parameters);
  const Parameters = pairs.map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
  const TemplateBody = template ?? (await motoTemplate());
  await client.send(new CreateStackCommand({ StackName, TemplateBody, Parameters }));
};

/** A configuration as AWS documents it, some of it changed; a key whose value is undefined is left out. */
export const configurationOf = (hook: string, changes: Readonly<Record<string, unknown>> = {}): string => {
  const isResource = hook === RESOURCE;
  const HookConfiguration = {
    HookInvocationStatus: 'ENABLED',
    TargetOperations: isResource ? ['RESOURCE', 'CLOUD_CONTROL'] : ['STACK', 'CHANGE_SET'],
    FailureMode: isResource ? 'FAIL' : 'WARN',
    Properties: { LambdaFunction: functionArnOf(hook) },
    TargetFilters: {
      Actions: ['CREATE', 'UPDATE'],
      InvocationPoints: ['PRE_PROVISION'],
      ...(isResource && { TargetNames: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress'] }),
    },
    StackFilters: { FilteringCriteria: 'ALL', StackNames: { Exclude: ['egress-guard'] } },
    ...changes,
  };
  return JSON.stringify({ CloudFormationConfiguration: { HookConfiguration } });
};

/** Registers both hooks as the stack does by default. */
export const registerHooks = ({ configurations }: HookApi): void => {
  for (const hook of [RESOURCE, TEMPLATE]) configurations.set(hook, configurationOf(hook));
};

/** What a hook is registered with. */
export const registered = ({ configurations }: HookApi, hook: string): unknown =>
  JSON.parse(configurations.get(hook) ?? 'null')?.CloudFormationConfiguration?.HookConfiguration;
