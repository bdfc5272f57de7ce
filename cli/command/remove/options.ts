import { DEFAULT_STACK } from '../../../infra/hook/index.ts';
import { awsHelp, awsOptions, readStackName, yesOption } from '../../aws/index.ts';
import { parseOptions, readChoice } from '../../input/index.ts';
import { UsageError } from '../../usage-error.ts';

export const removeHelp = `Usage: egress-guard remove [options]

Removes the hooks from an account and Region, in an order that locks nobody out: both hooks are disabled first, then the
stack is deleted. Asks before. Keeps the log group, what is in the archive, and the bucket that templates are deployed
from, and tells where they are.

Options:
  --purge                     delete that bucket, too, with every version in it; asks once more, and tells the commands for
                              the log group and the archive, which it leaves alone
  --stack-name NAME           the stack (default: egress-guard)
  --yes                       do not ask
  --format text|json          events as they come, or one document in the end (default: text)
${awsHelp}

Exit codes: 0 removed or nothing there, 2 wrong use, declined or failed, 130 interrupted: the stack goes on

Examples:
  egress-guard remove
  egress-guard remove --purge
  egress-guard remove --region eu-central-1 --yes --format json
`;

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

const options = {
  ...awsOptions,
  ...yesOption,
  purge: { type: 'boolean', default: false },
  'stack-name': { type: 'string', default: DEFAULT_STACK },
} as const;
