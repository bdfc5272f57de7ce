import type { IAMClient } from '@aws-sdk/client-iam';
import { isAwsError } from './aws-error.ts';

/** A role as it is, whatever its stack says. */
export interface LiveRole {
  /** The policy that says who may take it on. */
  readonly trust: unknown;
  /** The policies in the role itself, by name. */
  readonly policies: Readonly<Record<string, unknown>>;
  /** The ARNs of policies that are attached. */
  readonly attached: readonly string[];
  /** The ARN of its permissions boundary. */
  readonly boundary: string | undefined;
}

/** Reads a role; undefined where there is none of that name. */
export async function readRole(client: IAMClient, RoleName: string): Promise<LiveRole | undefined> {
  const sdk = await import('@aws-sdk/client-iam');
  const found = await client.send(new sdk.GetRoleCommand({ RoleName })).catch((error: unknown) => {
    if (isAwsError(error, 'noResource')) return undefined;
    throw error;
  });
  if (found === undefined) return undefined;
  const names: string[] = [];
  for await (const page of sdk.paginateListRolePolicies({ client }, { RoleName }))
    names.push(...(page.PolicyNames ?? []));
  const attached: string[] = [];
  for await (const page of sdk.paginateListAttachedRolePolicies({ client }, { RoleName }))
    attached.push(...(page.AttachedPolicies ?? []).map(({ PolicyArn = '' }) => PolicyArn));
  const policies = await Promise.all(
    names.map(async (PolicyName) => {
      const { PolicyDocument } = await client.send(new sdk.GetRolePolicyCommand({ RoleName, PolicyName }));
      return [PolicyName, parseDocument(PolicyDocument)] as const;
    }),
  );
  return {
    trust: parseDocument(found.Role?.AssumeRolePolicyDocument),
    policies: Object.fromEntries(policies),
    attached,
    boundary: found.Role?.PermissionsBoundary?.PermissionsBoundaryArn,
  };
}

/** IAM hands out documents as they stand in a URL. */
const parseDocument = (text = ''): unknown => JSON.parse(decodeURIComponent(text) || 'null');
