import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import type { CheckReport } from '../../../cli/format/check-report.ts';
import { formatJunit } from '../../../cli/format/junit.ts';
import {
  exampleExempted,
  exampleFinding,
  exampleReport,
  exampleUndetermined,
  PLACE,
  reportOf,
} from '../../support/check-report.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Reads a document as strictly as XML 1.0 asks for: whatever is not well-formed throws. */
const parse = (xml: string): Element => {
  const parser = new SaxesParser();
  const open: Element[] = [{ name: '', attributes: {}, children: [], text: '' }];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  const [root] = open[0]?.children ?? [];
  if (root === undefined) throw new Error('no root');
  return root;
};

const read = (report: CheckReport): Element => parse(formatJunit(report));

const casesOf = (report: CheckReport): readonly Element[] => read(report).children.flatMap(({ children }) => children);

const OTHERS = 'files with nothing to report';

test('a finding is a failure, with what to do and where', () => {
  const [found] = casesOf(reportOf({ findings: [exampleFinding({ condition: 'IsProd' })] }));
  expect(found).toMatchObject({
    name: 'testcase',
    attributes: {
      name: `AppSg ${PLACE} (security_group_egress_with_all_protocols)`,
      classname: 'app.yaml',
      file: 'app.yaml',
      line: '7',
      time: '0',
    },
  });
  expect(found?.children).toEqual([
    {
      name: 'failure',
      attributes: {
        message:
          'AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
        type: 'security_group_egress_with_all_protocols',
      },
      children: [],
      text: [
        'AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
        'Name the protocol and ports it needs, e.g. tcp 443.',
        'When: IsProd',
        `At: app.yaml:7:11 ${PLACE}`,
        'https://docs.datadoghq.com/security/code_security/iac_security/iac_rules/cloudformation/aws/security_group_egress_with_all_protocols',
      ].join('\n'),
    },
  ]);
});

test('what is exempted is skipped, and says by what', () => {
  const [found] = casesOf(reportOf({ exempted: [exampleExempted()] }));
  const message = [
    'AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
    'Exempted by backup-agent until 2027-01-31, approved by Network team: talks to partners on changing ports',
  ].join(' ');
  expect(found).toMatchObject({
    attributes: { classname: 'app.yaml', file: 'app.yaml', line: '7', name: expect.stringContaining('AgentSg ') },
    children: [{ name: 'skipped', attributes: { message }, text: expect.stringMatching(/^AppSg .* ports\nName the /) }],
  });
});

test('what is undetermined is skipped', () => {
  const undetermined = exampleUndetermined();
  const [found] = casesOf(reportOf({ undetermined: [undetermined] }));
  expect(found).toMatchObject({
    attributes: { classname: 'app.yaml', file: 'app.yaml', line: '7' },
    children: [{ name: 'skipped', attributes: { message: undetermined.message }, children: [] }],
  });
});

test('an unreadable file is an error, with its place where there is one', () => {
  const [broken, gone] = casesOf(
    reportOf({
      unreadable: [
        { file: 'broken.yaml', line: 3, column: 5, reason: 'a mapping is not closed' },
        { file: 'gone.yaml', reason: 'no such file' },
      ],
    }),
  );
  expect(broken).toMatchObject({
    attributes: { name: 'can be read', classname: 'broken.yaml', file: 'broken.yaml', line: '3' },
    children: [
      {
        name: 'error',
        attributes: { message: 'a mapping is not closed', type: 'unreadable' },
        text: 'a mapping is not closed\nAt: broken.yaml:3:5',
      },
    ],
  });
  expect(gone?.attributes).not.toHaveProperty('line');
  expect(gone?.children).toMatchObject([{ name: 'error', text: 'no such file\nAt: gone.yaml' }]);
});

describe('the other files are one case that passes', () => {
  const others: Record<string, readonly [report: CheckReport, cases: readonly string[]]> = {
    'where all are clean': [reportOf({ clean: 12 }), ['Files: 12']],
    'where there is no file at all': [reportOf({}), ['Files: 0']],
    'where some are clean': [reportOf({ findings: [exampleFinding()], clean: 1 }), ['Files: 1']],
    'where a file has more than one finding': [
      reportOf({ findings: [exampleFinding(), exampleFinding({ line: 9 })], clean: 1 }),
      ['Files: 1'],
    ],
    'but none where no file is clean': [reportOf({ findings: [exampleFinding(), exampleFinding({ line: 9 })] }), []],
  };

  test.each(Object.entries(others))('%s', (_name, [report, texts]) => {
    const passed = casesOf(report).filter(({ attributes }) => attributes['classname'] === OTHERS);
    expect(passed).toMatchObject(
      texts.map((text) => ({
        attributes: { name: 'no findings', time: '0' },
        children: [{ name: 'system-out', text }],
      })),
    );
  });
});

