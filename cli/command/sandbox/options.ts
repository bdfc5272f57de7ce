import {
  type CommandHelp,
  hookOptions,
  type OptionTable,
  parseOptions,
  readChoice,
  readRules,
  ruleHelp,
  ruleOptions,
} from '../../input/index.ts';
import { UsageError } from '../../usage-error.ts';

const options = {
  port: { type: 'string', default: '4599', value: 'PORT', help: 'the port to listen on; 0: a free one' },
  mode: { type: 'string', default: 'fail', value: 'fail|warn', help: 'what the resource hook does on a failure' },
  'template-mode': {
    type: 'string',
    default: 'warn',
    value: 'fail|warn',
    help: 'what the template hook does on a failure',
  },
  ...ruleOptions,
  ...hookOptions,
  exemptions: {
    type: 'string',
    value: 'FILE',
    help: 'the exemptions document that the hooks read; it is read anew when it changes',
  },
  account: { type: 'string', default: '123456789012', value: 'ID', help: 'the account that is played' },
  log: { type: 'string', value: 'FILE', help: 'write there what the functions log, one JSON object a line' },
} as const satisfies OptionTable;

export const sandboxHelp: CommandHelp = {
  usage: ['sandbox [options]'],
  about: [
    'A local CloudFormation that runs the hooks, for the client that you deploy with: AWS CLI, CDK, SAM, an SDK. It listens on this machine only, keeps stacks in memory, and provisions nothing. Each operation calls the hooks at the points at which CloudFormation would, and leaves the same events, reasons, hook results and annotations. Cloud Control is there for the resource types of the rules, and as much of S3 and STS as clients need to upload and to know who they are. Runs until Ctrl-C.',
  ],
  groups: { Options: options },
  parts: [
    ruleHelp(),
    `In another terminal (any credentials do):
  export AWS_ENDPOINT_URL=http://127.0.0.1:4599 AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
  export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any
  aws cloudformation deploy --stack-name app --template-file app.yaml
  cdk deploy
  sam deploy --stack-name app --resolve-s3
  egress-guard status
`,
  ],
  exitCodes: '0 ended by Ctrl-C, 2 wrong use, or the port is taken',
  examples: [
    'egress-guard sandbox',
    'egress-guard sandbox --template-mode fail --exemptions exemptions.json --log decisions.jsonl',
    'egress-guard sandbox --port 0 --mode warn',
  ],
};

/** Reads what `sandbox` is started with. @throws {UsageError} */
export function readOptions(args: readonly string[]) {
  const { values, positionals } = parseOptions('sandbox', args, options);
  if (positionals.length > 0)
    throw new UsageError('sandbox takes options only. Run egress-guard sandbox --help for what they are.');
  if (!/^\d{12}$/.test(values.account))
    throw new UsageError(`--account takes twelve digits, not ${JSON.stringify(values.account)}.`);
  return {
    ...values,
    port: readPort(values.port),
    mode: readChoice('mode', values.mode, ['fail', 'warn']),
    templateMode: readChoice('template-mode', values['template-mode'], ['fail', 'warn']),
    rules: readRules(values.rules),
    existing: readChoice('existing-violations', values['existing-violations'], ['block', 'allow']),
  };
}

export type SandboxValues = ReturnType<typeof readOptions>;

const readPort = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`--port takes a number from 0 to 65535, not ${JSON.stringify(text)}.`);
};
