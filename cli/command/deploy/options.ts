import { DEFAULT_STACK, failureModes, hookKeys } from '../../../infra/hook/index.ts';
import { awsHelp, awsOptions, readStackName, yesOption } from '../../aws/index.ts';
import {
  type Assignment,
  namesByHand,
  parseOptions,
  readChoice,
  readParameters,
  refuseStray,
  refuseTwice,
  valuesOf,
} from '../../input/index.ts';
import type { Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';

export const deployHelp = `Usage: egress-guard deploy [options]

Deploys the hooks to an account and Region, or updates them. Puts the template into a private bucket, which it creates
when it is missing, shows what would change, asks, and follows the stack to its end. What is not given stays as it is.
Ends with how the hooks are registered, whatever the stack says.

Options:
  --fail, --warn              what both hooks do on a failure: block, or let pass with a warning (default for a new stack:
                              the resource hook fails and the template hook warns)
  --exclude-stack NAME        a stack that is never checked; * and ? match; may be repeated. Replaces the former list
  --exemptions s3://BUCKET/KEY
                              the exemptions document that the hooks read
  --parameters NAME=VALUE     a parameter of the template, also as the AWS CLI takes it: shorthand, JSON, file://FILE; may be
                              repeated
  --template FILE             a built template (default: the one of this version)
  --stack-name NAME           the stack (default: egress-guard)
  --dry-run                   show what would change, and change nothing but the bucket
  --yes                       do not ask
  --format text|json          changes and events as they come, or one document in the end (default: text)
${awsHelp}

Exit codes: 0 deployed or nothing to change, 1 a hook is registered otherwise than the stack says, 2 wrong use, declined or
failed, 130 interrupted: the stack goes on

Examples:
  egress-guard deploy --warn
  egress-guard deploy --exemptions s3://security-config/exemptions.json --exclude-stack 'network-*'
  egress-guard deploy --parameters LogRetentionInDays=90 --parameters CreateDashboard=false --dry-run
  egress-guard deploy --fail --yes --format json
`;

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

const options = {
  ...awsOptions,
  ...yesOption,
  fail: { type: 'boolean', default: false },
  warn: { type: 'boolean', default: false },
  'exclude-stack': { type: 'string', multiple: true },
  exemptions: { type: 'string' },
  parameters: { type: 'string', multiple: true },
  template: { type: 'string' },
  'stack-name': { type: 'string', default: DEFAULT_STACK },
  'dry-run': { type: 'boolean', default: false },
} as const;

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
