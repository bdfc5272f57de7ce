import { readFormat } from '../../../flow/index.ts';
import {
  type CommandHelp,
  type OptionTable,
  parseOptions,
  readChoice,
  readCount,
  readSince,
} from '../../input/index.ts';
import { UsageError } from '../../usage-error.ts';

const options = {
  'flow-logs': {
    type: 'string',
    multiple: true,
    value: 'FILE|FOLDER',
    help: 'flow logs as AWS writes them to S3, plain or gzip; all files of a folder',
  },
  interface: {
    type: 'string',
    multiple: true,
    value: 'ENI',
    help: 'the network interfaces whose egress is asked for (default: all in the logs)',
  },
  group: {
    type: 'string',
    value: 'SG',
    help: 'the security group whose interfaces are asked about; needs --interfaces',
  },
  interfaces: {
    type: 'string',
    value: 'FILE',
    help: 'what aws ec2 describe-network-interfaces printed: tells addresses and groups',
  },
  'prefix-lists': {
    type: 'string',
    value: 'FILE',
    help: 'what aws ec2 describe-prefix-lists printed: names S3 and DynamoDB by their lists',
  },
  'log-format': {
    type: 'string',
    value: 'FORMAT',
    help: "the fields of logs whose first line does not name them, as the flow log has them: '${version} ${srcaddr} ...'",
  },
  since: { type: 'string', default: '30d', value: 'TIME', help: 'flows not older than e.g. 24h, 30d or 2027-01-31' },
  'max-entries': { type: 'string', default: '20', value: 'N', help: 'so many entries at most, 1 to 60' },
  'max-unseen': {
    type: 'string',
    default: '50',
    value: 'PERCENT',
    help: 'how many of the addresses that a block opens may be others than those seen, 0 to 100',
  },
  format: {
    type: 'string',
    default: 'text',
    value: 'text|yaml|template-json|cdk|json',
    help: 'a table for people, entries of CloudFormation as YAML or JSON, lines of CDK in TypeScript, or all of it as JSON',
  },
} as const satisfies OptionTable;

export const suggestHelp: CommandHelp = {
  usage: ['suggest --flow-logs <file or folder> [options]'],
  about: [
    'Tells which egress entries a security group needs, from what its network interfaces sent: protocol, port and destination of each connection that they began, in the fewest entries that are still narrow. It reads VPC flow logs on this machine, asks no AWS and changes nothing.',
  ],
  groups: { Options: options },
  exitCodes: '0 done, also where nothing was seen, 2 wrong use or something unreadable',
  examples: [
    'egress-guard suggest --flow-logs logs/ --interface eni-1235b8ca123456789',
    'aws ec2 describe-network-interfaces > interfaces.json\n  egress-guard suggest --flow-logs logs/ --group sg-0123456789abcdef0 --interfaces interfaces.json',
    'egress-guard suggest --flow-logs logs/ --since 7d --format yaml',
  ],
};

/** Reads what `suggest` is asked for; `now` is in milliseconds. @throws {UsageError} */
export function readOptions(args: readonly string[], now: number) {
  const { values, positionals } = parseOptions('suggest', args, options);
  const { 'flow-logs': logs = [], interface: interfaces, group, interfaces: file } = values;
  if (positionals.length > 0)
    throw new UsageError('suggest takes options only: name the logs by --flow-logs FILE or FOLDER.');
  if (logs.length === 0) throw new UsageError('--flow-logs is missing: name flow logs, or their folder.');
  if (group !== undefined && file === undefined)
    throw new UsageError(
      '--group needs --interfaces: the file that aws ec2 describe-network-interfaces prints tells which interfaces are in the group.',
    );
  for (const id of interfaces ?? []) checkId('interface', 'eni', id);
  if (group !== undefined) checkId('group', 'sg', group);
  return {
    logs,
    interfaces,
    group,
    interfacesFile: file,
    prefixListsFile: values['prefix-lists'],
    logFormat: values['log-format'] === undefined ? undefined : readFormat(values['log-format']),
    since: readSince(values.since, now),
    limits: {
      maxEntries: readCount('max-entries', values['max-entries'], 60),
      maxUnseen: readPercent(values['max-unseen']),
    },
    format: readChoice('format', values.format, formatNames),
  };
}

export const formatNames = ['text', 'yaml', 'template-json', 'cdk', 'json'] as const;

const checkId = (name: string, prefix: string, id: string): void => {
  if (!new RegExp(`^${prefix}-[0-9a-f]{8,17}$`).test(id))
    throw new UsageError(`--${name} takes an id such as ${prefix}-0123456789abcdef0, not ${JSON.stringify(id)}.`);
};

/** As a share, 0 to 1. */
const readPercent = (text: string): number => {
  const percent = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (!(percent <= 100))
    throw new UsageError(`--max-unseen takes a number from 0 to 100, not ${JSON.stringify(text)}.`);
  return percent / 100;
};
