import { type CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { pagesOf } from '../aws/index.ts';

/** A value that a stack was deployed with. */
export interface StackParameter {
  readonly name: string;
  readonly value: string;
  /** Of a parameter that names one of Systems Manager: what that held. */
  readonly resolved?: string;
}

/** A stack as the account describes it, without its template. */
export interface DeployedStack {
  readonly id: string;
  readonly name: string;
  /** `UPDATE_COMPLETE` and the like. */
  readonly status: string;
  /** When it was last updated, or else made; ISO 8601. */
  readonly updated: string;
  /** Of a nested stack: the id of the outermost one. */
  readonly rootId?: string;
  readonly parameters: readonly StackParameter[];
  /** Names and values. */
  readonly tags: readonly (readonly [string, string])[];
}

/** Every stack of the account and Region, nested ones too, but those that are deleted. */
export async function readStacks(client: CloudFormationClient): Promise<readonly DeployedStack[]> {
  // What changes meanwhile may be on two pages.
  const stacks = new Map<string, DeployedStack>();
  const pages = pagesOf({
    action: 'DescribeStacks',
    read: (NextToken) => client.send(new DescribeStacksCommand({ NextToken })),
    next: ({ NextToken }) => NextToken,
  });
  for await (const { Stacks = [] } of pages) for (const stack of Stacks.map(describe)) stacks.set(stack.id, stack);
  return [...stacks.values()];
}

/** What is said in place of a stack of groups that none made: no hook of CloudFormation ever sees them. */
export const OUTSIDE = 'outside CloudFormation';

/** The parts of `arn:aws:cloudformation:eu-west-1:123456789012:stack/app/6f0c...`. */
export function readStackId(id: string) {
  const [, partition = '', , region = '', account = '', resource = ''] = id.split(':');
  return { partition, region, account, name: resource.split('/')[1] ?? '' };
}

/** Where the console shows a stack; undefined of what is no stack, and where the partition has no console that is known. */
export function consoleUrl(id: string): string | undefined {
  const { partition, region } = readStackId(id);
  const host = CONSOLES.get(partition);
  if (host === undefined || !/^[a-z0-9-]+$/.test(region) || !id.includes(':stack/')) return undefined;
  return `https://${region}.${host}/cloudformation/home?region=${region}#/stacks/stackinfo?stackId=${encodeURIComponent(id)}`;
}

/** https://docs.aws.amazon.com/general/latest/gr/console-service.html; the secret partitions name none. */
const CONSOLES: ReadonlyMap<string, string> = new Map([
  ['aws', 'console.aws.amazon.com'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-eusc', 'console.amazonaws-eusc.eu'],
]);

const describe = (stack: Stack): DeployedStack => {
  const { StackId, StackName: name = '', StackStatus: status = '', RootId: rootId, Tags = [] } = stack;
  return {
    id: StackId ?? name,
    name,
    status,
    updated: (stack.LastUpdatedTime ?? stack.CreationTime ?? new Date(0)).toISOString(),
    ...(rootId !== undefined && { rootId }),
    parameters: parametersOf(stack),
    tags: Tags.map(({ Key = '', Value = '' }) => [Key, Value] as const),
  };
};

const parametersOf = ({ Parameters = [] }: Stack): StackParameter[] =>
  Parameters.flatMap(({ ParameterKey: name, ParameterValue: value, ResolvedValue: resolved }) =>
    name === undefined || value === undefined ? [] : [{ name, value, ...(resolved !== undefined && { resolved }) }],
  );
