import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Clients } from './clients.ts';

/** Where a command is about to work, and as whom. */
export interface Account {
  readonly id: string;
  readonly region: string;
  /** `aws`, `aws-cn`, ... */
  readonly partition: string;
  /** The ARN of the caller. */
  readonly caller: string;
}

/** Asks STS who the caller is; needs no permission. */
export async function readAccount({ sts }: Pick<Clients, 'sts'>): Promise<Account> {
  const region = await sts.config.region();
  const { Account: id = '', Arn: caller = '' } = await sts.send(new GetCallerIdentityCommand({}));
  return { id, region, partition: caller.split(':')[1] ?? 'aws', caller };
}
