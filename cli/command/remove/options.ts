import { awsOptions, readStackName, stackNameOption, yesOption } from '../../aws/index.ts';
import { type CommandHelp, type OptionTable, parseOptions, readChoice } from '../../input/index.ts';
import { UsageError } from '../../usage-error.ts';

const options = {
  purge: {
    type: 'boolean',
    default: false,
    help: 'delete that bucket, too, with every version in it; asks once more, and tells the commands for the log group and the archive, which it leaves alone',
  },
  ...stackNameOption,
  ...yesOption,
  format: {
    type: 'string',
    default: 'text',
    value: 'text|json',
    help: 'events as they come, or one document in the end',
  },
  ...awsOptions,
} as const satisfies OptionTable;

export const removeHelp: CommandHelp = {
  usage: ['remove [options]'],
  about: [
    'Removes the hooks from an account and Region, in an order that locks nobody out: both hooks are disabled first, then the stack is deleted. Asks before. Keeps the log group, what is in the archive, and the bucket that templates are deployed from, and tells where they are.',
  ],
  groups: { Options: options },
  exitCodes: '0 removed or nothing there, 2 wrong use, declined or failed, 130 interrupted: the stack goes on',
  examples: [
    'egress-guard remove',
    'egress-guard remove --purge',
    'egress-guard remove --region eu-central-1 --yes --format json',
  ],
};

/** Reads what `remove` is asked to do. @throws {UsageError} */
export function readRemoveOptions(args: readonly string[]) {
  const { values, positionals } = parseOptions('remove', args, options);
  if (positionals.length > 0)
    throw new UsageError('remove takes options only. Run egress-guard remove --help for what they are.');
  return {
    ...values,
    stackName: readStackName(values['stack-name']),
    isYes: values.yes,
    isJson: readChoice('format', values.format, ['text', 'json']) === 'json',
  };
}
