import { answerHook, answerHookApis } from './hook-api.ts';
import { configurationOf, RESOURCE, TEMPLATE } from './hook-stack.ts';
import type { HookApi } from './hook-state.ts';
import type { Call, StandIn } from './stand-in.ts';

type Values = Readonly<Record<string, string>>;

const signedFor = (region: string): string =>
  `AWS4-HMAC-SHA256 Credential=testing/20260101/${region}/cloudformation/aws4_request, SignedHeaders=host, Signature=0`;

const PARAMETER = /<ParameterKey>([^<]*)<\/ParameterKey>\s*<ParameterValue>([^<]*)<\/ParameterValue>/g;

/** The parameters of the stack in moto; undefined where there is no such stack, or only one without resources. */
const parametersIn = async (moto: string, region: string): Promise<Values | undefined> => {
  const body = new URLSearchParams({ Action: 'DescribeStacks', StackName: 'egress-guard', Version: '2010-05-15' });
  const answer = await fetch(moto, { method: 'POST', headers: { authorization: signedFor(region) }, body });
  const xml = await answer.text();
  if (!answer.ok || xml.includes('<StackStatus>REVIEW_IN_PROGRESS<')) return undefined;
  return Object.fromEntries([...xml.matchAll(PARAMETER)].map(([, name = '', value = '']) => [name, value]));
};

const listOf = (text = ''): readonly string[] => text.split(',').filter((item) => item !== '');

const registeredBy = (hook: string, parameters: Values): string =>
  configurationOf(hook, {
    HookInvocationStatus: parameters['HookStatus'],
    FailureMode: parameters[hook === RESOURCE ? 'ResourceFailureMode' : 'TemplateFailureMode'],
    StackFilters: {
      FilteringCriteria: 'ALL',
      StackNames: { Exclude: ['egress-guard', ...listOf(parameters['ExcludedStackNames'])] },
      StackRoles: { Exclude: listOf(parameters['ExcludedStackRoles']) },
    },
  });

const replace = (kept: readonly Map<string, string>[], key: string, value: string | undefined): void => {
  for (const map of kept)
    if (value === undefined) map.delete(key);
    else map.set(key, value);
};

/**
 * Lets the stand-in register hooks as CloudFormation would from the stack that moto has: moto takes a hook for any other
 * resource. What is registered otherwise, by a test or by a command, stays.
 */
export const registerAsDeployed = (standIn: StandIn, moto: string): HookApi => {
  const api = answerHookApis(standIn);
  const made = new Map<string, string>();
  const register = async ({ region }: Call): Promise<void> => {
    const parameters = await parametersIn(moto, region);
    const own = [RESOURCE, TEMPLATE].filter((hook) => api.configurations.get(hook) === made.get(hook));
    for (const hook of own) replace([made, api.configurations], hook, parameters && registeredBy(hook, parameters));
  };
  for (const action of ['BatchDescribeTypeConfigurations', 'SetTypeConfiguration'] as const) {
    const answer = answerHook(api, action);
    standIn.answer(action, async (call, response) => {
      await register(call);
      return answer(call, response);
    });
  }
  return api;
};
