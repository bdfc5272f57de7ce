import { describe, expect, test } from 'vitest';
import { documentOf, exampleExemption } from '../../../rule/exemption/example.ts';
import { run } from '../../../support/command-line.ts';

const files = {
  'valid.json': documentOf(exampleExemption({ expires: '2020-01-31' })),
  'bad.json': documentOf({ id: 'a\u001b[2J' }),
  'one.json': '{"version":1}',
  'three.json': '{"a":1}',
  'binary.json': Buffer.from([0x50, 0x4b, 3, 4, 0, 0]),
  'utf16.json': Buffer.from('\uFEFF{}', 'utf16le'),
  'folder/a.json': '{}',
};

const VALIDATE = 'egress-guard exemptions validate exemptions.json';
const NAME = 'Name an exemptions file, JSON.';

const wrong: Record<string, readonly [args: readonly string[], message: string]> = {
  'no action': [[], `no action. exemptions takes validate or list and a file, or from-templates: ${VALIDATE}`],
  'an unknown action': [
    ['validat', '@/valid.json'],
    `unknown action "validat": did you mean validate? exemptions takes validate or list and a file, or from-templates: ${VALIDATE}`,
  ],
  'an action that breaks the line': [
    ['a\n\u001b[2J'],
    `unknown action "a\\n\\u001b[2J". exemptions takes validate or list and a file, or from-templates: ${VALIDATE}`,
  ],
  'an action of the language': [
    ['constructor', '@/valid.json'],
    `unknown action "constructor". exemptions takes validate or list and a file, or from-templates: ${VALIDATE}`,
  ],
  'no file to validate': [['validate'], `exemptions validate takes one file: ${VALIDATE}`],
  'no file to list': [['list'], 'exemptions list takes one file: egress-guard exemptions list exemptions.json'],
  'two files': [['validate', '@/valid.json', '@/valid.json'], `exemptions validate takes one file: ${VALIDATE}`],
  'a file without a name': [['validate', ''], 'the name of the exemptions file is empty.'],
  'a file that is missing': [['validate', '@/none.json'], `@/none.json: it does not exist. ${NAME}`],
  'a file that is missing, to list': [['list', '@/none.json'], `@/none.json: it does not exist. ${NAME}`],
  'a directory': [['validate', '@/folder'], `@/folder: it is a directory. ${NAME}`],
  'a file that PowerShell wrote': [
    ['validate', '@/utf16.json'],
    '@/utf16.json: it is UTF-16. Save it as UTF-8, which is all that the hook reads.',
  ],
  'a binary file': [['validate', '@/binary.json'], `@/binary.json: it is binary. ${NAME}`],
  'an unknown format': [['validate', '@/valid.json', '--format', 'sarif'], '--format takes text or json, not "sarif".'],
  'an unknown option': [
    ['list', '@/valid.json', '--asof', '2027-01-31'],
    "Unknown option '--asof': did you mean --as-of? Run egress-guard exemptions --help for the options.",
  ],
  'a day that is none': [
    ['list', '@/valid.json', '--as-of', '2027-02-30'],
    '--as-of takes a day such as 2027-01-31, not "2027-02-30".',
  ],
  'a day without a value': [['list', '@/valid.json', '--as-of', ''], '--as-of takes a day such as 2027-01-31, not "".'],
  'a day to validate as of': [
    ['validate', '@/valid.json', '--as-of', '2027-01-31'],
    '--as-of goes with exemptions list.',
  ],
  'a list of what is invalid': [
    ['list', '@/one.json'],
    '@/one.json /exemptions: missing; expected a list. Run egress-guard exemptions validate @/one.json until it is valid.',
  ],
  'a list of what has three problems': [
    ['list', '@/three.json'],
    '@/three.json /a: unknown key; expected only $schema, version, exemptions; ' +
      '@/three.json /version: missing; expected 1; @/three.json /exemptions: missing; expected a list. ' +
      'Run egress-guard exemptions validate @/three.json until it is valid.',
  ],
  'a list of what has many problems': [
    ['list', '@/bad.json'],
    '@/bad.json /exemptions/0/id: expected a text of at most 128 printable characters, on one line, found "a\\u001b[2J"; ' +
      '@/bad.json /exemptions/0/reason: missing; expected a text of at most 1024 printable characters, on one line; ' +
      '@/bad.json /exemptions/0/approvedBy: missing; expected a text of at most 1024 printable characters, on one line; ' +
      'and 2 more. Run egress-guard exemptions validate @/bad.json until it is valid.',
  ],
};

describe('wrong use is told in one line, with exit code 2', () => {
  test.each(Object.entries(wrong))('%s', async (_name, [args, message]) => {
    const { code, out, err } = await run(['exemptions', ...args], { files });
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `egress-guard: ${message}\n` });
    expect(err.trimEnd()).not.toMatch(/\p{Cc}/u);
  });
});

describe('exemptions --help', () => {
  test.each([['--help'], ['validate', '--help'], ['list', '@/none.json', '--nothing', '-h']])(
    '%s %s shows both actions and an example',
    async (...args) => {
      const { code, out, err } = await run(['exemptions', ...args], { files });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(
        /^Usage: egress-guard exemptions validate FILE \[options\]\n {7}egress-guard exemptions list FILE/,
      );
      expect(out).toContain('\nExit codes: 0 valid, 2 invalid, wrong use or unreadable\n');
      for (const option of ['as-of', 'format']) expect(out).toMatch(new RegExp(`^  --${option} .* {2,}\\S`, 'm'));
      expect(out.split('\n').every((line) => line.length <= 130)).toBe(true);
    },
  );

  test('shows a document that has the right form', async () => {
    const { out } = await run(['exemptions', '--help']);
    const [, document = ''] = /A document:\n(.*?)\n\n/s.exec(out) ?? [];
    const parsed = JSON.parse(document);
    const [exemption] = parsed.exemptions;
    const now = documentOf({ ...exemption, expires: '2020-01-31' });
    expect(await run(['exemptions', 'validate', '-'], { input: now })).toMatchObject({ code: 0 });
  });

  test('is told of in the general help', async () => {
    expect((await run(['--help'])).out).toMatch(/^ {2}exemptions <action> {2,}\S/m);
  });
});
