import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateLogGroupCommand, DescribeQueriesCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
} from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Clients, makeClients } from '../../infra/aws/index.ts';
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
