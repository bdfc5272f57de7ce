import type { EC2Client, Vpc as SdkVpc } from '@aws-sdk/client-ec2';
import { pagesOf } from '../../aws/index.ts';

/** A VPC and its blocks, the primary one first. */
export interface Vpc {
  readonly id: string;
  readonly cidrs: readonly string[];
}

/** Looks up VPCs; one that is not there is left out. */
export async function readVpcs(client: EC2Client, ids: readonly string[], abortSignal: AbortSignal): Promise<Vpc[]> {
  const { DescribeVpcsCommand } = await import('./sdk.ts');
  const vpcs: Vpc[] = [];
  if (ids.length === 0) return vpcs;
  const Filters = [{ Name: 'vpc-id', Values: [...new Set(ids)] }];
  const pages = pagesOf({
    action: 'DescribeVpcs',
    read: (NextToken) => client.send(new DescribeVpcsCommand({ Filters, NextToken }), { abortSignal }),
    next: ({ NextToken }) => NextToken,
  });
  for await (const { Vpcs = [] } of pages) vpcs.push(...Vpcs.map(toVpc));
  return vpcs;
}

const toVpc = ({
  VpcId: id = '',
  CidrBlock,
  CidrBlockAssociationSet = [],
  Ipv6CidrBlockAssociationSet = [],
}: SdkVpc): Vpc => ({
  id,
  cidrs: [
    ...new Set([
      ...(CidrBlock === undefined ? [] : [CidrBlock]),
      ...CidrBlockAssociationSet.flatMap((one) => one.CidrBlock ?? []),
      ...Ipv6CidrBlockAssociationSet.flatMap((one) => one.Ipv6CidrBlock ?? []),
    ]),
  ],
});
