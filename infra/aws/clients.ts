import type { AthenaClient } from '@aws-sdk/client-athena';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { ConfigServiceClient } from '@aws-sdk/client-config-service';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { noteEndpoint } from './endpoint.ts';
import { tellQuota } from './quota.ts';

/** What a user says of the connection; what is left out, the SDK's own chain tells. */
export interface Connection {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  /** One endpoint for every service, such as a stand-in for AWS on this machine. */
  readonly endpointUrl?: string | undefined;
}

/** The services that the commands talk to. */
export interface Clients {
  readonly cloudFormation: CloudFormationClient;
  readonly s3: S3Client;
  readonly sts: STSClient;
  /** Those that one command alone needs are loaded when it asks for them. */
  readonly lambda: () => Promise<LambdaClient>;
  readonly iam: () => Promise<IAMClient>;
  readonly configService: () => Promise<ConfigServiceClient>;
  readonly ec2: () => Promise<EC2Client>;
  readonly logs: () => Promise<CloudWatchLogsClient>;
  readonly athena: () => Promise<AthenaClient>;
}

export function makeClients({ profile, region = usualRegion(), endpointUrl }: Connection): Clients {
  const config = {
    ...retries,
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
  };
  const cloudFormation = new CloudFormationClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: endpointUrl !== undefined });
  const sts = new STSClient(config);
  cloudFormation.middlewareStack.add(noteEndpoint, EACH_ATTEMPT);
  cloudFormation.middlewareStack.add(tellQuota, EACH_ATTEMPT);
  s3.middlewareStack.add(noteEndpoint, EACH_ATTEMPT);
  sts.middlewareStack.add(noteEndpoint, EACH_ATTEMPT);
  return {
    ...{ cloudFormation, s3, sts },
    lambda: async () => {
      const client = new (await import('@aws-sdk/client-lambda')).LambdaClient(config);
      client.middlewareStack.add(noteEndpoint, EACH_ATTEMPT);
      return client;
    },
    configService: async () => {
      const client = new (await import('@aws-sdk/client-config-service')).ConfigServiceClient(config);
      client.middlewareStack.add(noteEndpoint, EACH_ATTEMPT);
      return client;
    },
    ec2: async () => {
      const client = new (await import('./ec2-client.ts')).EC2Client(config);
      client.middlewareStack.add(noteEndpoint, EACH_ATTEMPT);
      return client;
    },
    logs: async () => {
      const client = new (await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogsClient(config);
      client.middlewareStack.add(noteEndpoint, EACH_ATTEMPT);
      return client;
    },
    athena: async () => {
      const client = new (await import('@aws-sdk/client-athena')).AthenaClient(config);
      client.middlewareStack.add(noteEndpoint, EACH_ATTEMPT);
      return client;
    },
    iam: async () => {
      const client = new (await import('@aws-sdk/client-iam')).IAMClient(config);
      client.middlewareStack.add(noteEndpoint, EACH_ATTEMPT);
      return client;
    },
  };
}

/** AWS throttles accounts, not callers: the client slows down by itself. */
const retries = { maxAttempts: 8, retryMode: 'adaptive' } as const;

const EACH_ATTEMPT = { step: 'finalizeRequest', priority: 'low' } as const;

/** The SDK knows the first one only, the AWS CLI both. */
const usualRegion = (): string | undefined =>
  process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'] || undefined;
