import { basename } from 'node:path';
import { type Home, stackNameOf, usualHome } from '../../../infra/sandbox/index.ts';
import {
  type CommandHelp,
  hookOptions,
  type OptionTable,
  parametersOption,
  parseOptions,
  pathOf,
  readChoice,
  readPseudo,
  readRules,
  refuseStray,
  ruleHelp,
  ruleOptions,
} from '../../input/index.ts';
import { refuseInputs } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';

const options = {
  mode: {
    type: 'string',
    value: 'fail|warn',
    help: 'what both hooks are set to do on a failure (default: as deployed by default, the resource hook fails and the template hook warns)',
  },
  operation: {
    type: 'string',
    default: 'create',
    value: 'create|update',
    help: 'create the stack, or update it from --previous',
  },
  previous: { type: 'string', value: 'FILE', help: 'the template that is deployed already' },
  'change-set': { type: 'boolean', default: false, help: 'make a change set first, and execute it' },
  ...parametersOption,
  'strict-parameters': {
    type: 'boolean',
    default: false,
    help: 'refuse parameters without a value, as CloudFormation does; else values are made up where no rule depends on them',
  },
  pseudo: {
    type: 'string',
    multiple: true,
    value: 'AWS::NAME=VALUE',
    help: 'AWS::StackName, AWS::AccountId or AWS::Region, which exemptions may name',
  },
  exemptions: { type: 'string', value: 'FILE', help: 'the exemptions document that the hooks read' },
  ...ruleOptions,
  ...hookOptions,
  'cloud-control': {
    type: 'boolean',
    default: false,
    help: 'create each security group resource through Cloud Control instead, without a stack',
  },
  stringified: {
    type: 'boolean',
    default: false,
    help: 'send numbers and booleans as strings, as some versions of CloudFormation do',
  },
  log: {
    type: 'string',
    value: 'FILE',
    help: 'write there what the function logs: decisions and findings, one JSON object a line',
  },
  format: {
    type: 'string',
    default: 'text',
    value: 'text|json',
    help: 'events as they come, or all of them as JSON in the end',
  },
} as const satisfies OptionTable;

export const simulateHelp: CommandHelp = {
  usage: ['simulate <template> [options]'],
  about: [
    'Plays on this machine what CloudFormation does with a template: it calls the hooks that would be deployed, for the stack and then resource by resource, and prints the stack events that a developer would see. Nested stacks and SAM applications are deployed in turn where their templates are local files or written in their parents; includes of local files are put in. What is not played is named. Nothing leaves this machine.',
  ],
  groups: { Options: options },
  parts: [ruleHelp()],
  exitCodes: '0 deployed, 1 blocked, 2 wrong use or unreadable',
  examples: [
    'egress-guard simulate template.yaml',
    'egress-guard simulate template.yaml --mode warn --parameters Env=prod',
    'egress-guard simulate new.yaml --operation update --previous old.yaml --existing-violations allow',
    'egress-guard simulate template.yaml --exemptions exemptions.json --pseudo AWS::StackName=legacy-vpn --log decisions.jsonl',
  ],
};

/** Reads what `simulate` is asked to do. @throws {UsageError} */
export function readOptions(args: readonly string[]) {
  const { values, positionals } = parseOptions('simulate', args, options);
  refuseStray(positionals, values.parameters);
  const [template, ...others] = positionals;
  if (template === undefined || others.length > 0)
    throw new UsageError('simulate takes one template: egress-guard simulate template.yaml');
  checkFiles(template, values);
  const operation = readChoice('operation', values.operation, ['create', 'update']);
  checkCombination(operation === 'update', values);
  return {
    ...values,
    template,
    ...readIdentity(template, values.pseudo ?? []),
    mode: values.mode === undefined ? undefined : readChoice('mode', values.mode, ['fail', 'warn']),
    rules: readRules(values.rules),
    existing: readChoice('existing-violations', values['existing-violations'], ['block', 'allow']),
    format: readChoice('format', values.format, ['text', 'json']),
  };
}

/** Standard input is read once, and what is read is not written over. */
const checkFiles = (
  template: string,
  values: { previous?: string; exemptions?: string; parameters?: string[]; log?: string },
): void => {
  const read = [template, values.previous, values.exemptions].filter((path) => path !== undefined);
  if (read.filter((path) => path === '-').length > 1)
    throw new UsageError('only one of the template, --previous and --exemptions can be standard input.');
  refuseInputs('--log', values.log, [...read, ...(values.parameters ?? []).map(pathOf)]);
};

/** Pairs of options that contradict each other, or of which one needs the other. */
const checkCombination = (
  isUpdate: boolean,
  values: { previous?: string; 'change-set': boolean; 'cloud-control': boolean },
): void => {
  if (isUpdate && values.previous === undefined)
    throw new UsageError('--operation update needs the deployed template: --previous FILE');
  if (!isUpdate && values.previous !== undefined) throw new UsageError('--previous goes with --operation update');
  if (values['cloud-control'] && (isUpdate || values['change-set']))
    throw new UsageError(
      '--cloud-control creates resources without a stack: leave out --operation update and --change-set',
    );
};

interface Identity {
  readonly name: string;
  readonly home: Home;
}

/** What a name, an account and a Region look like; whatever else were given, no exemption could name it. */
const forms: Readonly<Record<string, RegExp>> = {
  'AWS::StackName': /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/,
  'AWS::AccountId': /^\d{12}$/,
  'AWS::Region': /^[a-z]{2,}(-[a-z]+)+-\d+$/,
};

const readIdentity = (template: string, values: readonly string[]): Identity => {
  const pseudo = readPseudo(values);
  for (const [name, value] of Object.entries(pseudo))
    if (forms[name]?.test(value) !== true)
      throw new UsageError(
        `--pseudo ${name}=${value}: simulate takes AWS::StackName, AWS::AccountId and AWS::Region, as CloudFormation would.`,
      );
  return {
    name: pseudo['AWS::StackName'] ?? stackNameOf(basename(template)),
    home: {
      account: pseudo['AWS::AccountId'] ?? usualHome.account,
      region: pseudo['AWS::Region'] ?? usualHome.region,
    },
  };
};
