import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { type CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AssignIpv6AddressesCommand,
  CreateFlowLogsCommand,
  CreateManagedPrefixListCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Clients, makeClients } from '../../infra/aws/index.ts';
import { readFlowLogs } from '../../infra/suggest/ec2/flow-logs.ts';
import { readInterfaces } from '../../infra/suggest/ec2/network-interfaces.ts';
import { readPrefixLists } from '../../infra/suggest/ec2/prefix-lists.ts';
import { readVpcs } from '../../infra/suggest/ec2/vpcs.ts';
import { readGroup, readGroupOfStack, readSurroundings } from '../../infra/suggest/index.ts';
import { useEmptyAccount } from './support/empty-account.ts';

const account = useEmptyAccount();
const { signal } = new AbortController();

let clients: Clients;
let ec2: EC2Client;
let vpcId: string;
let subnetId: string;

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing').stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  clients = makeClients({ region: 'us-east-1', endpointUrl: account.moto });
  ec2 = await clients.ec2();
  const vpc = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.7.0.0/16', AmazonProvidedIpv6CidrBlock: true }));
  vpcId = vpc.Vpc?.VpcId ?? '';
  const subnet = await ec2.send(new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: '10.7.1.0/24' }));
  subnetId = subnet.Subnet?.SubnetId ?? '';
});

const makeGroup = async (GroupName: string): Promise<string> => {
  const command = new CreateSecurityGroupCommand({ GroupName, Description: 'made by a test', VpcId: vpcId });
  return (await ec2.send(command)).GroupId ?? '';
};

const makeInterface = async (PrivateIpAddress: string, ...Groups: string[]): Promise<string> => {
  const command = new CreateNetworkInterfaceCommand({
    SubnetId: subnetId,
    PrivateIpAddress,
    Groups,
    Description: 'app',
  });
  return (await ec2.send(command)).NetworkInterface?.NetworkInterfaceId ?? '';
};

describe('network interfaces', () => {
  test('are found by group, by id and by VPC, with groups and addresses', async () => {
    const [app, web] = [await makeGroup('app'), await makeGroup('web')];
    const first = await makeInterface('10.7.1.10', app, web);
    const second = await makeInterface('10.7.1.11', web);
    await ec2.send(new AssignIpv6AddressesCommand({ NetworkInterfaceId: first, Ipv6Addresses: ['2001:db8::17'] }));
    const expected = {
      ...{ id: first, vpcId, description: 'app', groups: expect.arrayContaining([app, web]), prefixes: [] },
      addresses: ['10.7.1.10', '2001:db8::17'],
    };
    expect(await readInterfaces(ec2, { by: 'group-id', values: [app] }, signal)).toEqual([expected]);
    expect(await readInterfaces(ec2, { by: 'network-interface-id', values: [first, first] }, signal)).toEqual([
      expected,
    ]);
    const ofVpc = await readInterfaces(ec2, { by: 'vpc-id', values: [vpcId] }, signal);
    expect(ofVpc.map(({ id }) => id).sort()).toEqual([first, second].sort());
  });

  test('are none where none has the value, and none is asked for', async () => {
    const missing = { by: 'network-interface-id', values: ['eni-0fedcba9876543210'] } as const;
    expect(await readInterfaces(ec2, missing, signal)).toEqual([]);
    expect(await readInterfaces(ec2, { by: 'group-id', values: [] }, signal)).toEqual([]);
  });

  test('are asked for 200 values at a time, which is as many as EC2 takes', async () => {
    const values = Array.from({ length: 450 }, (_, index) => `eni-${String(index).padStart(17, '0')}`);
    const asked = makeClients({ region: 'us-east-1', endpointUrl: account.standIn.origin });
    await readInterfaces(await asked.ec2(), { by: 'network-interface-id', values }, signal);
    const counts = account.standIn.calls.map(
      ({ parameters }) => [...parameters.keys()].filter((key) => key.startsWith('Filter.1.Value')).length,
    );
    expect(counts).toEqual([200, 200, 50]);
  });
});

describe('what is around the interfaces', () => {
  test('of a group', async () => {
    const [app, web] = [await makeGroup('app'), await makeGroup('web')];
    const first = await makeInterface('10.7.1.10', app);
    const second = await makeInterface('10.7.1.11', web);
    const found = await readSurroundings(ec2, { groupIds: [app] }, signal);
    expect(found.interfaces.map(({ id }) => id)).toEqual([first]);
    expect(found.neighbours.map(({ id }) => id).sort()).toEqual([first, second].sort());
    expect(found.vpcs.map(({ id }) => id)).toEqual([vpcId]);
    expect(found.prefixLists).toHaveLength(2);
  });

  test('is not told of a group that no interface has', async () => {
    const app = await makeGroup('app');
    await expect(readSurroundings(ec2, { groupIds: [app] }, signal)).rejects.toThrow(
      `no network interface has the group ${app} now, so there are no flows to look for. Name those that had it with --interface.`,
    );
  });

  test('is not told of interfaces of which one is not there', async () => {
    const app = await makeInterface('10.7.1.10', await makeGroup('app'));
    const interfaceIds = [app, 'eni-0fedcba9876543210'];
    expect((await readSurroundings(ec2, { interfaceIds: [app] }, signal)).interfaces).toHaveLength(1);
    await expect(readSurroundings(ec2, { interfaceIds }, signal)).rejects.toThrow(
      'EC2 knows no eni-0fedcba9876543210 in this account and Region.',
    );
  });
});

