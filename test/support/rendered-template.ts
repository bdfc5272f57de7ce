import { physicalIdOf } from '../../infra/sandbox/identity.ts';
import { makeStack } from '../../infra/sandbox/stack.ts';
import { isObject, type JsonObject } from '../../rule/value/place.ts';
import { part } from './deployed.ts';

export const STACK = 'egress-guard';

/** Parameters by name, as texts. */
export type Parameters = Readonly<Record<string, string>>;

/** A template as it is deployed with some parameters: what is not created is not there, and no function is left. */
export interface RenderedTemplate {
  /** Properties by logical id. */
  readonly resources: Readonly<Record<string, JsonObject>>;
  readonly types: Readonly<Record<string, string>>;
  /** Values by name. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

const checkPatterns = (template: JsonObject, parameters: Parameters): void => {
  for (const [name, value] of Object.entries(parameters)) {
    const { AllowedPattern: pattern = '.*', MaxLength: longest = 4096 } = part(template, 'Parameters', name);
    if (!new RegExp(`^(?:${pattern})$`).test(value)) throw new Error(`Parameter '${name}' must match its pattern`);
    if (value.length > Number(longest)) throw new Error(`Parameter '${name}' must be shorter`);
  }
};

/** The conditions that hold: a resource which depends on such a one is there. */
const conditionsThatHold = (template: JsonObject, parameters: Parameters): Set<string> => {
  const probes = Object.keys(part(template, 'Conditions')).map((name) => [name, { Type: 'Probe', Condition: name }]);
  const Resources = { ...Object.fromEntries(probes), Always: { Type: 'Probe' } };
  const { resources } = makeStack({ name: STACK, text: '', template: { ...template, Resources }, parameters });
  return new Set(resources.map(({ logicalId }) => logicalId));
};

/** Of a section of the template, what is created. */
const createdOf = (section: JsonObject, holding: ReadonlySet<string>): JsonObject =>
  Object.fromEntries(
    Object.entries(section).filter(([, value]) => {
      const { Condition: condition } = part(value);
      return condition === undefined || holding.has(String(condition));
    }),
  );

/** Tells the id or the ARN of a resource; undefined: there is none of that name. */
type Refer = (name: string) => string | undefined;

/** @throws where a resource is referred to that is not created, which CloudFormation refuses */
const makeRefer =
  (all: JsonObject, created: JsonObject): Refer =>
  (name) => {
    const [logicalId = '', attribute] = name.split('.');
    if (!Object.hasOwn(all, logicalId)) return undefined;
    if (!Object.hasOwn(created, logicalId)) throw new Error(`${logicalId} is referred to, and is not created.`);
    const id = physicalIdOf(String(part(created, logicalId)['Type']), STACK, logicalId);
    return attribute === undefined ? id : `arn:aws:made-up:::${id}`;
  };

const VARIABLE = /\$\{([^!}]+)\}/g;

/** Chooses the branch of each `Fn::If` and puts in what nobody knows before a deployment: the ids of resources. */
const makeSettle = (holding: ReadonlySet<string>, refer: Refer): ((value: unknown) => unknown) => {
  const settleSub = (argument: unknown): unknown => {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    const inserted = (name: string): string | undefined => (Object.hasOwn(variables, name) ? undefined : refer(name));
    const filled = String(text).replace(VARIABLE, (variable, name) => inserted(name) ?? variable);
    return { 'Fn::Sub': [filled, settle(variables)] };
  };
  const settleObject = (value: JsonObject): unknown => {
    const { Ref: ref, 'Fn::GetAtt': getAtt, 'Fn::If': choice, 'Fn::Sub': sub } = value;
    if (Array.isArray(choice)) return settle(choice[holding.has(choice[0]) ? 1 : 2]);
    if (sub !== undefined) return settleSub(sub);
    const settled = Object.entries(value).map(([key, child]) => [key, settle(child)]);
    return refer(String(ref ?? getAtt)) ?? Object.fromEntries(settled);
  };
  const settle = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(settle);
    return isObject(value) ? settleObject(value) : value;
  };
  return settle;
};

/** Whatever function is left is one that this renderer does not know. */
const checkResolved = (value: unknown, path: string): void => {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (/^(Ref$|Fn::)/.test(key)) throw new Error(`${path}: ${key} is not resolved.`);
    checkResolved(child, `${path}/${key}`);
  }
};

/** @throws where CloudFormation would refuse the template or its parameters, or where something is left unresolved */
export const renderTemplate = (template: JsonObject, parameters: Parameters = {}): RenderedTemplate => {
  checkPatterns(template, parameters);
  const holding = conditionsThatHold(template, parameters);
  const created = createdOf(part(template, 'Resources'), holding);
  const outputs = createdOf(part(template, 'Outputs'), holding);
  const settle = makeSettle(holding, makeRefer(part(template, 'Resources'), created));
  const Outputs = { Type: 'Outputs', Properties: settle(outputs) };
  const Resources = { ...part(settle(created)), Outputs };
  const stack = makeStack({ name: STACK, text: '', template: { ...template, Resources }, parameters });
  const resolved = stack.resources.map(({ logicalId, resolved: value }) => [logicalId, part(value)] as const);
  for (const [logicalId, properties] of resolved) checkResolved(properties, logicalId);
  const { Outputs: values, ...resources } = Object.fromEntries(resolved);
  return {
    resources,
    types: Object.fromEntries(Object.entries(created).map(([id, value]) => [id, String(part(value)['Type'])])),
    outputs: Object.fromEntries(Object.keys(outputs).map((name) => [name, part(values, name)['Value']])),
  };
};

/** The properties of what is created of a type, by logical id. */
export const resourcesOf = ({ resources, types }: RenderedTemplate, type: string): Record<string, JsonObject> =>
  Object.fromEntries(Object.entries(resources).filter(([logicalId]) => types[logicalId] === type));
