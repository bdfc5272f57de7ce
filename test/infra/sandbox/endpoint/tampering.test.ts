import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { AttachRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { LambdaClient, UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeClients, readAccount } from '../../../../infra/aws/index.ts';
import { physicalIdOf } from '../../../../infra/sandbox/identity.ts';
import { readStatus } from '../../../../infra/status/index.ts';
import { BAD, startSandbox, statusOf, type TestSandbox } from '../../../support/sandbox.ts';

// What the command `status` reads, of an account in which somebody changes what the stack made.

const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };

const region = 'us-east-1';

const nameOf = (type: string, logicalId: string): string => physicalIdOf(type, 'egress-guard', logicalId);

const GATE = nameOf('AWS::Lambda::Function', 'ResourceFunction');

const ROLE = nameOf('AWS::IAM::Role', 'FunctionRole');

let aws: TestSandbox;

beforeEach(() => {
  process.env['AWS_ACCESS_KEY_ID'] = 'any';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'any';
});

const changes = async (): Promise<readonly string[]> => {
  const clients = makeClients({ region, endpointUrl: aws.origin });
  const status = await readStatus(clients, await readAccount(clients), 'egress-guard');
  expect(status.denied).toEqual([]);
  return status.changes;
};

const lambda = () => new LambdaClient({ endpoint: aws.origin, region, credentials });

const iam = () => new IAMClient({ endpoint: aws.origin, region, credentials });

const everything = {
  ExemptionsUri: 's3://config/exemptions.json',
  ArchiveBucket: 'archive',
  EventBusArn: 'arn:aws:events:us-east-1:210987654321:event-bus/security',
  AlarmTopicArn: 'arn:aws:sns:us-east-1:123456789012:operations',
  PermissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/boundary',
  HelpText: 'Ask the network team.',
};

describe('status', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['as it comes', {}],
    ['with everything', everything],
  ])('finds a deployment, %s, unchanged', async (_name, parameters) => {
    aws = await startSandbox(parameters);
    expect(await changes()).toEqual([]);
  });

  test('finds code that was replaced, which the gate runs', async () => {
    aws = await startSandbox();
    const open = 'exports.handler = async ({ clientRequestToken }) => ({ hookStatus: "SUCCESS", clientRequestToken });';
    const ZipFile = zipSync({ 'index.js': strToU8(open) });
    await lambda().send(new UpdateFunctionCodeCommand({ FunctionName: GATE, ZipFile }));
    await aws.client.send(new CreateStackCommand({ StackName: 'app', TemplateBody: BAD }));
    expect(await statusOf(aws, 'app')).toBe('CREATE_COMPLETE');
    expect(await changes()).toEqual([
      expect.stringMatching(/^ResourceFunction \(\S+\): its code is not that of the template \(SHA-256 [0-9a-f]{64}, /),
    ]);
  });

  test('finds settings, policies and roles that were changed', async () => {
    aws = await startSandbox();
    await lambda().send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: GATE,
        Environment: { Variables: { EGRESS_GUARD_RULES: 'security_group_egress_with_all_ports' } },
      }),
    );
    await iam().send(
      new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    );
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await iam().send(new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'Function', PolicyDocument }));
    const found = await changes();
    expect(found).toContain(`FunctionRole (${ROLE}): its policy Function is not what the template says.`);
    expect(found).toContain(
      `FunctionRole (${ROLE}): it has the policy arn:aws:iam::aws:policy/ReadOnlyAccess attached, and the template none.`,
    );
    expect(found).toContain(
      `ResourceFunction (${GATE}): its variable EGRESS_GUARD_RULES is "security_group_egress_with_all_ports", the template says "security_group_egress_with_all_protocols".`,
    );
    expect(found.filter((text) => text.includes('is not set, the template says'))).toHaveLength(8);
  });
});
