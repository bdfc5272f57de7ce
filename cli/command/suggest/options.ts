import { readFormat } from '../../../flow/index.ts';
import { readTableName } from '../../../infra/suggest/index.ts';
import { awsOptions } from '../../aws/index.ts';
import {
  type CommandHelp,
  type OptionTable,
  parseOptions,
  readChoice,
  readCount,
  readSince,
} from '../../input/index.ts';
import { UsageError } from '../../usage-error.ts';

const targetOptions = {
  group: { type: 'string', value: 'SG', help: 'the security group, by its id: all interfaces that have it' },
  stack: { type: 'string', value: 'NAME', help: 'the stack whose group is asked about; goes with --resource' },
  resource: { type: 'string', value: 'LOGICAL_ID', help: 'the group in that stack, and in the template of --template' },
  interface: {
    type: 'string',
    multiple: true,
    value: 'ENI',
    help: 'network interfaces, by their ids (default with --flow-logs: all in the logs)',
  },
} as const satisfies OptionTable;

const sourceOptions = {
  'flow-logs': {
    type: 'string',
    multiple: true,
    value: 'FILE|FOLDER',
    help: 'flow logs as AWS writes them to S3, plain or gzip, read on this machine; all files of a folder',
  },
  'log-group': { type: 'string', value: 'NAME', help: 'flow logs in CloudWatch Logs: Logs Insights sums them up' },
  athena: { type: 'string', value: 'DATABASE.TABLE', help: 'flow logs in S3 with a table: Athena sums them up' },
  since: { type: 'string', default: '30d', value: 'TIME', help: 'flows not older than e.g. 24h, 30d or 2027-01-31' },
  'log-format': {
    type: 'string',
    value: 'FORMAT',
    help: "the fields of the logs, as the flow log has them: '${version} ${srcaddr} ...' (default: what the file or EC2 tells, else those of version 2)",
  },
  interfaces: {
    type: 'string',
    value: 'FILE',
    help: 'with --flow-logs: what aws ec2 describe-network-interfaces printed, to know addresses and groups without AWS',
  },
  'prefix-lists': {
    type: 'string',
    value: 'FILE',
    help: 'with --flow-logs: what aws ec2 describe-prefix-lists printed, to name S3 and DynamoDB by their lists',
  },
  vpcs: {
    type: 'string',
    value: 'FILE',
    help: 'with --flow-logs: what aws ec2 describe-vpcs printed, to know their DNS resolvers, which no group governs',
  },
  'max-scan': {
    type: 'string',
    default: '10GB',
    value: 'SIZE',
    help: 'what AWS may scan and charge for at most, e.g. 500MB or 1TB',
  },
  workgroup: { type: 'string', value: 'NAME', help: 'with --athena: the workgroup (default: primary)' },
  'output-location': {
    type: 'string',
    value: 'S3_URI',
    help: 'with --athena: where it writes results (default: as the workgroup says)',
  },
} as const satisfies OptionTable;

const answerOptions = {
  template: {
    type: 'string',
    value: 'FILE',
    help: 'tell as a diff how the template changes that makes the group, JSON or YAML; the file is not changed',
  },
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
    value: 'text|yaml|template-json|cdk|diff|json',
    help: 'a table for people, entries of CloudFormation as YAML or JSON, lines of CDK in TypeScript, the diff of --template alone, or all of it as JSON',
  },
} as const satisfies OptionTable;

const options = { ...targetOptions, ...sourceOptions, ...answerOptions, ...awsOptions };

export const suggestHelp: CommandHelp = {
  usage: ['suggest --flow-logs <file or folder> [options]', 'suggest --group <id> --log-group <name> [options]'],
  about: [
    'Tells which egress entries a security group needs, from what its network interfaces sent: protocol, port and destination of each connection that they began, in the fewest entries that are still narrow. VPC flow logs are read on this machine, or summed up by CloudWatch Logs Insights or Athena. Changes nothing.',
  ],
  groups: {
    'Whose egress': targetOptions,
    'From which logs': sourceOptions,
    'The answer': answerOptions,
    AWS: awsOptions,
  },
  exitCodes: '0 done, also where nothing was seen, 2 wrong use or something unreadable',
  examples: [
    'egress-guard suggest --flow-logs logs/ --interface eni-1235b8ca123456789',
    'egress-guard suggest --stack shop --resource AppSg --log-group /vpc/flows --since 7d',
    'egress-guard suggest --flow-logs logs/ --template shop.yaml --resource AppSg --format diff | git apply',
    'egress-guard suggest --group sg-0123456789abcdef0 --athena logs.vpc_flows --max-scan 50GB --format yaml',
  ],
};

export type SuggestOptions = ReturnType<typeof readOptions>;

