import { accessSync, constants } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DEFAULT_STACK } from '../../../infra/hook/index.ts';
import { type AwsValues, awsOptions, readStackName } from '../../aws/index.ts';
import {
  type CommandHelp,
  type OptionTable,
  parseOptions,
  readChoice,
  readRules,
  ruleHelp,
  ruleOptions,
} from '../../input/index.ts';
import { explainWriteFault, refuseInputs } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { readSuggested, type Suggested } from '../suggest/index.ts';

const options = {
  stack: {
    type: 'string',
    multiple: true,
    value: 'NAME',
    help: 'only this stack and what is nested in it; * and ? match',
  },
  'exclude-stack': { type: 'string', multiple: true, value: 'NAME', help: 'leave this stack out; * and ? match' },
  aggregator: {
    type: 'string',
    value: 'NAME',
    help: "ask this aggregator of AWS Config about the live groups of all its accounts and Regions, CloudFormation's and others",
  },
  exemptions: { type: 'string', value: 'FILE', help: 'tell apart what an exemptions document covers' },
  ...ruleOptions,
  'team-tag': {
    type: 'string',
    default: 'team',
    value: 'TAG',
    help: 'the tag that tells whose a stack is, in capitals or not',
  },
  strict: { type: 'boolean', default: false, help: 'count what is undetermined as blocked' },
  state: {
    type: 'string',
    value: 'FILE',
    help: 'keep what is found in this file; given again, only stacks that changed since are read',
  },
  format: {
    type: 'string',
    default: 'text',
    value: 'text|json|sarif|html',
    help: 'for people, for programs, for code scanning, or a page',
  },
  suggestions: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'with --format html: show what groups really used, as egress-guard suggest --format json printed it',
  },
  output: { type: 'string', value: 'FILE', help: 'write the report to a file' },
  'stack-name': {
    type: 'string',
    default: DEFAULT_STACK,
    value: 'NAME',
    help: 'the stack of the hook, which is left out',
  },
  ...awsOptions,
} as const satisfies OptionTable;

export const auditHelp: CommandHelp = {
  usage: ['audit [options]'],
  about: [
    'Tells what would be blocked if the hook were on. Reads the template of every stack of the account and Region, nested stacks and instances of stack sets too, and applies the rules to it with the values that the stack was deployed with. Changes nothing. What a template does not tell, such as a value that is masked, is reported as undetermined: the hook decides it later.',
  ],
  groups: { Options: options },
  parts: [ruleHelp()],
  exitCodes:
    '0 nothing would be blocked, 1 something would, 2 wrong use, failure, or a stack that could not be read; leave out on purpose what you may not read with --exclude-stack',
  examples: [
    'egress-guard audit',
    'egress-guard audit --format html --output audit.html --exemptions exemptions.json',
    'egress-guard audit --state audit.state --team-tag owner',
    'egress-guard audit --format html --output audit.html --suggestions suggest.json',
    'egress-guard audit --aggregator organization --format html --output audit.html',
    "egress-guard audit --stack 'shop-*' --format json",
  ],
};

/** What is asked of an audit. */
export interface AuditRequest {
  readonly aws: AwsValues;
  readonly aggregator: string | undefined;
  readonly stacks: readonly string[];
  readonly excluded: readonly string[];
  readonly ownName: string;
  readonly exemptions?: string | undefined;
  readonly rules: readonly string[] | undefined;
  readonly allowLoopbackOnly: boolean;
  readonly teamTag: string;
  readonly isStrict: boolean;
  readonly state?: string | undefined;
  readonly format: (typeof auditFormats)[number];
  readonly output?: string | undefined;
  /** Undefined: none were asked for. */
  readonly suggested?: readonly Suggested[] | undefined;
}

/** Reads the arguments of the command. @throws {UsageError} */
export function readAuditRequest(args: readonly string[]): AuditRequest {
  const { values, positionals } = parseOptions('audit', args, options);
  if (positionals.length > 0)
    throw new UsageError(`audit takes no arguments, only options: --stack ${positionals[0]} audits one stack.`);
  const { stack = [], 'exclude-stack': excluded = [], 'team-tag': teamTag, state } = values;
  checkTexts({ stack, 'exclude-stack': excluded, 'team-tag': [teamTag], state: [state] });
  const { aggregator } = values;
  if (aggregator !== undefined) checkAggregator(aggregator, stack.length + excluded.length);
  const { suggestions } = values;
  const format = readChoice('format', values.format, auditFormats);
  if (suggestions !== undefined && format !== 'html')
    throw new UsageError('--suggestions goes with --format html: the page shows them.');
  checkOutput(values.output, [state, values.exemptions, ...(suggestions ?? [])]);
  return {
    aws: values,
    aggregator,
    stacks: stack,
    excluded,
    ownName: readStackName(values['stack-name']),
    exemptions: values.exemptions,
    rules: readRules(values.rules),
    allowLoopbackOnly: values['allow-loopback-only'],
    teamTag,
    isStrict: values.strict,
    state,
    format,
    output: values.output,
    suggested: suggestions?.flatMap(readSuggested),
  };
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_SelectAggregateResourceConfig.html */
const AGGREGATOR = /^[\w-]{1,256}$/;

const checkAggregator = (name: string, stacks: number): void => {
  if (!AGGREGATOR.test(name))
    throw new UsageError(`--aggregator takes the name of an aggregator of AWS Config, not ${JSON.stringify(name)}.`);
  if (stacks > 0)
    throw new UsageError(
      '--aggregator asks about every group: --stack and --exclude-stack choose among the stacks of one account.',
    );
};

const auditFormats = ['text', 'json', 'sarif', 'html'] as const;

const checkTexts = (texts: Readonly<Record<string, readonly (string | undefined)[]>>): void => {
  for (const [name, values] of Object.entries(texts))
    if (values.includes('')) throw new UsageError(`--${name} is empty. Give it a value, or leave it out.`);
};

/** A long run is not to end with a report that cannot be kept. */
const checkOutput = (output: string | undefined, inputs: readonly (string | undefined)[]): void => {
  if (output === undefined) return;
  const read = inputs.filter((input) => input !== undefined);
  refuseInputs('--output', output, read);
  if (output === '') throw new UsageError('the name of the --output file is empty.');
  try {
    accessSync(dirname(resolve(output)), constants.W_OK);
  } catch (error) {
    throw new UsageError(`--output ${output}: ${explainWriteFault(output, error)}`);
  }
};
