import { type Outcome, outcomeNames, type ResultsQuery, type ResultsTarget } from '../../../infra/aws/index.ts';
import { awsOptions } from '../../aws/index.ts';
import {
  type CommandHelp,
  formatOption,
  type OptionTable,
  parseOptions,
  readChoice,
  readCount,
  readSince,
} from '../../input/index.ts';
import { UsageError } from '../../usage-error.ts';

const options = {
  status: {
    type: 'string',
    multiple: true,
    value: 'WORD',
    help: 'only those that failed, ended in an error, succeeded, or are in-progress',
  },
  since: {
    type: 'string',
    value: 'TIME',
    help: 'not older than e.g. 30m, 24h or 7d, or than a date such as 2027-01-31 or 2027-01-31T12:00Z',
  },
  target: {
    type: 'string',
    value: 'ID',
    help: 'of one change set or stack, by its ARN, or of one Cloud Control request, by its hook token',
  },
  limit: { type: 'string', default: '20', value: 'N', help: 'so many at most, 1 to 1000' },
  follow: {
    type: 'boolean',
    default: false,
    help: 'show new ones as they come, until Ctrl-C; as JSON, one object a line',
  },
  interval: { type: 'string', value: 'SECONDS', help: 'how often --follow looks, 1 to 60 (default: 5)' },
  ...formatOption,
  ...awsOptions,
} as const satisfies OptionTable;

export const resultsHelp: CommandHelp = {
  usage: ['results [options]'],
  about: [
    'Lists the latest invocations of the hooks in this account and Region: what each was asked about, how it ended, why, and what to do. CloudFormation keeps them for 90 days.',
  ],
  groups: { Options: options },
  exitCodes: '0 done, 2 wrong use or failure',
  examples: [
    'egress-guard results --status failed --since 24h',
    'egress-guard results --target arn:aws:cloudformation:eu-central-1:123456789012:changeSet/release/1a2b3c',
    'egress-guard results --follow --format json',
  ],
};

/** Reads what `results` is asked for. @throws {UsageError} */
export function readOptions(args: readonly string[], now: number) {
  const { values, positionals } = parseOptions('results', args, options);
  if (positionals.length > 0) throw new UsageError('results takes options only: egress-guard results --since 24h');
  if (values.interval !== undefined && !values.follow) throw new UsageError('--interval goes with --follow.');
  const query: ResultsQuery = {
    outcomes: readOutcomes(values.status),
    limit: readCount('limit', values.limit, 1000),
    since: values.since === undefined ? undefined : new Date(readSince(values.since, now)).toISOString(),
    target: values.target === undefined ? undefined : readTarget(values.target),
  };
  return {
    values,
    query,
    isFollowed: values.follow,
    interval: readCount('interval', values.interval ?? '5', 60) * 1000,
    isJson: readChoice('format', values.format, ['text', 'json']) === 'json',
  };
}

const readOutcomes = (words: readonly string[] = []): Outcome[] => [
  ...new Set(words.map((word) => readChoice('status', word, outcomeNames))),
];

/** What each kind of target looks like. */
const kinds: readonly (readonly [ResultsTarget['type'], RegExp])[] = [
  ['CHANGE_SET', /^arn:[^:]+:cloudformation:[^:]*:\d{12}:changeSet\/.+/],
  ['STACK', /^arn:[^:]+:cloudformation:[^:]*:\d{12}:stack\/.+/],
  ['CLOUD_CONTROL', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
];

/** @throws {UsageError} */
function readTarget(id: string): ResultsTarget {
  const type = kinds.find(([, form]) => form.test(id))?.[0];
  if (type !== undefined) return { type, id };
  throw new UsageError(
    `--target takes the ARN of a change set or a stack, or the hook token of a Cloud Control request, not ${JSON.stringify(id)}.`,
  );
}
