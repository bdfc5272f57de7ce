import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { describe, expect, test } from 'vitest';
import { formatText } from '../../../../cli/format/text.ts';
import type { ExemptionMatch } from '../../../../rule/library.ts';
import { dayIn, documentOf, exampleExemption } from '../../../rule/exemption/example.ts';
import { BAD, check, GOOD, reportOn } from '../../../support/check.ts';
import { exampleExempted, reportOf } from '../../../support/check-report.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** An exemption that holds today. */
const holding = (match: ExemptionMatch, different: object = {}) =>
  exampleExemption({ expires: dayIn(60), match, ...different });

const TWO = `${BAD}  Out:
    Type: AWS::EC2::SecurityGroupEgress
    Properties: { IpProtocol: -1, CidrIp: 10.0.0.0/8 }
`;

/** Checks a template with exemptions, in JSON. */
const reportWith = (template: string, exemptions: readonly unknown[], ...args: readonly string[]) =>
  reportOn(['@/a.yaml', '--exemptions', '@/exemptions.json', ...args], {
    files: { 'a.yaml': template, 'exemptions.json': documentOf(...exemptions) },
  });

const textWith = (template: string, exemptions: readonly unknown[], ...args: readonly string[]) =>
  check(['@/a.yaml', '--exemptions', '@/exemptions.json', ...args], {
    files: { 'a.yaml': template, 'exemptions.json': documentOf(...exemptions) },
  });

const pseudo = (...values: readonly string[]): string[] => values.flatMap((value) => ['--pseudo', `AWS::${value}`]);

