import { DEFAULT_STACK } from '../../../infra/hook/index.ts';
import { awsOptions, isStackName, yesOption } from '../../aws/index.ts';
import {
  type CommandHelp,
  endWithNearest,
  formatOption,
  type OptionTable,
  parametersOption,
  parseOptions,
  readChoice,
  refuseStray,
  spellOptions,
} from '../../input/index.ts';
import { UsageError } from '../../usage-error.ts';

/** Where to roll out, and what. */
const apply = {
  'target-region': {
    type: 'string',
    multiple: true,
    value: 'REGION',
    help: 'a Region to roll out to, one after the other in this order. Without this and --ou, what is rolled out is brought up to date',
  },
  warn: { type: 'boolean', default: false, help: 'both hooks warn on a violation, as those of a new stack set do' },
  fail: { type: 'boolean', default: false, help: 'both hooks block' },
  ...parametersOption,
  template: { type: 'string', value: 'FILE', help: 'a built template (default: the one of this version)' },
  'auto-deployment': {
    type: 'boolean',
    default: false,
    help: 'accounts that join a unit later get the hooks, as by default',
  },
  'no-auto-deployment': { type: 'boolean', default: false, help: 'they do not get them' },
} as const satisfies OptionTable;

const ou = {
  ou: {
    type: 'string',
    multiple: true,
    value: 'UNIT',
    help: 'an organizational unit with all below it, or the root (r-...)',
  },
} as const satisfies OptionTable;

const all = {
  all: { type: 'boolean', default: false, help: 'everywhere, and for accounts that join later' },
} as const satisfies OptionTable;

const pace = {
  'failure-tolerance': {
    type: 'string',
    value: 'N|N%',
    help: 'accounts in a Region that may fail before it is given up (default: 0)',
  },
  'max-concurrent': {
    type: 'string',
    value: 'N|N%',
    help: 'accounts in a Region at a time (default: 1); so many may fail beyond the tolerance',
  },
  'regions-in-parallel': { type: 'boolean', default: false, help: 'all Regions at once' },
} as const satisfies OptionTable;

const common = {
  'stack-set-name': { type: 'string', default: DEFAULT_STACK, value: 'NAME', help: 'the stack set' },
  'delegated-admin': {
    type: 'boolean',
    default: false,
    help: 'this account is a delegated administrator of StackSets',
  },
  ...formatOption,
  ...awsOptions,
} as const satisfies OptionTable;

const change = { ...yesOption, ...ou, ...pace } as const;

const options = { ...common, ...change, ...apply, ...all };

export const rolloutHelp: CommandHelp = {
  usage: [
    'rollout --ou UNIT --target-region REGION [options]',
    'rollout status [options]',
    'rollout mode fail|warn|off (--ou UNIT | --all) [options]',
    'rollout remove (--ou UNIT | --all) [options]',
  ],
  about: [
    'Rolls the hooks out to an organization, as a service-managed StackSet from the same template that deploy uses. Run it in the management account, or in a delegated administrator of StackSets, always in the same Region: the stack set lives there.',
    'A rollout begins by warning (--warn). Read the findings, then block unit by unit: rollout mode fail --ou. AWS applies the mode of a unit to the accounts that are in it at that moment. Accounts that join later get the mode of the stack set, also when their unit has another: rollout mode --all sets it, for all accounts and those to come. StackSets skip the management account; deploy does it.',
    'Ctrl-C leaves what has been started to AWS; rollout status tells how it goes on. The same command again does what is left.',
  ],
  groups: {
    'Where to roll out, and what': { ...ou, ...apply },
    'For mode and remove': { ...all },
    'How fast, also for mode and remove': pace,
    Options: { ...common, ...yesOption },
  },
  exitCodes:
    '0 done, or nothing to do; 2 wrong use, declined, or something failed in an account; 130 interrupted: it goes on',
  examples: [
    'egress-guard rollout --ou ou-ab12-34567890 --target-region eu-west-1 --target-region us-east-1',
    'egress-guard rollout --ou r-ab12 --target-region eu-west-1 --max-concurrent 25% --failure-tolerance 10% --yes',
    'egress-guard rollout status',
    'egress-guard rollout mode fail --ou ou-ab12-34567890',
    'egress-guard rollout mode warn --all --regions-in-parallel --max-concurrent 100% --failure-tolerance 100%',
    'egress-guard rollout remove --all',
  ],
};

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
