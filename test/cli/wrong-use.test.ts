import { describe, expect, test } from 'vitest';
import { run } from '../support/command-line.ts';

const plain = 'Resources: { Sg: { Type: AWS::EC2::SecurityGroup } }';

const files = {
  'plain.yaml': plain,
  'folder/plain.yaml': plain,
  'empty.yaml': '',
  'blank.yaml': ' \n\n',
  'other.yaml': 'name: build\n',
  'text.txt': 'just a line\n',
  'broken.yaml': 'Resources:\n  Sg: {Type: [\n',
  'broken.json': '{"Resources": {"Sg": }',
  'binary.yaml': Buffer.from([0x50, 0x4b, 3, 4, 0, 0]),
  'bare.yaml': 'AWSTemplateFormatVersion: "2010-09-09"\n',
  'asking.yaml': `Parameters: { Vpc: { Type: String }, Env: { Type: String } }\n${plain}`,
  'circle.yaml':
    'Resources: { A: { Type: AWS::EC2::SecurityGroup, DependsOn: B }, B: { Type: AWS::EC2::VPC, DependsOn: A } }',
  'odd.json': '[{"Key": "Env"}]',
  'number.json': '1',
  'lines.json': JSON.stringify({ Parameters: { 'A\nB\u001b[2J': { Type: 'String' } }, Resources: {} }),
};

