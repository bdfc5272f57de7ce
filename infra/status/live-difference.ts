import { isDeepStrictEqual } from 'node:util';
import { isObject, own } from '../../rule/index.ts';
import type { LiveFunction, LiveRole } from '../aws/index.ts';
import type { DeclaredResource } from './declared-resource.ts';

/** What of a function is otherwise than its template says. Names the variables that the template has; of others, the name. */
export function functionDifferences(declared: DeclaredResource, live: LiveFunction | undefined): readonly string[] {
  if (live === undefined) return [`${titleOf(declared)} is not there.`];
  const { codeSha256, properties } = declared;
  return [
    ...(codeSha256 === undefined || codeSha256 === live.codeSha256 ? [] : [codeText(codeSha256, live.codeSha256)]),
    ...changed('its handler', own(properties, 'Handler'), live.handler),
    ...changed('its runtime', own(properties, 'Runtime'), live.runtime),
    ...changed('its role', own(properties, 'Role'), live.role),
    ...variableTexts(variablesOf(properties), live.variables),
    ...live.layers.map((arn) => `it has the layer ${arn}, and the template none.`),
    ...(live.reservedConcurrency === 0 ? ['its reserved concurrency is 0: it is never run.'] : []),
  ].map((text) => `${titleOf(declared)}: ${text}`);
}

/** What of a role is otherwise than its template says. */
export function roleDifferences(declared: DeclaredResource, live: LiveRole | undefined): readonly string[] {
  if (live === undefined) return [`${titleOf(declared)} is not there.`];
  const { properties } = declared;
  const wanted = policiesOf(properties);
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(live.policies)])];
  return [
    ...(isSameDocument(own(properties, 'AssumeRolePolicyDocument'), live.trust)
      ? []
      : ['who may take it on is not what the template says.']),
    ...names.flatMap((name) => policyText(name, wanted[name], live.policies[name])),
    ...live.attached.map((arn) => `it has the policy ${arn} attached, and the template none.`),
    ...changed('its permissions boundary', own(properties, 'PermissionsBoundary') ?? 'none', live.boundary ?? 'none'),
  ].map((text) => `${titleOf(declared)}: ${text}`);
}

const titleOf = ({ logicalId, physicalId }: DeclaredResource): string => `${logicalId} (${physicalId})`;

const codeText = (wanted: string, found: string | undefined): string =>
  `its code is not that of the template (SHA-256 ${found ?? 'of no index.js'}, the template's ${wanted}).`;

const changed = (what: string, wanted: unknown, found: string): readonly string[] =>
  wanted === found || typeof wanted !== 'string'
    ? []
    : [`${what} is ${found || 'nothing'}, the template says ${wanted}.`];

const variablesOf = (properties: DeclaredResource['properties']): Readonly<Record<string, unknown>> => {
  const environment = own(properties, 'Environment');
  const variables = isObject(environment) ? own(environment, 'Variables') : undefined;
  return isObject(variables) ? variables : {};
};

/** Where a variable is not of the template, its value may be a secret. */
const variableTexts = (
  wanted: Readonly<Record<string, unknown>>,
  found: LiveFunction['variables'],
): readonly string[] => [
  ...Object.entries(wanted).flatMap(([name, value]) => {
    const text = own(found, name);
    if (text === String(value)) return [];
    return [
      `its variable ${name} is ${text === undefined ? 'not set' : JSON.stringify(text)}, the template says ${JSON.stringify(String(value))}.`,
    ];
  }),
  ...Object.keys(found)
    .filter((name) => !Object.hasOwn(wanted, name))
    .map((name) => `it has the variable ${name}, and the template does not.`),
];

/** The documents of a role's own policies, by name. */
const policiesOf = (properties: DeclaredResource['properties']): Readonly<Record<string, unknown>> => {
  const policies = own(properties, 'Policies');
  const list = Array.isArray(policies) ? policies.filter(isObject) : [];
  return Object.fromEntries(list.map((policy) => [String(own(policy, 'PolicyName')), own(policy, 'PolicyDocument')]));
};

const policyText = (name: string, wanted: unknown, found: unknown): readonly string[] => {
  if (wanted === undefined) return [`it has a policy ${name}, and the template does not.`];
  if (found === undefined) return [`its policy ${name} is gone.`];
  return isSameDocument(wanted, found) ? [] : [`its policy ${name} is not what the template says.`];
};

const isSameDocument = (one: unknown, other: unknown): boolean => isDeepStrictEqual(unlisted(one), unlisted(other));

/** IAM takes one thing for a list of it, and lists in any order. */
const unlisted = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const items = value.map(unlisted);
    if (items.length === 1) return items[0];
    return items.toSorted((one, another) => (JSON.stringify(one) < JSON.stringify(another) ? -1 : 1));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unlisted(inner)]));
};