describe('the counts', () => {
  test('of each file and of the whole are right', () => {
    const root = read(exampleReport);
    expect([root, ...root.children].map(({ name, attributes }) => [name, attributes])).toEqual([
      ['testsuites', { name: 'Egress Guard', tests: '9', failures: '2', errors: '2', skipped: '4', time: '0' }],
      ['testsuite', { name: 'app.yaml', tests: '5', failures: '2', errors: '0', skipped: '3', time: '0' }],
      ['testsuite', { name: 'stacks/data.json', tests: '1', failures: '0', errors: '0', skipped: '1', time: '0' }],
      ['testsuite', { name: 'broken.yaml', tests: '1', failures: '0', errors: '1', skipped: '0', time: '0' }],
      ['testsuite', { name: 'gone.yaml', tests: '1', failures: '0', errors: '1', skipped: '0', time: '0' }],
      ['testsuite', { name: OTHERS, tests: '1', failures: '0', errors: '0', skipped: '0', time: '0' }],
    ]);
  });

  test('are those of the cases that stand there', () => {
    for (const { attributes, children } of read(exampleReport).children) {
      const results = children.flatMap((one) => one.children.map(({ name }) => name));
      const count = (name: string): string => String(results.filter((result) => result === name).length);
      expect(attributes).toMatchObject({
        tests: String(children.length),
        failures: count('failure'),
        errors: count('error'),
        skipped: count('skipped'),
      });
    }
  });
});

test('cases of one file differ in name, and keep it when the line or the wording changes', () => {
  const namesOf = (line: number, message: string): readonly (string | undefined)[] =>
    casesOf(
      reportOf({
        findings: [exampleFinding({ line, message }), exampleFinding(), exampleFinding({ logicalId: 'WebSg' })],
        undetermined: [exampleUndetermined(), exampleUndetermined({ file: 'web.yaml' })],
      }),
    ).map(({ attributes }) => attributes['name']);
  const rest = `${PLACE} (security_group_egress_with_all_protocols)`;
  expect(namesOf(7, 'One.')).toEqual([
    `AppSg ${rest}`,
    `AppSg ${rest} #2`,
    `AppSg ${rest} #3`,
    `WebSg ${rest}`,
    `AppSg ${rest}`,
  ]);
  expect(namesOf(8, 'Another.')).toEqual(namesOf(7, 'One.'));
});

describe('texts', () => {
  const texts: Record<string, readonly [text: string, shown: string]> = {
    'with markup': [`<a href="x">'&amp;'</a>`, `<a href="x">'&amp;'</a>`],
    'with the end of a CDATA section': [']]>', ']]>'],
    'with line breaks and tabs': ['a\nb\r\nc\rd\te', 'a\nb\r\nc\rd\te'],
    'with control characters': ['\u0000\u0008\u000b\u001b[2J\u001f', '\\u0000\\u0008\\u000b\\u001b[2J\\u001f'],
    'with noncharacters': ['\ufffe\uffff', '\\ufffe\\uffff'],
    'with halves of characters': ['\ud83da\ude00', '\\ud83da\\ude00'],
    'of any script': ['größe 安全 \u{1f600} \u0085\u2028', 'größe 安全 \u{1f600} \u0085\u2028'],
    'with spaces at the ends': ['  a  b ', '  a  b '],
  };

  test.each(Object.entries(texts))('%s are read as they are, or so that they show', (_name, [text, shown]) => {
    const root = read(
      reportOf({
        findings: [exampleFinding({ file: text, logicalId: text, path: `/${text}`, message: text })],
        unreadable: [{ file: 'x.yaml', reason: text }],
      }),
    );
    expect(root.children).toMatchObject([
      {
        attributes: { name: shown },
        children: [
          {
            attributes: {
              name: `${shown} /${shown} (security_group_egress_with_all_protocols)`,
              classname: shown,
              file: shown,
            },
            children: [
              { attributes: { message: shown }, text: expect.stringContaining(`${shown}\nName the protocol`) },
            ],
          },
        ],
      },
      { children: [{ children: [{ attributes: { message: shown }, text: `${shown}\nAt: x.yaml` }] }] },
    ]);
  });

  test('are read by a parser that refuses what is not well-formed', () => {
    for (const content of ['&', '<', ']]>', '\u0008', '&#8;', '\ufffe'])
      expect(() => parse(`<a>${content}</a>`), JSON.stringify(content)).toThrow();
  });
});

test('says what it is, and ends in a line break', () => {
  const xml = formatJunit(reportOf({ clean: 1 }));
  expect(xml).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="Egress Guard" tests="1" failures="0" errors="0" skipped="0" time="0">
<testsuite name="${OTHERS}" tests="1" failures="0" errors="0" skipped="0" time="0">
<testcase name="no findings" classname="${OTHERS}" time="0">
<system-out>Files: 1</system-out>
</testcase>
</testsuite>
</testsuites>
`);
});
