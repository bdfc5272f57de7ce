import { DEFAULT_STACK } from '../../../infra/hook/index.ts';
import { awsOptions, isStackName, yesOption } from '../../aws/index.ts';
import { endWithNearest, parseOptions, readChoice, refuseStray, spellOptions } from '../../input/index.ts';
import { UsageError } from '../../usage-error.ts';

export type RolloutValues = ReturnType<typeof parse>['values'];

export interface RolloutArguments {
  readonly action: Action;
  /** What follows the action. */
  readonly rest: readonly string[];
  readonly values: RolloutValues;
  readonly format: 'text' | 'json';
}

/** Parses the arguments of `rollout`. @throws {UsageError} */
export function readArguments(args: readonly string[]): RolloutArguments {
  const { values, positionals } = parse(args);
  refuseStray(positionals, values.parameters);
  const [name, ...rest] = positionals;
  const action = actionOf(name);
  refuseOthers(action, args);
  if (!isStackName(values['stack-set-name']))
    throw new UsageError(
      `--stack-set-name takes letters, digits and hyphens, not ${JSON.stringify(values['stack-set-name'])}.`,
    );
  return { action, rest, values, format: readChoice('format', values.format, ['text', 'json']) };
}

const common = {
  ...awsOptions,
  'stack-set-name': { type: 'string', default: DEFAULT_STACK },
  'delegated-admin': { type: 'boolean', default: false },
} as const;

const change = {
  ...yesOption,
  ou: { type: 'string', multiple: true },
  'failure-tolerance': { type: 'string' },
  'max-concurrent': { type: 'string' },
  'regions-in-parallel': { type: 'boolean', default: false },
} as const;

const apply = {
  'target-region': { type: 'string', multiple: true },
  parameters: { type: 'string', multiple: true },
  template: { type: 'string' },
  warn: { type: 'boolean', default: false },
  fail: { type: 'boolean', default: false },
  'auto-deployment': { type: 'boolean', default: false },
  'no-auto-deployment': { type: 'boolean', default: false },
} as const;

const all = { all: { type: 'boolean', default: false } } as const;

const options = { ...common, ...change, ...apply, ...all };

const parse = (args: readonly string[]) => parseOptions('rollout', args, options);

type Action = 'apply' | 'status' | 'mode' | 'remove';

const actionOf = (name: string | undefined): Action => {
  if (name === undefined) return 'apply';
  if (name === 'status' || name === 'mode' || name === 'remove') return name;
  const end = endWithNearest(name, ['status', 'mode', 'remove']);
  throw new UsageError(
    `unknown action ${JSON.stringify(name)}${end} rollout takes status, mode or remove; without one, it rolls out.`,
  );
};

/** What each action takes; without an action the stack set is rolled out. */
const taken: Readonly<Record<Action, object>> = {
  apply: { ...common, ...change, ...apply },
  status: common,
  mode: { ...common, ...change, ...all },
  remove: { ...common, ...change, ...all },
};

const refuseOthers = (action: Action, args: readonly string[]): void => {
  const given = spellOptions(args, options)
    .filter((argument) => /^--[a-z]/.test(argument))
    .map((argument) => argument.replace(/=.*$/s, ''));
  const stray = given.find(
    (name) => !Object.hasOwn(taken[action], name.slice(2)) && Object.hasOwn(options, name.slice(2)),
  );
  if (stray !== undefined)
    throw new UsageError(`${stray} does not go with rollout${action === 'apply' ? '' : ` ${action}`}.`);
};
