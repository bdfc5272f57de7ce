import { propertiesOf } from '../../location.ts';
import type { Assumption, Resource } from '../../rule.ts';
import {
  childPlace,
  intrinsicName,
  isObject,
  type JsonObject,
  own,
  type Place,
  type Possibility,
  type Resolve,
} from '../../value/index.ts';
import type { TemplateSettings } from '../resolve/index.ts';

/** What a parent gives the parameters of a nested template, in one case of the conditions that this depends on. */
export interface GivenParameters {
  readonly when: readonly Assumption[];
  /** Those whose values are known. */
  readonly values: JsonObject;
  /** Those that get one of several values, which no condition tells apart. */
  readonly choices: Readonly<Record<string, readonly unknown[]>>;
  /** Those of which it is known only that something is given. */
  readonly unknown: readonly string[];
  /** What the parameters get that are not among them. */
  readonly others: NonNullable<TemplateSettings['openParameters']>;
}

/** The type of a stack set, whose stacks are in other accounts and Regions. */
export const STACK_SET = 'AWS::CloudFormation::StackSet';

/** Reads what a resource gives the parameters of its template: each case of the conditions on which that depends. */
export function givenParameters(
  resource: Resource,
  when: readonly Assumption[],
  resolve: Resolve,
): readonly GivenParameters[] {
  const properties = { ...propertiesOf(resource), when };
  const anything: GivenParameters = { when, values: {}, choices: {}, unknown: [], others: 'anyValue' };
  if (!isObject(properties.value)) return [{ ...anything, others: 'defaultIsFinal' }];
  const parameters = childPlace(properties, 'Parameters', own(properties.value, 'Parameters'));
  if (isOpen(properties.value) || isOpen(parameters.value)) return [anything];
  return resolve(parameters).flatMap((found) => {
    const start = { ...anything, when: found.when };
    if (found.unknown !== undefined) return [start];
    // The instances of a stack set may be given other values, here or by hand.
    if (resource.type === STACK_SET) return giveListed({ ...start, others: 'useDefault' }, found, resolve);
    return giveNamed({ ...start, others: 'defaultIsFinal' }, found, resolve);
  });
}

/** Whether a loop or a transform may add to a mapping what nobody knows here. */
const isOpen = (value: unknown): boolean =>
  isObject(value) && intrinsicName(value) === undefined && Object.keys(value).some((key) => key.startsWith('Fn::'));

const giveNamed = (start: GivenParameters, parameters: Place, resolve: Resolve): readonly GivenParameters[] => {
  if (!isObject(parameters.value)) return [start];
  return Object.entries(parameters.value).reduce<readonly GivenParameters[]>(
    (cases, [name, value]) => give(cases, name, childPlace(parameters, name, value), resolve),
    [start],
  );
};

/** Of a stack set, each parameter may be there under a condition only. */
const giveListed = (start: GivenParameters, parameters: Place, resolve: Resolve): readonly GivenParameters[] => {
  if (!Array.isArray(parameters.value)) return [start];
  return parameters.value.reduce<readonly GivenParameters[]>(
    (cases, item, index) =>
      split(
        cases,
        (given) => resolve({ ...childPlace(parameters, index, item), when: given.when }),
        (given, found) => giveEntry(given, found, resolve),
        (given) => ({ ...given, others: 'anyValue' }),
      ),
    [start],
  );
};

const giveEntry = (given: GivenParameters, entry: Possibility, resolve: Resolve): readonly GivenParameters[] => {
  if (entry.isAbsent) return [given];
  const name = isObject(entry.value) ? own(entry.value, 'ParameterKey') : undefined;
  if (typeof name !== 'string' || !isObject(entry.value)) return [{ ...given, others: 'anyValue' }];
  return give([given], name, childPlace(entry, 'ParameterValue', own(entry.value, 'ParameterValue')), resolve);
};

const give = (
  cases: readonly GivenParameters[],
  name: string,
  place: Place,
  resolve: Resolve,
): readonly GivenParameters[] => {
  const leaveUnknown = (given: GivenParameters): GivenParameters => ({ ...given, unknown: [...given.unknown, name] });
  const giveOne = (given: GivenParameters, { value, unknown, choices, isAbsent }: Possibility): GivenParameters => {
    if (isAbsent) return given;
    if (unknown === undefined && isGiven(value)) return { ...given, values: { ...given.values, [name]: value } };
    if (choices?.every(isGiven)) return { ...given, choices: { ...given.choices, [name]: choices } };
    return leaveUnknown(given);
  };
  return split(
    cases,
    ({ when }) => resolve({ ...place, when }),
    (given, found) => [giveOne(given, found)],
    leaveUnknown,
  );
};

/** A list is given as it is, or as a text with commas. */
const isGiven = (value: unknown): boolean => isText(value) || (Array.isArray(value) && value.every(isText));

const isText = (value: unknown): boolean => typeof value !== 'object' && value !== undefined;

/** More cases are not told apart. */
const MAX_CASES = 16;

/** Goes on with each case under each possibility, unless there come to be too many. */
const split = (
  cases: readonly GivenParameters[],
  possibilities: (given: GivenParameters) => readonly Possibility[],
  goOn: (given: GivenParameters, found: Possibility) => readonly GivenParameters[],
  giveUp: (given: GivenParameters) => GivenParameters,
): readonly GivenParameters[] => {
  const next = cases.flatMap((given) =>
    possibilities(given).flatMap((found) => goOn({ ...given, when: found.when }, found)),
  );
  return next.length > MAX_CASES ? cases.map(giveUp) : next;
};
