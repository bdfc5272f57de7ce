import { failureModes, hookKeys } from '../../../infra/hook/index.ts';
import { awsOptions, readStackName, stackNameOption, yesOption } from '../../aws/index.ts';
import {
  type Assignment,
  type CommandHelp,
  namesByHand,
  type OptionTable,
  parametersOption,
  parseOptions,
  readChoice,
  readParameters,
  refuseStray,
  refuseTwice,
  valuesOf,
} from '../../input/index.ts';
import type { Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';

const options = {
  fail: { type: 'boolean', default: false, help: 'both hooks block on a failure' },
  warn: {
    type: 'boolean',
    default: false,
    help: 'both let pass with a warning; a new stack has neither: the resource hook fails, the template hook warns',
  },
  'exclude-stack': {
    type: 'string',
    multiple: true,
    value: 'NAME',
    help: 'a stack that is never checked; * and ? match. Replaces the former list',
  },
  exemptions: { type: 'string', value: 's3://BUCKET/KEY', help: 'the exemptions document that the hooks read' },
  ...parametersOption,
  template: { type: 'string', value: 'FILE', help: 'a built template (default: the one of this version)' },
  ...stackNameOption,
  'dry-run': {
    type: 'boolean',
    default: false,
    help: 'show what would change, and change nothing; without a bucket to deploy from, from the template alone',
  },
  ...yesOption,
  format: {
    type: 'string',
    default: 'text',
    value: 'text|json',
    help: 'changes and events as they come, or one document in the end',
  },
  ...awsOptions,
} as const satisfies OptionTable;

export const deployHelp: CommandHelp = {
  usage: ['deploy [options]'],
  about: [
    'Deploys the hooks to an account and Region, or updates them. Puts the template into a private bucket, which it creates when it is missing, shows what would change, asks, and follows the stack to its end. What is not given stays as it is. Ends with how the hooks are registered, whatever the stack says.',
  ],
  groups: { Options: options },
  exitCodes:
    '0 deployed or nothing to change, 1 a hook is registered otherwise than the stack says, 2 wrong use, declined or failed, 130 interrupted: the stack goes on',
  examples: [
    'egress-guard deploy --warn',
    "egress-guard deploy --exemptions s3://security-config/exemptions.json --exclude-stack 'network-*'",
    'egress-guard deploy --parameters LogRetentionInDays=90 --parameters CreateDashboard=false --dry-run',
    'egress-guard deploy --fail --yes --format json',
  ],
};

/** Reads what `deploy` is asked to do. @throws {UsageError} */
export async function readDeployOptions(args: readonly string[], terminal: Terminal) {
  const { values, positionals } = parseOptions('deploy', args, options);
  refuseStray(positionals, values.parameters);
  if (positionals.length > 0)
    throw new UsageError('deploy takes options only. Run egress-guard deploy --help for what they are.');
  const stackName = readStackName(values['stack-name']);
  const { exemptions } = values;
  return {
    ...values,
    stackName,
    given: collect(
      [
        ...readModes(values),
        ...readExcluded(values['exclude-stack'], stackName),
        ...(exemptions === undefined ? [] : [['ExemptionsUri', exemptions] as const]),
      ],
      await readParameters(values.parameters ?? [], terminal),
    ),
    isDryRun: values['dry-run'],
    isYes: values.yes,
    isJson: readChoice('format', values.format, ['text', 'json']) === 'json',
  };
}

type Pair = readonly [name: string, value: string];

/** What the options give wins over a file, and contradicts what is given by hand. */
const collect = (pairs: readonly Pair[], parameters: readonly Assignment[]): Readonly<Record<string, string>> => {
  refuseTwice([...pairs.map(([name]) => name), ...namesByHand(parameters)]);
  return { ...valuesOf(parameters), ...Object.fromEntries(pairs) };
};

const readModes = ({ fail, warn }: { readonly fail: boolean; readonly warn: boolean }): readonly Pair[] => {
  if (fail && warn) throw new UsageError('--fail and --warn contradict each other: give one.');
  if (!fail && !warn) return [];
  return failureModes(fail ? 'fail' : 'warn', hookKeys);
};

/** The stack itself is excluded anyway, and CloudFormation refuses to have it there twice. */
const readExcluded = (names: readonly string[] | undefined, stackName: string): Pair[] => {
  if (names === undefined) return [];
  const others = names.flatMap((name) => name.split(',')).filter((name) => name !== stackName);
  return [['ExcludedStackNames', [...new Set(others)].join(',')]];
};
