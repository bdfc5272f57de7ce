const SIGNED =
  'AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/organizations/aws4_request, SignedHeaders=host, Signature=0';

/** moto tells the service by the header. */
const call = async (origin: string, action: string, input: object): Promise<Record<string, unknown>> => {
  const headers = {
    authorization: SIGNED,
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSOrganizationsV20161128.${action}`,
  };
  const answer = await fetch(origin, { method: 'POST', headers, body: JSON.stringify(input) });
  if (!answer.ok) throw new Error(`Organizations refused ${action}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
};

/** Calls that it takes to make an organization with so many accounts. */
export const callsFor = (accounts: number): number => 3 + 2 * accounts;

/** An organization in moto: its units' ids, and the accounts in each. */
export interface Organization {
  readonly root: string;
  readonly unit: string;
  readonly accounts: readonly string[];
}

interface Answers {
  readonly Roots: readonly { readonly Id: string }[];
  readonly OrganizationalUnit: { readonly Id: string };
  readonly CreateAccountStatus: { readonly AccountId: string };
}

/** Makes an organization with one unit and accounts in it. */
export const makeOrganization = async (origin: string, names: readonly string[]): Promise<Organization> => {
  const ask = async <K extends keyof Answers>(action: string, input: object, key: K): Promise<Answers[K]> =>
    (await call(origin, action, input))[key] as Answers[K];
  await call(origin, 'CreateOrganization', { FeatureSet: 'ALL' });
  const root = (await ask('ListRoots', {}, 'Roots'))[0]?.Id ?? '';
  const { Id: unit } = await ask(
    'CreateOrganizationalUnit',
    { ParentId: root, Name: 'workloads' },
    'OrganizationalUnit',
  );
  const accounts: string[] = [];
  for (const AccountName of names) {
    const input = { AccountName, Email: `${AccountName}@example.com` };
    const { AccountId } = await ask('CreateAccount', input, 'CreateAccountStatus');
    await call(origin, 'MoveAccount', { AccountId, SourceParentId: root, DestinationParentId: unit });
    accounts.push(AccountId);
  }
  return { root, unit, accounts };
};
