import { startMoto } from './moto.ts';

/** The keys of somebody who may do what a policy says. */
export interface User {
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
}

/** Calls that are needed to make a user. */
const CALLS = 3;

const SIGNED_FOR_IAM =
  'AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0';

/** moto tells the service by the header; what it answers is XML. */
const callIam = async (origin: string, parameters: Readonly<Record<string, string>>): Promise<string> => {
  const body = new URLSearchParams({ ...parameters, Version: '2010-05-08' });
  const answer = await fetch(origin, { method: 'POST', headers: { authorization: SIGNED_FOR_IAM }, body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`IAM refused ${parameters['Action']}: ${text}`);
  return text;
};

const element = (xml: string, name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';

/**
 * Starts a moto that asks everybody for permission, until the tests of the file end, with one user in it who may do what
 * the policy says. `prepare` is done before it asks, in so many calls at most; moto counts all of them.
 */
export const startStrictMoto = async (
  policy: object,
  prepare: (origin: string) => Promise<void> = async () => undefined,
  calls = 0,
): Promise<{ origin: string; user: User }> => {
  const origin = await startMoto({ INITIAL_NO_AUTH_ACTION_COUNT: String(CALLS + calls) });
  await prepare(origin);
  const UserName = 'somebody';
  await callIam(origin, { Action: 'CreateUser', UserName });
  const PolicyDocument = JSON.stringify(policy);
  await callIam(origin, { Action: 'PutUserPolicy', UserName, PolicyName: 'only', PolicyDocument });
  const keys = await callIam(origin, { Action: 'CreateAccessKey', UserName });
  const user = {
    AWS_ACCESS_KEY_ID: element(keys, 'AccessKeyId'),
    AWS_SECRET_ACCESS_KEY: element(keys, 'SecretAccessKey'),
  };
  return { origin, user };
};
