import { describe, expect, test } from 'vitest';
import { BAD, check } from '../../../support/check.ts';

const HELP = 'Run egress-guard check --help for the options.';
const JSON_FORMS = 'expected JSON like [{"ParameterKey": "Env", "ParameterValue": "prod"}] or {"Env": "prod"}.';
const PSEUDO = '--pseudo takes a pseudo parameter and its value, e.g. AWS::Region=eu-west-1, not';
const KNOWN =
  'Known: security_group_egress_with_all_protocols, security_group_without_egress, security_group_egress_with_all_ports.';

const files = { 'a.yaml': BAD, 'text.txt': 'x', 'd/b.yaml': BAD };

const wrong: Record<string, readonly [args: readonly string[], message: string]> = {
  'an unknown option': [['--modus'], `Unknown option '--modus'. ${HELP}`],
  'an option that is misspelt': [
    ['--exepmtions=x'],
    `Unknown option '--exepmtions': did you mean --exemptions? ${HELP}`,
  ],
  'an unknown letter': [['-q'], `Unknown option '-q'. ${HELP}`],
  'an option of another command': [['--mode', 'warn'], `Unknown option '--mode'. ${HELP}`],
  'an option without its value': [['--format'], `Option '--format <value>' argument missing. ${HELP}`],
  'an option with a value that it does not take': [
    ['--strict=yes'],
    `Option '--strict' does not take an argument. ${HELP}`,
  ],
  'an option that another one seems to be the value of': [
    ['--output', '--strict'],
    `Option '--output' argument is ambiguous. ${HELP}`,
  ],
  'an unknown format': [
    ['--format', 'xml'],
    '--format takes text or json or sarif or junit or github or gitlab or compact or summary, not "xml".',
  ],
  'a format in capitals': [
    ['--format', 'JSON'],
    '--format takes text or json or sarif or junit or github or gitlab or compact or summary, not "JSON": did you mean json?',
  ],
  'an empty format': [
    ['--format', ''],
    '--format takes text or json or sarif or junit or github or gitlab or compact or summary, not "".',
  ],
  'a format of the language': [
    ['--format', 'constructor'],
    '--format takes text or json or sarif or junit or github or gitlab or compact or summary, not "constructor".',
  ],
  'an unknown rule': [['--rules', 'x'], `--rules: there is no rule "x". ${KNOWN}`],
  'a mistyped rule beside a known one': [
    ['--rules', 'security_group_egress_with_all_ports,security_group_without_egres'],
    '--rules: there is no rule "security_group_without_egres". Did you mean security_group_without_egress?',
  ],
  'a rule with control characters': [['--rules', 'x\u001b[2J'], `--rules: there is no rule "x\\u001b[2J". ${KNOWN}`],
  'a rule twice': [
    ['--rules', 'security_group_without_egress,security_group_without_egress'],
    '--rules: the rule security_group_without_egress is named twice.',
  ],
  'no rule': [['--rules', ''], `--rules: no rule is named. ${KNOWN}`],
  'a pseudo parameter without a value': [['--pseudo', 'AWS::Region'], `${PSEUDO} "AWS::Region".`],
  'a pseudo parameter without its prefix': [
    ['--pseudo', 'Region=x'],
    `${PSEUDO} "Region=x": did you mean AWS::Region?`,
  ],
  'a pseudo parameter that is misspelt': [
    ['--pseudo', 'AWS::Regoin=x'],
    `${PSEUDO} "AWS::Regoin=x": did you mean AWS::Region?`,
  ],
  'a pseudo parameter that is none': [['--pseudo', 'AWS::NoValue=x'], `${PSEUDO} "AWS::NoValue=x".`],
  'a pseudo parameter without a name': [['--pseudo', '=x'], `${PSEUDO} "=x".`],
  'a parameter file that is missing': [
    ['--parameters', '@/none.json'],
    '--parameters @/none.json: it does not exist. Give Name=Value, or the name of a JSON file.',
  ],
  'a parameter file that is not JSON': [
    ['--parameters', '@/text.txt'],
    `--parameters @/text.txt: Unexpected token 'x' at line 1, column 1. E${JSON_FORMS.slice(1)}`,
  ],
  'a parameter file that is a folder': [
    ['--parameters', '@/d'],
    '--parameters @/d: it is a directory. Give Name=Value, or the name of a JSON file.',
  ],
  'an empty parameter': [
    ['--parameters', ''],
    '--parameters: it is empty. Give Name=Value, or the name of a JSON file.',
  ],
  'a report in a folder that is missing': [
    ['--output', '@/none/x'],
    '--output @/none/x: cannot be written: there is no folder @/none.',
  ],
  'a report that is a folder': [['--output', '@/d'], '--output @/d: cannot be written (EISDIR).'],
  'a report below a file': [['--output', '@/a.yaml/x'], '--output @/a.yaml/x: cannot be written (ENOTDIR).'],
  'a report without a name': [['--output', ''], '--output : cannot be written (ENOENT).'],
  'an empty path': [[''], 'a path is empty. Leave it out to check this folder.'],
};

describe('wrong use is told in one line, with exit code 2', () => {
  test.each(Object.entries(wrong))('%s', async (_name, [args, message]) => {
    const { code, out, err } = await check(['@/a.yaml', ...args], { files });
    expect({ code, out, err: err.replace(/^egress-guard: (.*)\n$/s, '$1') }).toEqual({
      code: 2,
      out: '',
      err: message,
    });
    expect(err.trimEnd()).not.toMatch(/[\p{Cc}]/u);
  });
});

describe('check --help', () => {
  test.each(['--help', '-h'])('%s shows each option, whatever else is asked', async (argument) => {
    const { code, out, err } = await check(['@/none', '--nothing', argument]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const option of [
      'parameters',
      'pseudo',
      'allow-loopback-only',
      'exemptions',
      'rules',
      'strict',
      'no-ignore',
      'skip-non-templates',
      'allow-empty',
      'exclude',
      'exit-zero',
      'summary',
      'format',
      'output',
    ])
      expect(out).toMatch(new RegExp(`^  --${option} .* {2,}\\S`, 'm'));
    expect(out).toMatch(/^Usage: egress-guard check \[paths\.\.\.\] \[options\]\n/);
    expect(out).toContain(
      '\nExit codes: 0 compliant, 1 violations (0 with --exit-zero), 2 wrong use or something unreadable\n',
    );
    expect(out.split('\n').every((line) => line.length <= 130)).toBe(true);
  });
});