describe('a finding that is exempted', () => {
  test('is no violation', async () => {
    const { code, err, summary, findings, exempted } = await reportWith(BAD, [holding({ logicalId: 'Sg' })]);
    expect({ code, err, findings }).toEqual({ code: 0, err: '', findings: [] });
    expect(summary).toEqual({
      files: 1,
      templates: 1,
      findings: 0,
      exempted: 1,
      undetermined: 0,
      notes: 0,
      unreadable: 0,
      notChecked: { nestedTemplates: 0, additions: 0, ignored: 0, excluded: 0 },
    });
    const { findings: found } = await reportOn(['@/a.yaml'], { files: { 'a.yaml': BAD } });
    const { id, expires, reason, approvedBy } = holding({});
    expect(exempted).toEqual([{ ...found[0], exemption: { id, expires, reason, approvedBy } }]);
  });

  test('leaves the others as they are', async () => {
    const { code, findings, exempted, summary } = await reportWith(TWO, [holding({ logicalId: 'Out' })]);
    expect([code, summary.findings, summary.exempted]).toEqual([1, 1, 1]);
    expect([findings, exempted].map((list) => list.map(({ logicalId }) => logicalId))).toEqual([['Sg'], ['Out']]);
  });

  test('is told in the end', async () => {
    const exemption = holding({ stackName: 'app' }, { reason: 'r\u2064' });
    const { code, out, err } = await textWith(TWO, [exemption], ...pseudo('StackName=app'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`@/a.yaml:6:11  Sg exempted by backup-agent until ${exemption.expires}: r\\u2064
@/a.yaml:10:19  Out exempted by backup-agent until ${exemption.expires}: r\\u2064

No findings, 2 exempted in 1 template.
`);
  });

  test.each([
    [14, 'only, 14 more days'],
    [1, 'only, 1 more day'],
    [0, 'only, today'],
  ])('for %i days more is told so', async (days, told) => {
    const expires = dayIn(days);
    const { out } = await textWith(BAD, [holding({ logicalId: 'Sg' }, { expires })]);
    expect(out).toContain(`Sg exempted by backup-agent until ${expires} ${told}: talks`);
  });

  test('is told behind what is not', async () => {
    const { code, out } = await textWith(TWO, [holding({ logicalId: 'Sg' })]);
    expect(code).toBe(1);
    expect(out).toMatch(
      /^@\/a\.yaml:10:19 {2}all protocols.*\n@\/a\.yaml:6:11 {2}Sg exempted by .*\n\n1 finding, 1 ex/s,
    );
  });

  test.each(['text', 'json', 'sarif', 'junit'])('is told as %s', async (format) => {
    const { code, out } = await textWith(BAD, [holding({ logicalId: 'Sg' })], '--format', format);
    expect(code).toBe(0);
    expect(out).toContain('backup-agent');
  });

  test('is painted where it soon is none', () => {
    const exempted = [
      exampleExempted(),
      exampleExempted({ exemption: { ...exampleExempted().exemption, id: 'soon' } }),
    ];
    const outcome = { report: reportOf({ exempted }), texts: new Map(), expiring: new Map([['soon', 3]]) };
    const painted = formatText(outcome, (format, text) => `<${format}>${text}</>`);
    expect(painted.split('\n').slice(0, 2)).toEqual([
      '<bold>app.yaml:7:11</>  AgentSg exempted by backup-agent until 2027-01-31: talks to partners on changing ports',
      '<bold>app.yaml:7:11</>  AgentSg exempted by soon <yellow>until 2027-01-31 only, 3 more days</>: talks to partners on changing ports',
    ]);
  });
});

describe('nothing is exempted', () => {
  const asking = BAD.replace('IpProtocol: -1', 'IpProtocol: !Ref P');

  test('of what is undetermined', async () => {
    const strict = ['--strict'];
    const { code, undetermined, exempted } = await reportWith(asking, [holding({ logicalId: 'Sg' })], ...strict);
    expect([code, undetermined.length, exempted]).toEqual([1, 1, []]);
  });

  test('by a document without exemptions', async () => {
    const { code, err, findings, exempted } = await reportWith(BAD, []);
    expect([code, err, findings.length, exempted]).toEqual([1, '', 1, []]);
  });

  test('without the option', async () => {
    const { code, exempted, summary } = await reportOn(['@/a.yaml'], { files: { 'a.yaml': BAD } });
    expect([code, exempted, summary.exempted]).toEqual([1, [], 0]);
  });

  test('by what has expired, which is told', async () => {
    const expired = holding({ logicalId: 'Sg' }, { id: 'old\u200d', expires: dayIn(-1) });
    const { code, err, findings, exempted } = await reportWith(BAD, [expired]);
    expect([code, err, exempted]).toEqual([1, '', []]);
    expect(findings.map(({ message }) => message)).toEqual([
      `Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0. Its exemption old\\u200d expired on ${dayIn(-1)}.`,
    ]);
  });

  test('of what is unreadable', async () => {
    const { code } = await textWith(`${BAD}  - [`, [holding({ logicalId: 'Sg' })]);
    expect(code).toBe(2);
  });
});

describe('where a template is deployed to', () => {
  const facts = ['AccountId=123456789012', 'Region=eu-west-1', 'StackName=app'];
  const match = { account: '123456789012', region: 'eu-*', stackName: 'app' };

  test('is what --pseudo tells', async () => {
    const { code, err } = await reportWith(BAD, [holding(match)], ...pseudo(...facts));
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  const others: Record<string, readonly string[]> = {
    'another account': ['AccountId=999999999999', 'Region=eu-west-1', 'StackName=app'],
    'another Region': ['AccountId=123456789012', 'Region=us-east-1', 'StackName=app'],
    'another stack': ['AccountId=123456789012', 'Region=eu-west-1', 'StackName=web'],
  };

  test.each(Object.entries(others))('is %s, for which nothing is exempted', async (_name, values) => {
    const { code, err } = await reportWith(BAD, [holding(match)], ...pseudo(...values));
    expect({ code, err }).toEqual({ code: 1, err: '' });
  });

  const missing: Record<string, readonly [given: readonly string[], asked: string]> = {
    'a stack': [facts.slice(0, 2), '--pseudo AWS::StackName=...'],
    'an account': [facts.slice(1), '--pseudo AWS::AccountId=...'],
    'a Region': [[...facts.slice(0, 1), ...facts.slice(2)], '--pseudo AWS::Region=...'],
    everything: [[], '--pseudo AWS::AccountId=... --pseudo AWS::Region=... --pseudo AWS::StackName=...'],
  };

  test.each(Object.entries(missing))('is asked for where it is missing: %s', async (_name, [given, asked]) => {
    const { code, err } = await reportWith(TWO, [holding(match)], ...pseudo(...given));
    expect({ code, err }).toEqual({ code: 1, err: `egress-guard: 2 findings might be exempted: give ${asked}\n` });
  });

  const unasked: Record<string, readonly [exemption: object, given?: readonly string[]]> = {
    'where the exemption does not ask about it': [holding({ logicalId: 'Other' })],
    'where the exemption is for something else': [holding({ logicalId: 'Other', stackName: 'app' })],
    'where the exemption has expired': [holding({ stackName: 'app' }, { expires: dayIn(-1) })],
    'where what is given does not match': [holding({ stackName: 'app', region: 'us-*' }), ['Region=eu-west-1']],
  };

  test.each(Object.entries(unasked))('is not asked for %s', async (_name, [exemption, given = []]) => {
    expect(await reportWith(BAD, [exemption], ...pseudo(...given))).toMatchObject({ code: 1, err: '' });
  });

  test('is not asked for where the finding is exempted already', async () => {
    const exemptions = [holding({ logicalId: 'Sg' }), holding({ stackName: 'app' }, { id: 'other' })];
    expect(await reportWith(BAD, exemptions)).toMatchObject({ code: 0, err: '' });
  });

  test('is asked for once, about each finding that it would exempt', async () => {
    const exemptions = [
      holding({ stackName: 'app', logicalId: 'Out' }),
      holding({ region: '*', logicalId: 'No' }, { id: 'b' }),
    ];
    const { err } = await reportWith(TWO, exemptions);
    expect(err).toBe('egress-guard: 1 finding might be exempted: give --pseudo AWS::StackName=...\n');
  });
});

describe('a document that cannot be used', () => {
  const files = {
    'a.yaml': GOOD,
    'bad.json': documentOf({ ...holding({ logicalId: 'Sg' }), expires: 'never' }),
    'd/x.json': '{}',
  };
  const NAME = 'Name an exemptions file, JSON.';
  const wrong: Record<string, readonly [args: readonly string[], message: string]> = {
    'is invalid': [
      ['--exemptions', '@/bad.json'],
      '@/bad.json /exemptions/0/expires: expected the last day, such as 2027-01-31, at most 366 days ahead, found "never". Run egress-guard exemptions validate @/bad.json until it is valid.',
    ],
    'is missing': [['--exemptions', '@/none.json'], `@/none.json: it does not exist. ${NAME}`],
    'is a directory': [['--exemptions', '@/d'], `@/d: it is a directory. ${NAME}`],
    'has no name': [['--exemptions', ''], 'the name of the exemptions file is empty.'],
    'is to be read where the template is': [
      ['-', '--exemptions', '-'],
      'only one of the path, --parameters and --exemptions can be -.',
    ],
    'is to be read where parameters are': [
      ['--parameters', '-', '--exemptions', '-'],
      'only one of the path, --parameters and --exemptions can be -.',
    ],
  };

  test.each(Object.entries(wrong))('is wrong use where it %s', async (_name, [args, message]) => {
    const { code, out, err } = await check(['@/a.yaml', ...args], { files });
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `egress-guard: ${message}\n` });
  });

  test('leaves the report that was there', async () => {
    const folder = await temporaryFolder({ ...files, 'report.txt': 'before' });
    await check(['@/a.yaml', '--exemptions', '@/bad.json', '--output', '@/report.txt'], { folder });
    expect(await readFile(join(folder, 'report.txt'), 'utf8')).toBe('before');
  });
});

describe('the program', () => {
  const PROGRAM = join(import.meta.dirname, '../../../../dist/cli/index.js');
  const TELL = "process.on('exit', () => console.error(JSON.stringify(Object.keys(require.cache))))";

  /** What is said by the parts of the program that a check loads. */
  const loadedBy = async (...args: readonly string[]): Promise<string> => {
    const cwd = await temporaryFolder({ 'a.yaml': BAD, 'e.json': documentOf(), 'tell.cjs': TELL });
    const loaded = await new Promise<string>((resolve) => {
      execFile(execPath, ['--require', './tell.cjs', PROGRAM, 'check', ...args], { cwd }, (_error, _out, err) =>
        resolve(err),
      );
    });
    const names: readonly string[] = JSON.parse(loaded);
    return (await Promise.all(names.map((name) => readFile(name, 'utf8')))).join('\n');
  };

  test('loads what concerns exemptions only where they are asked for', async () => {
    const told = ['might be exempted', 'given more than once', 'Its exemption'];
    const [without, asked] = [await loadedBy('a.yaml'), await loadedBy('a.yaml', '--exemptions', 'e.json')];
    expect(told.filter((text) => asked.includes(text))).toEqual(told);
    expect(told.filter((text) => without.includes(text))).toEqual([]);
  });
});

test('exemptions may come from standard input', async () => {
  const given = { files: { 'a.yaml': BAD }, input: documentOf(holding({ logicalId: 'Sg' })) };
  expect(await reportOn(['@/a.yaml', '--exemptions', '-'], given)).toMatchObject({ code: 0, findings: [] });
});

test('the document is no template to be found beside them', async () => {
  const { summary } = await reportOn(['@', '--exemptions', '@/exemptions.json'], {
    files: { 'a.yaml': BAD, 'exemptions.json': documentOf(holding({ logicalId: 'Sg' })) },
  });
  expect(summary).toMatchObject({ files: 2, templates: 1, exempted: 1 });
});