/** Reads what `suggest` is asked for; `now` is in milliseconds. @throws {UsageError} */
export function readOptions(args: readonly string[], now: number) {
  const { values, positionals } = parseOptions('suggest', args, options);
  if (positionals.length > 0)
    throw new UsageError('suggest takes options only: name the logs by --flow-logs FILE or FOLDER.');
  const { 'log-format': format } = values;
  return {
    values,
    target: readTarget(values),
    source: readSource(values),
    logFormat: format === undefined ? undefined : readFormat(format),
    since: readSince(values.since, now) / 1000,
    maxScan: readSize(values['max-scan']),
    limits: {
      maxEntries: readCount('max-entries', values['max-entries'], 60),
      maxUnseen: readPercent(values['max-unseen']),
    },
    format: readFormatName(values),
    template: readTemplateOption(values),
  };
}

export const formatNames = ['text', 'yaml', 'template-json', 'cdk', 'diff', 'json'] as const;

/** @throws {UsageError} */
const readTemplateOption = ({ template, resource, stack }: Values) => {
  if (template !== undefined) return { path: template, logicalId: resource };
  if (resource === undefined || stack !== undefined) return undefined;
  throw new UsageError('--resource goes with --stack or --template: it names a group in one of them.');
};

/** @throws {UsageError} */
const readFormatName = ({ format, template }: Values): (typeof formatNames)[number] => {
  const name = readChoice('format', format, formatNames);
  if (name === 'diff' && template === undefined) throw new UsageError('--format diff goes with --template FILE.');
  return name;
};

type Values = ReturnType<typeof parseOptions<typeof options>>['values'];

/** @throws {UsageError} */
const readTarget = ({ group, stack, resource, interface: interfaces }: Values) => {
  const given = [group && '--group', stack && '--stack', interfaces && '--interface'].filter(Boolean);
  if (given.length > 1) throw new UsageError(`${given.join(' and ')} ask about different things: give one of them.`);
  if (stack !== undefined && resource === undefined)
    throw new UsageError('--stack and --resource go together: --stack shop --resource AppSg.');
  if (group !== undefined) return { kind: 'group', id: expectId('group', 'sg', group) } as const;
  if (stack !== undefined && resource !== undefined) return { kind: 'stack', stack, logicalId: resource } as const;
  if (interfaces === undefined) return { kind: 'all' } as const;
  return { kind: 'interfaces', ids: interfaces.map((id) => expectId('interface', 'eni', id)) } as const;
};

/** @throws {UsageError} */
const readSource = (values: Values) => {
  const { 'flow-logs': paths, 'log-group': logGroup, athena, interfaces, 'prefix-lists': prefixLists, vpcs } = values;
  const given = [paths && '--flow-logs', logGroup && '--log-group', athena && '--athena'].filter(Boolean);
  if (given.length !== 1)
    throw new UsageError(
      'give the logs by one of --flow-logs FILE or FOLDER, --log-group NAME, --athena DATABASE.TABLE.',
    );
  if (paths !== undefined) return { kind: 'files', paths, interfaces, prefixLists, vpcs } as const;
  if ((interfaces ?? prefixLists ?? vpcs) !== undefined)
    throw new UsageError('--interfaces, --prefix-lists and --vpcs are for --flow-logs: of an account, EC2 tells them.');
  if (logGroup !== undefined) return { kind: 'logGroup', logGroup } as const;
  const table = readTableName(athena ?? '');
  if (table === undefined)
    throw new UsageError(`--athena takes DATABASE.TABLE, such as logs.vpc_flows, not ${JSON.stringify(athena)}.`);
  return { kind: 'athena', table, workgroup: values.workgroup, outputLocation: values['output-location'] } as const;
};

const expectId = (name: string, prefix: string, id: string): string => {
  if (new RegExp(`^${prefix}-[0-9a-f]{8,17}$`).test(id)) return id;
  throw new UsageError(`--${name} takes an id such as ${prefix}-0123456789abcdef0, not ${JSON.stringify(id)}.`);
};

/** As a share, 0 to 1. */
const readPercent = (text: string): number => {
  const percent = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (!(percent <= 100))
    throw new UsageError(`--max-unseen takes a number from 0 to 100, not ${JSON.stringify(text)}.`);
  return percent / 100;
};

/** In bytes. */
const readSize = (text: string): number => {
  const [, count, unit = ''] = /^(\d{1,6}) ?([MGT])B?$/i.exec(text) ?? [];
  if (count === undefined)
    throw new UsageError(`--max-scan takes a size such as 500MB, 10GB or 1TB, not ${JSON.stringify(text)}.`);
  return Number(count) * 1024 ** ('MGT'.indexOf(unit.toUpperCase()) + 2);
};
