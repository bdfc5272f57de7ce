import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { run } from '../../../support/command-line.ts';

// All of this is found before AWS is asked anything: there is none here.

const built = await readFile('dist/egress-guard.template.yaml', 'utf8');

const files = {
  'unbuilt.yaml': await readFile('template.yaml', 'utf8'),
  'other.yaml': 'Resources: { Topic: { Type: AWS::SNS::Topic } }',
  'misspelt.json': '{"HookStatsu": "ENABLED"}',
  'key.json': '[{"ParameterKey": "HookStatus", "ParameterVaule": "ENABLED"}]',
  'value.json': '{"HookStatus": "ON"}',
  'large.yaml': `${built}\n# ${'x'.repeat(1024 * 1024)}\n`,
};

const IS_NOT_BUILT =
  'is no built template of Egress Guard, or was changed since. npm run build makes dist/egress-guard.template.yaml.';

const wrong: Record<string, readonly [args: readonly string[], message: string]> = {
  'both modes': [['--fail', '--warn'], '--fail and --warn contradict each other: give one.'],
  'a mode by option and by name': [
    ['--warn', '--parameter', 'ResourceFailureMode=FAIL'],
    'the parameter ResourceFailureMode is given twice.',
  ],
  'a parameter twice': [
    ['--parameter', 'HookStatus=DISABLED', '--parameter', 'HookStatus=DISABLED'],
    'the parameter HookStatus is given twice.',
  ],
  'a parameter without a value': [
    ['--parameter', 'HookStatus'],
    '--parameters HookStatus: it does not exist. Give Name=Value, or the name of a JSON file.',
  ],
  'a parameter with an odd name': [
    ['--parameter', '__proto__=1'],
    '--parameters __proto__=...: a name is letters and digits, and as a file it does not exist. Give Name=Value, or the name of a JSON file.',
  ],
  'a parameter that is unknown': [
    ['--parameter', 'FailureMode=WARN'],
    expect.stringMatching(
      /^the template has no parameter FailureMode\. It has ResourceFailureMode, .*CreateDashboard\.$/,
    ),
  ],
  'a parameter that is misspelt': [
    ['--parameters', 'HookStatsu=ENABLED'],
    'the template has no parameter HookStatsu: did you mean HookStatus?',
  ],
  'a parameter in a file that is misspelt: it is for this template alone': [
    ['--parameters', '@/misspelt.json'],
    'the template has no parameter HookStatsu: did you mean HookStatus?',
  ],
  'a parameter file with an unknown key': [
    ['--parameters', '@/key.json'],
    '--parameters @/key.json /0/ParameterVaule: unknown key; did you mean ParameterValue?',
  ],
  'a parameter twice, in two spellings': [
    ['--parameter', 'HookStatus=DISABLED', '--parameters', 'ParameterValue=ENABLED,ParameterKey=HookStatus'],
    'the parameter HookStatus is given twice.',
  ],
  'a parameter without its option': [
    ['--parameters', 'HookStatus=DISABLED', 'LogRetentionInDays=90'],
    'LogRetentionInDays=... stands without an option. Put --parameters before each parameter.',
  ],
  'a value in a file that the template does not take': [
    ['--parameters', '@/value.json'],
    'the parameter HookStatus cannot be "ON": it takes ENABLED, DISABLED.',
  ],
  'a parameter that only looks known': [
    ['--parameter', 'constructor=WARN'],
    expect.stringMatching(/^the template has no parameter constructor\. /),
  ],
  'a value that is not allowed': [
    ['--parameter', 'LogRetentionInDays=91'],
    expect.stringMatching(/^the parameter LogRetentionInDays cannot be "91": it takes 1, 3, 5, .*3653\.$/),
  ],
  'exemptions that are no object in a bucket': [
    ['--exemptions', 'exemptions.json'],
    `the parameter ExemptionsUri cannot be "exemptions.json": it takes s3://bucket/key; in the key letters, digits and - ! _ . ' ( ) / = + @ , only.`,
  ],
  'a stack to exclude that cannot be': [
    ['--exclude-stack', 'my_stack'],
    'the parameter ExcludedStackNames cannot be "my_stack": it takes at most 49 different stack names, separated by commas without spaces; * and ? match, and each has a letter or digit: wildcards alone would exclude every stack.',
  ],
  'fifty stacks to exclude': [
    Array.from({ length: 50 }, (_, index) => ['--exclude-stack', `a${index}`]).flat(),
    expect.stringMatching(/^the parameter ExcludedStackNames cannot be "a0,a1,.*": it takes at most 49 different/),
  ],
  'the name of no stack': [
    ['--stack-name', '1st'],
    '--stack-name takes the name of a stack, letters, digits and hyphens, not "1st".',
  ],
  'a name that would break a line or a command': [
    ['--stack-name', 'a;b\n'],
    '--stack-name takes the name of a stack, letters, digits and hyphens, not "a;b\\n".',
  ],
  'something that is no option': [
    ['template.yaml'],
    'deploy takes options only. Run egress-guard deploy --help for what they are.',
  ],
  'an unknown option': [['--force'], "Unknown option '--force'. Run egress-guard deploy --help for the options."],
  'a format that is none': [['--format', 'yaml'], '--format takes text or json, not "yaml".'],
  'a template that is missing': [
    ['--template', '@/none.yaml'],
    '@/none.yaml: it does not exist. Name a CloudFormation template.',
  ],
  'a template that was not built': [['--template', '@/unbuilt.yaml'], `@/unbuilt.yaml: ${IS_NOT_BUILT}`],
  'a template of something else': [['--template', '@/other.yaml'], `@/other.yaml: ${IS_NOT_BUILT}`],
  'a template that is too large': [
    ['--template', '@/large.yaml'],
    '@/large.yaml: is larger than 1 MB, which CloudFormation does not take.',
  ],
  'an endpoint that is none': [
    ['--endpoint-url', 'moto'],
    '--endpoint-url takes a URL such as http://127.0.0.1:5000, not "moto".',
  ],
};

describe('deploy tells wrong use in one line, before it asks AWS anything', () => {
  test.each(Object.entries(wrong))('%s', async (_name, [args, message]) => {
    const { code, out, err } = await run(['deploy', ...args], { files });
    expect({ code, out, err: err.replace(/^egress-guard: (.*)\n$/s, '$1') }).toEqual({
      code: 2,
      out: '',
      err: message,
    });
    expect(err.trimEnd()).not.toContain('\n');
  });
});

test('the help of deploy names every option', async () => {
  const { code, out } = await run(['deploy', '--help']);
  expect(code).toBe(0);
  const options = [
    'fail',
    'warn',
    'exclude-stack',
    'exemptions',
    'parameters',
    'template',
    'stack-name',
    'dry-run',
    'yes',
  ];
  for (const option of [...options, 'format', 'profile', 'region', 'endpoint-url'])
    expect(out).toContain(`--${option}`);
});
