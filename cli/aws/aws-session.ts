import {
  type Account,
  type Clients,
  type Connection,
  expectProfile,
  explainAwsFault,
  makeClients,
  readAccount,
} from '../../infra/aws/index.ts';
import { printable } from '../../rule/index.ts';
import type { OptionTable } from '../input/index.ts';
import type { Terminal } from '../terminal/index.ts';
import { UsageError } from '../usage-error.ts';

/** The options of every command that talks to AWS. */
export const awsOptions = {
  profile: {
    type: 'string',
    value: 'NAME',
    help: 'a profile of the AWS CLI (default: as the AWS CLI would choose)',
  },
  region: { type: 'string', value: 'REGION', help: 'the Region (default: as the AWS CLI would choose)' },
  'endpoint-url': { type: 'string', value: 'URL', help: 'talk to this endpoint instead of AWS' },
} as const satisfies OptionTable;

/** The option of commands that change an account. */
export const yesOption = {
  yes: { type: 'boolean', default: false, help: 'do not ask' },
} as const satisfies OptionTable;

export interface AwsValues {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly 'endpoint-url'?: string | undefined;
}

export interface AwsSession {
  readonly connection: Connection;
  readonly clients: Clients;
  readonly account: Account;
}

/**
 * Runs what talks to AWS, after telling on standard error where and as whom. What AWS refuses is told in one line.
 * @throws {UsageError}
 */
export async function withAws<T>(
  values: AwsValues,
  terminal: Terminal,
  use: (session: AwsSession) => Promise<T>,
): Promise<T> {
  try {
    const connection = connectionOf(values);
    const clients = makeClients(connection);
    const account = await readAccount(clients);
    terminal.err(
      `Account ${printable(account.id)}, Region ${printable(account.region)}, as ${printable(account.caller, 300)}\n`,
    );
    return await use({ connection, clients, account });
  } catch (error) {
    const explanation = explainAwsFault(error);
    throw explanation === undefined ? error : new UsageError(explanation);
  }
}

/** The SDK makes a host name of it. */
const REGION = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const connectionOf = ({ profile, region, 'endpoint-url': endpointUrl }: AwsValues): Connection => {
  if (endpointUrl !== undefined && !/^https?:\/\/[^/]/.test(endpointUrl))
    throw new UsageError(
      `--endpoint-url takes a URL such as http://127.0.0.1:5000, not ${JSON.stringify(endpointUrl)}.`,
    );
  if (region !== undefined && !REGION.test(region))
    throw new UsageError(`--region takes a Region such as eu-central-1, not ${JSON.stringify(region)}.`);
  if (profile !== undefined) expectProfile(profile);
  return { profile, region, endpointUrl };
};
