import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { beforeAll, beforeEach } from 'vitest';
import { resetMoto, startMoto } from './moto.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

/** An account that holds nothing when a test begins: moto, and before it the stand-in for what moto does not know. */
export interface EmptyAccount {
  /** Origins such as `http://127.0.0.1:5000`; commands are given that of the stand-in. */
  readonly moto: string;
  readonly standIn: StandIn;
  /** Clients of moto, for what a test prepares and looks up. */
  readonly cloudFormation: CloudFormationClient;
  readonly s3: S3Client;
}

/** Gives the tests of a file an account each. What else a test needs, the file's own `beforeEach` adds. */
export const useEmptyAccount = (): EmptyAccount => {
  let account: EmptyAccount | undefined;
  const started = (): EmptyAccount => {
    if (account === undefined) throw new Error('There is an account in tests only.');
    return account;
  };
  beforeAll(async () => {
    const moto = await startMoto();
    const options = { credentials, region: 'us-east-1', endpoint: moto };
    account = {
      moto,
      standIn: await startStandIn(moto),
      cloudFormation: new CloudFormationClient(options),
      s3: new S3Client({ ...options, forcePathStyle: true }),
    };
  });
  beforeEach(async () => {
    const { moto, standIn } = started();
    await resetMoto(moto);
    standIn.reset();
  });
  return {
    get moto() {
      return started().moto;
    },
    get standIn() {
      return started().standIn;
    },
    get cloudFormation() {
      return started().cloudFormation;
    },
    get s3() {
      return started().s3;
    },
  };
};

const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
