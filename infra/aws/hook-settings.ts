import { isObject, type JsonObject, own } from '../../rule/index.ts';

/** What a hook is set to, the same whether its registration or a template tells it; lists are sorted. */
export type HookSettings = {
  /** ENABLED or DISABLED. */
  readonly status: string;
  /** FAIL or WARN. */
  readonly failureMode: string;
  /** The ARN of the function that it calls; empty where that is not known. */
  readonly lambdaFunction: string;
  readonly targetOperations: readonly string[];
  /** Empty: all of them. */
  readonly actions: readonly string[];
  /** Empty: all of them. */
  readonly targetNames: readonly string[];
  /** Which action on which target, as `CREATE AWS::EC2::SecurityGroup`; `*` stands for all. */
  readonly targets: readonly string[];
  readonly filteringCriteria: string;
  readonly excludedStackNames: readonly string[];
  readonly excludedStackRoles: readonly string[];
  /** Where not empty, the hook is called for these only. */
  readonly includedStackNames: readonly string[];
  readonly includedStackRoles: readonly string[];
};

/** Reads them from the configuration with which a hook is registered. */
export function registeredSettings(configuration: JsonObject): HookSettings {
  return {
    status: text(own(configuration, 'HookInvocationStatus')),
    lambdaFunction: text(at(configuration, 'Properties', 'LambdaFunction')),
    ...common(configuration),
  };
}

/** Reads them from the properties of an `AWS::CloudFormation::LambdaHook`. */
export function declaredSettings(properties: JsonObject): HookSettings {
  return {
    status: text(own(properties, 'HookStatus')),
    lambdaFunction: text(own(properties, 'LambdaFunction')),
    ...common(properties),
  };
}

/** Something that is registered otherwise than the stack says. */
export interface Drift {
  readonly setting: string;
  readonly declared: string;
  readonly registered: string;
}

/** Compares what the stack says of a hook with how it is registered. */
export function driftOf(declared: HookSettings, registered: HookSettings): Drift[] {
  const found = new Map(Object.entries(registered));
  const drift = Object.entries(declared)
    .filter(([, wanted]) => isKnown(wanted))
    .map(([setting, wanted]) => ({ setting, declared: told(wanted), registered: told(found.get(setting)) }))
    .filter((one) => one.declared !== one.registered);
  return drift.filter((one) => !isSaid(one, drift));
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce((inner, key) => (isObject(inner) ? own(inner, key) : undefined), value);

const common = (hook: JsonObject) => {
  const [targets, stacks] = [own(hook, 'TargetFilters'), own(hook, 'StackFilters')];
  return {
    failureMode: text(own(hook, 'FailureMode')),
    targetOperations: list(own(hook, 'TargetOperations')),
    actions: targetsOf(targets, 'Actions', 'Action'),
    targetNames: targetsOf(targets, 'TargetNames', 'TargetName'),
    targets: pairsOf(targets),
    filteringCriteria: text(at(stacks, 'FilteringCriteria')),
    excludedStackNames: list(at(stacks, 'StackNames', 'Exclude')),
    excludedStackRoles: list(at(stacks, 'StackRoles', 'Exclude')),
    includedStackNames: list(at(stacks, 'StackNames', 'Include')),
    includedStackRoles: list(at(stacks, 'StackRoles', 'Include')),
  };
};

const list = (value: unknown): string[] => {
  const items = Array.isArray(value) ? value : [value];
  return [...new Set(items.filter((item) => typeof item === 'string'))].sort();
};

/** AWS knows two ways to write them: lists of names and of actions, or pairs. */
const targetsOf = (filters: unknown, listKey: string, pairKey: string): string[] => {
  const pairs = at(filters, 'Targets');
  return Array.isArray(pairs) ? list(pairs.map((pair) => at(pair, pairKey))) : list(at(filters, listKey));
};

const ANY = '*';

/** Pairs as they are written; of two lists, each action on each target. */
const pairsOf = (filters: unknown): string[] => {
  const pairs = at(filters, 'Targets');
  if (Array.isArray(pairs))
    return list(pairs.map((pair) => `${text(at(pair, 'Action')) || ANY} ${text(at(pair, 'TargetName')) || ANY}`));
  const names = orAny(list(at(filters, 'TargetNames')));
  return list(orAny(list(at(filters, 'Actions'))).flatMap((action) => names.map((name) => `${action} ${name}`)));
};

const orAny = (texts: readonly string[]): readonly string[] => (texts.length === 0 ? [ANY] : texts);

/** What of one thing is not known cannot differ. */
const isKnown = (value: string | readonly string[]): boolean => value !== '';

const told = (value: string | readonly string[] = ''): string => (typeof value === 'string' ? value : value.join(', '));

/** Lists of actions and of targets may be the same where the pairs of them are not. */
const isSaid = ({ setting }: Drift, drift: readonly Drift[]): boolean =>
  setting === 'targets' && drift.some((other) => other.setting === 'actions' || other.setting === 'targetNames');
