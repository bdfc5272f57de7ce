import type { EC2Client, NetworkInterface as SdkInterface } from '@aws-sdk/client-ec2';
import { pagesOf } from '../../aws/index.ts';

/** A network interface, as EC2 describes it. */
export interface NetworkInterface {
  readonly id: string;
  readonly vpcId: string;
  /** What it is there for, in the words of who made it: `ELB app/shop/0a1b`, `AWS Lambda VPC ENI-...`. */
  readonly description: string;
  /** The ids of its security groups. */
  readonly groups: readonly string[];
  /** Its private IPv4 addresses and its IPv6 addresses. */
  readonly addresses: readonly string[];
  /** Blocks that are delegated to it as a whole, as containers use them. */
  readonly prefixes: readonly string[];
}

/** What interfaces are looked up by: only those that have one of the values. */
export interface InterfaceQuery {
  readonly by: 'group-id' | 'network-interface-id' | 'vpc-id';
  readonly values: readonly string[];
}

/** Looks up interfaces; of what is not there, none. */
export async function readInterfaces(
  client: EC2Client,
  { by, values }: InterfaceQuery,
  abortSignal: AbortSignal,
): Promise<NetworkInterface[]> {
  const { DescribeNetworkInterfacesCommand } = await import('./sdk.ts');
  const found = new Map<string, NetworkInterface>();
  for (const Values of chunksOf(values, MAX_FILTER_VALUES)) {
    const pages = pagesOf({
      action: 'DescribeNetworkInterfaces',
      read: (NextToken) =>
        client.send(
          new DescribeNetworkInterfacesCommand({ Filters: [{ Name: by, Values }], MaxResults: PAGE, NextToken }),
          { abortSignal },
        ),
      next: ({ NextToken }) => NextToken,
    });
    for await (const { NetworkInterfaces = [] } of pages)
      for (const one of NetworkInterfaces.map(toInterface)) found.set(one.id, one);
  }
  return [...found.values()];
}

/** As many as EC2 returns at once. */
const PAGE = 1000;

/** As many as EC2 takes in one filter: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html */
const MAX_FILTER_VALUES = 200;

const chunksOf = (values: readonly string[], size: number): string[][] => {
  const unique = [...new Set(values)];
  return Array.from({ length: Math.ceil(unique.length / size) }, (_, index) =>
    unique.slice(index * size, (index + 1) * size),
  );
};

const toInterface = (one: SdkInterface): NetworkInterface => ({
  id: one.NetworkInterfaceId ?? '',
  vpcId: one.VpcId ?? '',
  description: one.Description ?? '',
  groups: (one.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
  addresses: [
    ...(one.PrivateIpAddresses ?? []).flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []),
    ...(one.Ipv6Addresses ?? []).flatMap(({ Ipv6Address }) => Ipv6Address ?? []),
  ],
  prefixes: [
    ...(one.Ipv4Prefixes ?? []).flatMap(({ Ipv4Prefix }) => Ipv4Prefix ?? []),
    ...(one.Ipv6Prefixes ?? []).flatMap(({ Ipv6Prefix }) => Ipv6Prefix ?? []),
  ],
});
