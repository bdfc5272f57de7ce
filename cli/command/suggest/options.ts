import { awsOptions } from '../../aws/index.ts';
import type { CommandHelp, OptionTable } from '../../input/index.ts';

const targetOptions = {
  group: { type: 'string', value: 'SG', help: 'the security group, by its id: all interfaces that have it' },
  stack: { type: 'string', value: 'NAME', help: 'the stack whose group is asked about; goes with --resource' },
  resource: { type: 'string', value: 'LOGICAL_ID', help: 'the group in that stack, and in the template of --template' },
  from: {
    type: 'string',
    value: 'FILE',
    help: 'every group in which an audit found something: what egress-guard audit --format json printed',
  },
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
  'security-groups': {
    type: 'string',
    value: 'FILE',
    help: 'with --flow-logs: what aws ec2 describe-security-groups printed, to know which group a resource of a stack is',
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

/** Every option of the command. */
export const suggestOptions = { ...targetOptions, ...sourceOptions, ...answerOptions, ...awsOptions };

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
    'egress-guard suggest --from audit.json --log-group /vpc/flows --format json > suggest.json',
    'egress-guard suggest --flow-logs logs/ --template shop.yaml --resource AppSg --format diff | git apply',
    'egress-guard suggest --group sg-0123456789abcdef0 --athena logs.vpc_flows --max-scan 50GB --format yaml',
  ],
};