describe('a security group', () => {
  test('is found by its id', async () => {
    const id = await makeGroup('app');
    expect(await readGroup(clients, id, signal)).toEqual({ id, name: 'app', vpcId });
  });

  test('that is not there is told in one line', async () => {
    await expect(readGroup(clients, 'sg-0fedcba9876543210', signal)).rejects.toThrow(
      'there is no security group sg-0fedcba9876543210 in this account and Region.',
    );
  });

  const makeStack = async (properties: object = {}): Promise<void> => {
    const Properties = { GroupDescription: 'of a stack', ...properties };
    const Resources = {
      AppSg: { Type: 'AWS::EC2::SecurityGroup', Properties },
      Topic: { Type: 'AWS::SNS::Topic' },
    };
    await account.cloudFormation.send(
      new CreateStackCommand({ StackName: 'app', TemplateBody: JSON.stringify({ Resources }) }),
    );
  };

  test('is found by its stack and its logical id', async () => {
    await makeStack({ VpcId: vpcId });
    const found = await readGroupOfStack(clients, { stack: 'app', logicalId: 'AppSg' }, signal);
    expect(found).toEqual({ id: expect.stringMatching(/^sg-/), name: expect.stringContaining('AppSg'), vpcId });
  });

  const refusals: Record<string, readonly [stack: string, logicalId: string, message: RegExp]> = {
    'the resource is another thing': [
      'app',
      'Topic',
      /^Topic of the stack app is AWS::SNS::Topic, not AWS::EC2::SecurityGroup\.$/,
    ],
    'there is no such resource': ['app', 'WebSg', /^there is no WebSg in a stack app: /],
    'there is no such stack': ['shop', 'AppSg', /^there is no AppSg in a stack shop: /],
  };

  test.each(Object.entries(refusals))(
    'is none, told in one line, where %s',
    async (_name, [stack, logicalId, message]) => {
      await makeStack({ VpcId: vpcId });
      await expect(readGroupOfStack(clients, { stack, logicalId }, signal)).rejects.toThrow(message);
    },
  );

  test('is found by its name where CloudFormation knows it by that', async () => {
    const id = await makeGroup('app-AppSg-1A2B3C');
    account.standIn.answer(
      'DescribeStackResource',
      () =>
        '<StackResourceDetail><ResourceType>AWS::EC2::SecurityGroup</ResourceType><PhysicalResourceId>app-AppSg-1A2B3C</PhysicalResourceId></StackResourceDetail>',
    );
    const asked = makeClients({ region: 'us-east-1', endpointUrl: account.standIn.origin });
    const found = await readGroupOfStack(asked, { stack: 'app', logicalId: 'AppSg' }, signal);
    expect(found).toEqual({ id, name: 'app-AppSg-1A2B3C', vpcId });
  });
});

describe('prefix lists', () => {
  test('are those of AWS that are destinations, with their blocks', async () => {
    await ec2.send(
      new CreateManagedPrefixListCommand({
        ...{ PrefixListName: 'offices', AddressFamily: 'IPv4', MaxEntries: 5 },
        Entries: [{ Cidr: '198.51.100.0/24' }],
      }),
    );
    const lists = await readPrefixLists(ec2, signal);
    expect(lists.map(({ name }) => name).sort()).toEqual([
      'com.amazonaws.us-east-1.dynamodb',
      'com.amazonaws.us-east-1.s3',
    ]);
    for (const { id, cidrs } of lists) {
      expect(id).toMatch(/^pl-/);
      expect(cidrs.length).toBeGreaterThan(0);
    }
  });
});

describe('a VPC', () => {
  test('has its blocks, the primary one first', async () => {
    const [vpc] = await readVpcs(ec2, [vpcId], signal);
    expect(vpc?.id).toBe(vpcId);
    expect(vpc?.cidrs[0]).toBe('10.7.0.0/16');
    expect(vpc?.cidrs[1]).toMatch(/^[0-9a-f:]+\/56$/);
    expect(await readVpcs(ec2, [], signal)).toEqual([]);
  });
});

describe('the flow logs of a log group', () => {
  test('tell the format, and which flows', async () => {
    const logs: CloudWatchLogsClient = await clients.logs();
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/vpc/flows' }));
    const LogFormat = '${interface-id} ${srcaddr} ${dstaddr}';
    await ec2.send(
      new CreateFlowLogsCommand({
        ...{ ResourceIds: [vpcId], ResourceType: 'VPC', TrafficType: 'ACCEPT', LogGroupName: '/vpc/flows', LogFormat },
        DeliverLogsPermissionArn: 'arn:aws:iam::123456789012:role/flow-logs',
      }),
    );
    expect(await readFlowLogs(ec2, '/vpc/flows', signal)).toEqual([
      {
        ...{ id: expect.stringMatching(/^fl-/), resourceId: vpcId, format: LogFormat, traffic: 'ACCEPT' },
        ...{ createdAt: expect.stringMatching(/^20/) },
      },
    ]);
    expect(await readFlowLogs(ec2, '/other', signal)).toEqual([]);
  });

  test('are not known to who may not look', async () => {
    account.standIn.refuse(
      'DescribeFlowLogs',
      'UnauthorizedOperation',
      'You are not authorized to perform this operation.',
    );
    const asked = makeClients({ region: 'us-east-1', endpointUrl: account.standIn.origin });
    expect(await readFlowLogs(await asked.ec2(), '/vpc/flows', signal)).toBeUndefined();
  });
});
