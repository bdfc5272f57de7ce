import { readFileSync } from 'node:fs';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { onTestFinished } from 'vitest';
import { listen } from '../../infra/sandbox/endpoint/endpoint.ts';
import {
  makeSandbox,
  type Sandbox,
  type SandboxNews,
  type SandboxOptions,
} from '../../infra/sandbox/endpoint/sandbox.ts';

/** A sandbox that listens while a test runs, and a client of it. */
export interface TestSandbox {
  readonly sandbox: Sandbox;
  readonly origin: string;
  readonly client: CloudFormationClient;
  /** What it told. */
  readonly told: SandboxNews[];
}

export const BUNDLES = { resource: 'dist/handler/resource.js', template: 'dist/handler/template.js' };

/** Starts one on a free port; `parameters` are those of the product's template. */
export const startSandbox = async (
  parameters: Readonly<Record<string, string>> = {},
  options: Partial<SandboxOptions> = {},
): Promise<TestSandbox> => {
  const told: SandboxNews[] = [];
  const text = readFileSync('dist/egress-guard.template.yaml', 'utf8');
  const sandbox = makeSandbox({
    bundles: BUNDLES,
    product: { name: 'egress-guard', text, parameters },
    accountId: '123456789012',
    tell: (news) => told.push(news),
    ...options,
  });
  const endpoint = await listen(sandbox, 0);
  onTestFinished(() => endpoint.close());
  const { origin } = endpoint;
  return { sandbox, origin, client: clientOf(origin), told };
};

export const clientOf = (endpoint: string, region = 'us-east-1'): CloudFormationClient =>
  new CloudFormationClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
  });

/** A template of one group with this egress. */
export const templateOf = (...egress: readonly object[]): string =>
  JSON.stringify({
    Resources: {
      Sg: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupDescription: 'x', SecurityGroupEgress: egress },
      },
    },
    Outputs: { GroupId: { Value: { Ref: 'Sg' } } },
  });

export const OPEN = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

export const HTTPS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' };

export const BAD = templateOf(OPEN);

export const GOOD = templateOf(HTTPS);

/** The status in which a stack is. */
export const statusOf = async ({ client }: TestSandbox, StackName: string): Promise<string | undefined> =>
  (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus;

/** Creates a stack that comes to be. */
export const createGood = async ({ client }: TestSandbox, StackName: string, TemplateBody = GOOD): Promise<void> => {
  await client.send(new CreateStackCommand({ StackName, TemplateBody }));
  await waitUntilStackCreateComplete({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { StackName });
};

/** Every event of a stack in a line, the oldest first. */
export const eventsOf = async ({ client }: TestSandbox, StackName: string): Promise<string[]> => {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents.toReversed().map(({ LogicalResourceId, ResourceStatus, HookStatus, ResourceStatusReason }) =>
    [LogicalResourceId, ResourceStatus, HookStatus, ResourceStatusReason].filter(Boolean).join(' '),
  );
};
