import type { Action } from './action.ts';

/** Who the caller is, and whom he becomes: whoever asks is the one user of the sandbox. */
export const callerActions: Readonly<Record<string, Action>> = {
  GetCallerIdentity: (_input, { home: { account } }) => ({
    ...{ Arn: `arn:aws:iam::${account}:user/sandbox`, UserId: 'sandbox', Account: account },
  }),

  /** CDK takes on the roles that its bootstrapping makes. */
  AssumeRole: (input, { home: { account } }) => ({
    Credentials: {
      ...{ AccessKeyId: 'sandbox-session', SecretAccessKey: 'sandbox', SessionToken: 'sandbox' },
      Expiration: new Date(Date.now() + HOUR),
    },
    AssumedRoleUser: {
      ...{
        AssumedRoleId: 'sandbox:sandbox',
        Arn: String(input['RoleArn'] ?? `arn:aws:iam::${account}:role/sandbox`),
      },
    },
  }),
};

const HOUR = 3_600_000;
