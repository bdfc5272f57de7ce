import { describe, expect, test } from 'vitest';
import { run } from '../../../support/command-line.ts';

const DOCUMENT = JSON.stringify({ version: 1, exemptions: [{}] });

const answerOf = (different: object): string => {
  const entry = { Description: 'x', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8', ...different };
  return JSON.stringify({ version: 1, suggestions: [{ for: {}, entries: [{ entry, sure: true }] }], notes: [] });
};

const wrongAnswers: Record<string, string> = {
  'no JSON': '{',
  'a report': JSON.stringify({ version: 1, findings: [] }),
  'of another version': answerOf({}).replace('"version":1', '"version":2'),
  'of a group without entries': JSON.stringify({ version: 1, suggestions: [{ for: {} }] }),
  'of nobody': answerOf({}).replace('"for":{}', '"by":{}'),
  'not sure whether sure': answerOf({}).replace('"sure":true', '"sure":"yes"'),
  'of all protocols': answerOf({ IpProtocol: '-1' }),
  'of no port': answerOf({ FromPort: '443' }),
  'of half a range': answerOf({ ToPort: undefined }),
  'of no block': answerOf({ CidrIp: '10.0.0.0/8\n      IpProtocol: -1' }),
  'of two destinations': answerOf({ CidrIpv6: '::/0' }),
  'of no destination': answerOf({ CidrIp: undefined }),
  'of no group': answerOf({ CidrIp: undefined, DestinationSecurityGroupId: 'sg-1"' }),
};

describe('audit is used wrongly', () => {
  const cases: Record<string, readonly [args: readonly string[], message: RegExp]> = {
    'with an argument': [['app'], /^audit takes no arguments, only options: --stack app audits one stack\.$/],
    'with an unknown option': [
      ['--stak', 'app'],
      /^Unknown option '--stak': did you mean --stack\? Run egress-guard audit --help/,
    ],
    'with an unknown format': [['--format', 'junit'], /^--format takes text or json or sarif or html, not "junit"\.$/],
    'with an empty stack': [['--stack', ''], /^--stack is empty\. Give it a value, or leave it out\.$/],
    'with an empty exclusion': [['--exclude-stack', 'a', '--exclude-stack', ''], /^--exclude-stack is empty\./],
    'with an empty tag': [['--team-tag', ''], /^--team-tag is empty\./],
    'with an empty state': [['--state', ''], /^--state is empty\./],
    'with an empty output': [['--output', ''], /^the name of the --output file is empty\.$/],
    'with an output in a folder that is none': [
      ['--output', '@/no/audit.html'],
      /^--output @\/no\/audit\.html: cannot be written: there is no folder @\/no\.$/,
    ],
    'with a state that is another file': [
      ['--state', '@/app.yaml'],
      /^--state @\/app\.yaml: is another file, not the state of an audit\. Name one that does not exist\.$/,
    ],
    'with a state in a folder that is none': [
      ['--state', '@/no/state'],
      /^--state @\/no\/state: cannot be written: there is no folder @\/no\.$/,
    ],
    ...Object.fromEntries(
      ['text', 'json', 'sarif', 'html'].map((format) => [
        `with a state that is damaged, as ${format}`,
        [
          ['--state', '@/damaged', '--format', format],
          /^--state @\/damaged: line 1 is damaged, and nothing was audited\. Delete that line, or the file, and run it again\.$/,
        ],
      ]),
    ),
    'with one file for state and report': [
      ['--state', '@/a', '--output', '@/a'],
      /^--output @\/a: is read, too\. Name another file to write to\.$/,
    ],
    'with a state that is a folder': [['--state', '@/'], /^--state @\/: cannot be written \(EISDIR\)\.$/],
    'with suggestions and no page': [
      ['--suggestions', '@/suggest.json'],
      /^--suggestions goes with --format html: the page shows them\.$/,
    ],
    'with suggestions that do not exist': [
      ['--format', 'html', '--suggestions', '@/no.json'],
      /^@\/no\.json: it does not exist\./,
    ],
    ...Object.fromEntries(
      Object.keys(wrongAnswers).map((name) => [
        `with suggestions that are ${name}`,
        [
          ['--format', 'html', '--suggestions', `@/${name}`],
          /^@\/[^:]+: is no answer of suggest\. Give it what egress-guard suggest --format json prints\.$/,
        ],
      ]),
    ),
    'with one file for suggestions and report': [
      ['--format', 'html', '--suggestions', '@/suggest.json', '--output', '@/suggest.json'],
      /^--output @\/suggest\.json: is read, too\./,
    ],
    'with exemptions that do not exist': [['--exemptions', '@/no.json'], /^@\/no\.json: it does not exist\./],
    'with exemptions that are invalid': [
      ['--exemptions', '@/exemptions.json'],
      /Run egress-guard exemptions validate @\/exemptions\.json until it is valid\.$/,
    ],
    'with an endpoint that is no URL': [['--endpoint-url', 'nowhere'], /^--endpoint-url takes a URL/],
  };

  test.each(Object.entries(cases))('%s', async (_name, [args, message]) => {
    const damaged = '{"audit":2,"key":"k","evaluation":{"findings":[{}],"undetermined":[]}}\n';
    const files = {
      ...wrongAnswers,
      'suggest.json': answerOf({}),
      damaged,
      'app.yaml': 'Resources: {}\n',
      'exemptions.json': DOCUMENT,
    };
    const { code, out, err } = await run(['audit', ...args], { files });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^egress-guard: [^\n]+\n$/);
    expect(err.slice('egress-guard: '.length, -1)).toMatch(message);
  });
});

describe('audit --help', () => {
  test('shows usage, exit codes and examples, and asks nobody', async () => {
    const { code, out, err } = await run(['audit', '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Usage: egress-guard audit \[options\]\n/);
    expect(out).toContain('\nExit codes: 0 nothing would be blocked, 1 something would, 2 ');
    expect(out).toContain('\nExamples:\n  egress-guard audit\n');
    expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(128);
  });

  test('is named in the general help', async () => {
    expect((await run(['--help'])).out).toMatch(/^ {2}audit {2,}\S/m);
  });
});
