import { isObject, own, parseJson } from '../../../rule/index.ts';
import type { Action } from './action.ts';
import { findLive, type LiveResource } from './live-resource.ts';
import type { QueryInput } from './query.ts';
import { ServiceError } from './service-error.ts';
import { required } from './stack-input.ts';

/** IAM, as far as it takes to look at the roles of a stack, and to change them behind its back. */
export const roleActions: Readonly<Record<string, Action>> = {
  GetRole: (input, context) => {
    const { name, home, properties } = roleOf(input, context);
    const boundary = own(properties, 'PermissionsBoundary');
    return {
      Role: {
        ...{ RoleName: name, RoleId: name, Path: '/', Arn: `arn:aws:iam::${home.account}:role/${name}` },
        CreateDate: context.sandbox.account.started,
        AssumeRolePolicyDocument: encoded(own(properties, 'AssumeRolePolicyDocument')),
        PermissionsBoundary:
          typeof boundary === 'string'
            ? { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary }
            : undefined,
      },
    };
  },

  ListRolePolicies: (input, context) => ({
    PolicyNames: policiesOf(roleOf(input, context)).map(nameOf),
    IsTruncated: false,
  }),

  GetRolePolicy: (input, context) => {
    const name = required(input, 'PolicyName');
    const role = roleOf(input, context);
    const policy = policiesOf(role).find((one) => nameOf(one) === name);
    if (policy === undefined) throw missing(`The role policy with name ${name} cannot be found.`);
    return { RoleName: role.name, PolicyName: name, PolicyDocument: encoded(own(policy, 'PolicyDocument')) };
  },

  PutRolePolicy: (input, context) => {
    const role = roleOf(input, context);
    const name = required(input, 'PolicyName');
    const policy = { PolicyName: name, PolicyDocument: parseJson(required(input, 'PolicyDocument')) };
    role.properties['Policies'] = [...policiesOf(role).filter((one) => nameOf(one) !== name), policy];
    return {};
  },

  ListAttachedRolePolicies: (input, context) => ({
    AttachedPolicies: attachedTo(roleOf(input, context)).map((arn) => ({
      PolicyName: arn.split('/').at(-1),
      PolicyArn: arn,
    })),
    IsTruncated: false,
  }),

  AttachRolePolicy: (input, context) => {
    const role = roleOf(input, context);
    role.properties['ManagedPolicyArns'] = [...attachedTo(role), required(input, 'PolicyArn')];
    return {};
  },
};

const roleOf = (input: QueryInput, { sandbox }: Parameters<Action>[1]): LiveResource => {
  const name = required(input, 'RoleName');
  const role = findLive(sandbox.account, 'AWS::IAM::Role', name);
  if (role === undefined) throw missing(`The role with name ${name} cannot be found.`);
  return role;
};

const missing = (message: string): ServiceError => new ServiceError('NoSuchEntity', message, 404);

const policiesOf = ({ properties }: LiveResource) => {
  const policies = own(properties, 'Policies');
  return Array.isArray(policies) ? policies.filter(isObject) : [];
};

const nameOf = (policy: Readonly<Record<string, unknown>>): string => String(own(policy, 'PolicyName'));

const attachedTo = ({ properties }: LiveResource): readonly string[] => {
  const arns = own(properties, 'ManagedPolicyArns');
  return Array.isArray(arns) ? arns.map(String) : [];
};

/** IAM hands out documents as they stand in a URL. */
const encoded = (document: unknown): string => encodeURIComponent(JSON.stringify(document));