const wrong: Record<string, [args: readonly string[], message: string]> = {
  'no template': [['simulate'], 'simulate takes one template: egress-guard simulate template.yaml'],
  'two templates': [
    ['simulate', '@/plain.yaml', '@/plain.yaml'],
    'simulate takes one template: egress-guard simulate template.yaml',
  ],
  'a file that is missing': [
    ['simulate', '@/none.yaml'],
    '@/none.yaml: it does not exist. Name a CloudFormation template.',
  ],
  'a file below a file': [
    ['simulate', '@/plain.yaml/a.yaml'],
    '@/plain.yaml/a.yaml: it does not exist. Name a CloudFormation template.',
  ],
  'a directory': [['simulate', '@/folder'], '@/folder: it is a directory. Name a CloudFormation template.'],
  'an empty file': [
    ['simulate', '@/empty.yaml'],
    expect.stringMatching(/^@\/empty\.yaml: (it )?is empty\. Name a CloudFormation template, JSON or YAML\.$/),
  ],
  'a blank file': [
    ['simulate', '@/blank.yaml'],
    expect.stringMatching(/^@\/blank\.yaml: (it )?is empty\. Name a CloudFormation template, JSON or YAML\.$/),
  ],
  'YAML that is no template': [
    ['simulate', '@/other.yaml'],
    '@/other.yaml: has no Resources. Name a CloudFormation template.',
  ],
  'a text': [
    ['simulate', '@/text.txt'],
    expect.stringMatching(
      /^@\/text\.txt: (it )?is not a template: its top level is text\. Name a CloudFormation template, JSON or YAML\.$/,
    ),
  ],
  'a template without resources': [
    ['simulate', '@/bare.yaml'],
    '@/bare.yaml: Template format error: At least one Resources member must be defined.',
  ],
  'a binary file': [
    ['simulate', '@/binary.yaml'],
    '@/binary.yaml: it is binary, or text in another encoding; save it as UTF-8. Name a CloudFormation template.',
  ],
  'a previous template that is missing': [
    ['simulate', '@/plain.yaml', '--operation', 'update', '--previous', '@/none.yaml'],
    '@/none.yaml: it does not exist. Name a CloudFormation template.',
  ],
  'an unknown option': [
    ['simulate', '@/plain.yaml', '--modus', 'warn'],
    "Unknown option '--modus'. Run egress-guard simulate --help for the options.",
  ],
  'an option without its value': [
    ['simulate', '@/plain.yaml', '--mode'],
    "Option '--mode <value>' argument missing. Run egress-guard simulate --help for the options.",
  ],
  'a value that an option does not take': [
    ['simulate', '@/plain.yaml', '--mode', 'maybe'],
    '--mode takes fail or warn, not "maybe".',
  ],
  'an operation that is none': [
    ['simulate', '@/plain.yaml', '--operation', 'delete'],
    '--operation takes create or update, not "delete".',
  ],
  'a format that is none': [['simulate', '@/plain.yaml', '--format', 'xml'], '--format takes text or json, not "xml".'],
  'an update of nothing': [
    ['simulate', '@/plain.yaml', '--operation', 'update'],
    '--operation update needs the deployed template: --previous FILE',
  ],
  'a previous template without an update': [
    ['simulate', '@/plain.yaml', '--previous', '@/plain.yaml'],
    '--previous goes with --operation update',
  ],
  'a change set through Cloud Control': [
    ['simulate', '@/plain.yaml', '--cloud-control', '--change-set'],
    '--cloud-control creates resources without a stack: leave out --operation update and --change-set',
  ],
  'parameters without a value': [
    ['simulate', '@/asking.yaml', '--strict-parameters'],
    '@/asking.yaml: Parameters: [Vpc, Env] must have values; give them with --parameters Name=Value',
  ],
  'parameters that nothing declares': [
    ['simulate', '@/plain.yaml', '--parameters', 'A=1', '--parameters', 'B=2'],
    '--parameters: no template declares A, B.',
  ],
  'a parameter file that is missing': [
    ['simulate', '@/plain.yaml', '--parameters', '@/none.json'],
    '--parameters @/none.json: it does not exist. Give Name=Value, or the name of a JSON file.',
  ],
  'a parameter file that is not JSON': [
    ['simulate', '@/plain.yaml', '--parameters', '@/text.txt'],
    `--parameters @/text.txt: Unexpected token 'j' at line 1, column 1. Expected JSON like [{"ParameterKey": "Env", "ParameterValue": "prod"}] or {"Env": "prod"}.`,
  ],
  'a parameter file with an odd item': [
    ['simulate', '@/plain.yaml', '--parameters', '@/odd.json'],
    '--parameters @/odd.json /0/Key: unknown key; expected only ParameterKey, ParameterValue, UsePreviousValue, ResolvedValue',
  ],
  'a parameter file that holds a number': [
    ['simulate', '@/plain.yaml', '--parameters', '@/number.json'],
    '--parameters @/number.json: expected JSON like [{"ParameterKey": "Env", "ParameterValue": "prod"}] or {"Env": "prod"}.',
  ],
  'resources that wait for each other': [
    ['simulate', '@/circle.yaml'],
    '@/circle.yaml: Circular dependency between resources: [A, B]',
  ],
  'an unknown command': [
    ['apply'],
    expect.stringMatching(
      /^unknown command "apply"\. Commands: .*simulate, .*\. Run egress-guard --help for what they do\.$/,
    ),
  ],
  'a command that is misspelt': [
    ['chek', 'a.yaml'],
    'unknown command "chek": did you mean check? Run egress-guard --help for what they do.',
  ],
  'a command that only looks like one': [['constructor'], expect.stringMatching(/^unknown command "constructor"\. /)],
  'no command': [[], expect.stringMatching(/^no command\. Commands: .*simulate.* Run egress-guard --help/)],
  'names that would break the line': [
    ['simulate', '@/lines.json', '--strict-parameters'],
    expect.stringMatching(/^@\/lines\.json: Parameters: \[A\\u000aB\\u001b\[2J\] must have values/),
  ],
};

const unreadable: Record<string, RegExp> = {
  'broken.yaml': /^egress-guard: @\/broken\.yaml:3:1: [^\n]+\. Name a CloudFormation template, JSON or YAML\.\n$/,
  'broken.json': /^egress-guard: @\/broken\.json:\d+:\d+: [^\n]+\. Name a CloudFormation template, JSON or YAML\.\n$/,
};

describe('wrong use is told in one line, with exit code 2', () => {
  test.each(Object.entries(wrong))('%s', async (_name, [args, message]) => {
    const { code, out, err } = await run(args, { files });
    expect({ code, out, err: err.replace(/^egress-guard: (.*)\n$/s, '$1') }).toEqual({
      code: 2,
      out: '',
      err: message,
    });
    expect(err.trimEnd()).not.toContain('\n');
  });

  test.each(Object.entries(unreadable))('a file that cannot be parsed, and where: %s', async (name, message) => {
    const { code, out, err } = await run(['simulate', `@/${name}`], { files });
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringMatching(message) });
  });
});
