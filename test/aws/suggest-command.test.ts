import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateLogGroupCommand, DescribeQueriesCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
} from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Clients, makeClients } from '../../infra/aws/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runCommand } from './support/command.ts';
import { useEmptyAccount } from './support/empty-account.ts';

// moto sums up nothing: these hold that the command asks the right things of the right services, and what it says then.

const account = useEmptyAccount();

let clients: Clients;
let [groupId, vpcId, eni] = ['', '', ''];

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing').stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  clients = makeClients({ region: 'us-east-1', endpointUrl: account.moto });
  const ec2 = await clients.ec2();
  const vpc = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.7.0.0/16' }));
  vpcId = vpc.Vpc?.VpcId ?? '';
  const subnet = await ec2.send(new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: '10.7.1.0/24' }));
  const group = await ec2.send(new CreateSecurityGroupCommand({ GroupName: 'app', Description: 'app', VpcId: vpcId }));
  groupId = group.GroupId ?? '';
  const input = { SubnetId: subnet.Subnet?.SubnetId ?? '', Groups: [groupId] };
  const made = await ec2.send(new CreateNetworkInterfaceCommand(input));
  eni = made.NetworkInterface?.NetworkInterfaceId ?? '';
  await (await clients.logs()).send(new CreateLogGroupCommand({ logGroupName: '/vpc/flows' }));
});

const suggest = (...args: readonly string[]) =>
  runCommand(['suggest', '--endpoint-url', account.moto, '--region', 'us-east-1', ...args]);

const lastQuery = async (): Promise<string | undefined> => {
  const { queries } = await (await clients.logs()).send(new DescribeQueriesCommand({ logGroupName: '/vpc/flows' }));
  return queries?.at(-1)?.queryString;
};

describe('suggest --log-group', () => {
  test('asks about the interfaces of a group, and says what was scanned', async () => {
    const { code, out, err } = await suggest('--group', groupId, '--log-group', '/vpc/flows');
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringMatching(/^Account 123456789012, Region us-east-1, as /),
    });
    expect(out).toContain('Nothing was seen that these interfaces began to send, so nothing is suggested.');
    expect(out).toMatch(/\n\d+ B were scanned\.\n/);
    expect(await lastQuery()).toContain(`filter eni in ["${eni}"]`);
  });

  test('finds the group of a stack', async () => {
    const Properties = { GroupDescription: 'of a stack', VpcId: vpcId };
    const TemplateBody = JSON.stringify({ Resources: { Sg: { Type: 'AWS::EC2::SecurityGroup', Properties } } });
    await clients.cloudFormation.send(new CreateStackCommand({ StackName: 'shop', TemplateBody }));
    const { code, err } = await suggest('--stack', 'shop', '--resource', 'Sg', '--log-group', '/vpc/flows');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('no network interface has the group sg-') });
  });

  test('asks once about all groups of an audit, and tells which are gone', async () => {
    const ec2 = await clients.ec2();
    const Properties = { GroupDescription: 'of a stack', VpcId: vpcId };
    const TemplateBody = JSON.stringify({ Resources: { Sg: { Type: 'AWS::EC2::SecurityGroup', Properties } } });
    await clients.cloudFormation.send(new CreateStackCommand({ StackName: 'shop', TemplateBody }));
    const { SecurityGroups: groups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
    const id = groups.find(({ Description }) => Description === 'of a stack')?.GroupId ?? '';
    const { Subnets: [subnet] = [] } = await ec2.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }),
    );
    const input = { SubnetId: subnet?.SubnetId ?? '', Groups: [id] };
    const { NetworkInterface: made } = await ec2.send(new CreateNetworkInterfaceCommand(input));
    const findings = ['shop', 'gone'].map((stackName) => ({
      ...{ stackName, stackId: `arn:${stackName}`, logicalId: 'Sg', resourceType: 'AWS::EC2::SecurityGroup' },
    }));
    const folder = await temporaryFolder({ 'audit.json': JSON.stringify({ version: 1, findings }) });
    const { code, out } = await suggest(
      '--from',
      `${folder}/audit.json`,
      '--log-group',
      '/vpc/flows',
      '--format',
      'json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      suggestions: [
        {
          for: { stack: 'shop', resource: 'Sg', group: id, interfaces: [made?.NetworkInterfaceId] },
          entries: [],
        },
      ],
      notes: expect.arrayContaining([expect.stringMatching(/^there is no Sg in a stack gone/)]),
    });
    expect(await lastQuery()).toContain(`filter eni in ["${made?.NetworkInterfaceId}"]`);
  });

  test.each([
    [['--group', 'sg-00000000', '--log-group', '/vpc/flows'], /there is no security group sg-00000000/],
    [['--interface', 'eni-00000000', '--log-group', '/vpc/flows'], /EC2 knows no eni-00000000/],
    [['--stack', 'none', '--resource', 'Sg', '--log-group', '/vpc/flows'], /there is no Sg in a stack none/],
  ])('%j is told in one line', async (args, message) => {
    const { code, err } = await suggest(...args);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(message) });
  });

  test('of a log group that is not there is told in one line', async () => {
    const { code, err } = await suggest('--group', groupId, '--log-group', '/none');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/\/none/) });
  });
});
