import { describe, expect, test } from 'vitest';
import { MAX_EXEMPTIONS_BYTES } from '../../../rule/exemption/read.ts';
import { type ExemptionsDocument, parseExemptions } from '../../../rule/library.ts';
import { documentOf, exampleExemption, NOW } from './example.ts';

const parse = (text: string): ExemptionsDocument => parseExemptions(text, NOW);

/** The problems of a text, each in one line. */
const problemsOf = (text: string): readonly string[] =>
  parse(text).problems.map(({ pointer, message }) => `${pointer}: ${message}`);

const DAY = 'the last day, such as 2027-01-31, at most 366 days ahead';
const WILD = 'in which * and ? may stand for others';
const NARROW = 'expected a stackName or logicalId with more than * and ? in it';

describe('a document is valid', () => {
  const all = exampleExemption({
    match: {
      rule: 'security_group_egress_with_*',
      account: '123456789012',
      region: 'eu-*',
      stackName: 'backup-?',
      logicalId: 'Agent*',
      resourceType: 'AWS::EC2::SecurityGroup',
      destination: '10.0.0.0/8',
    },
  });

  const documents: Record<string, readonly [text: string, exemptions: readonly unknown[]]> = {
    'without exemptions': [documentOf(), []],
    'with one': [documentOf(exampleExemption()), [exampleExemption()]],
    'with every field': [documentOf(all), [all]],
    'with one that has expired': [
      documentOf(exampleExemption({ expires: '2020-02-29' })),
      [exampleExemption({ expires: '2020-02-29' })],
    ],
    'with one that ends 366 days from today': [
      documentOf(exampleExemption({ expires: '2027-11-25' })),
      [exampleExemption({ expires: '2027-11-25' })],
    ],
    'that names its schema': ['{"$schema":"x","version":1,"exemptions":[]}', []],
    'behind a byte-order mark': [`\uFEFF${documentOf(exampleExemption())}`, [exampleExemption()]],
    'with such a mark in a text': [
      documentOf(exampleExemption({ id: 'a\uFEFFb' })),
      [exampleExemption({ id: 'a\uFEFFb' })],
    ],
    'in lines that end as on Windows': ['{\r\n"version": 1.0,\r\n\t"exemptions": []\r\n}\r\n', []],
  };

  test.each(Object.entries(documents))('%s', (_name, [text, exemptions]) => {
    expect(parse(text)).toEqual({ exemptions, problems: [] });
  });
});

describe('one problem makes the whole document exempt nothing', () => {
  test('wherever it is', () => {
    const text = documentOf(exampleExemption(), exampleExemption({ id: 'other', expires: 'never' }));
    expect(parse(text)).toEqual({
      exemptions: [],
      problems: [{ pointer: '/exemptions/1/expires', message: `expected ${DAY}, found "never"` }],
    });
  });
});

describe('the document itself', () => {
  const ROOT = ': expected an object {"version": 1, "exemptions": [...]}, found';
  const cases: Record<string, readonly [text: string, problems: readonly string[]]> = {
    'is no object but null': ['null', [`${ROOT} null`]],
    'is no object but a list': ['[]', [`${ROOT} []`]],
    'is no object but a text': ['"exemptions"', [`${ROOT} "exemptions"`]],
    'is empty': ['{}', ['/version: missing; expected 1', '/exemptions: missing; expected a list']],
    'is of another version': ['{"version":2,"exemptions":[]}', ['/version: expected 1, found 2']],
    'tells its version as a text': ['{"version":"1","exemptions":[]}', ['/version: expected 1, found "1"']],
    'holds no list': ['{"version":1,"exemptions":{}}', ['/exemptions: expected a list, found {}']],
    'names a schema that is no text': [
      '{"version":1,"exemptions":[],"$schema":1}',
      ['/$schema: expected a text, found 1'],
    ],
    'has keys that are unknown': [
      '{"version":1,"exemptions":[],"exemption":[],"Version":1,"note":""}',
      [
        '/exemption: unknown key; did you mean exemptions?',
        '/Version: unknown key; did you mean version?',
        '/note: unknown key; expected only $schema, version, exemptions',
      ],
    ],
    'has keys of the language': [
      '{"version":1,"exemptions":[],"__proto__":{"version":1},"constructor":1}',
      [
        '/__proto__: unknown key; expected only $schema, version, exemptions',
        '/constructor: unknown key; expected only $schema, version, exemptions',
      ],
    ],
    'lends its fields from a prototype': [
      '{"__proto__":{"version":1,"exemptions":[]}}',
      [
        '/__proto__: unknown key; expected only $schema, version, exemptions',
        '/version: missing; expected 1',
        '/exemptions: missing; expected a list',
      ],
    ],
  };

  test.each(Object.entries(cases))('%s', (_name, [text, problems]) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});

describe('an exemption', () => {
  const LINE = 'a text of at most 1024 printable characters, on one line';
  const ID = 'a text of at most 128 printable characters, on one line';
  const KEYS = 'id, reason, approvedBy, expires, match';
  const OBJECT = 'an object such as {"stackName": "app-*"}';
  const cases: Record<string, readonly [exemption: unknown, problems: readonly string[]]> = {
    'is no object': [null, [`: expected an object with ${KEYS}, found null`]],
    'lacks everything': [
      {},
      [
        `/id: missing; expected ${ID}`,
        `/reason: missing; expected ${LINE}`,
        `/approvedBy: missing; expected ${LINE}`,
        `/expires: missing; expected ${DAY}`,
        `/match: missing; expected ${OBJECT}`,
      ],
    ],
    'holds what is no text': [
      { ...exampleExemption(), id: 1, reason: null, approvedBy: ['a'], expires: 20270131, match: 'app' },
      [
        `/id: expected ${ID}, found 1`,
        `/reason: expected ${LINE}, found null`,
        `/approvedBy: expected ${LINE}, found ["a"]`,
        `/expires: expected ${DAY}, found 20270131`,
        `/match: expected ${OBJECT}, found "app"`,
      ],
    ],
    'misspells a key': [
      { ...exampleExemption(), expires: undefined, expiry: '2027-01-31' },
      ['/expiry: unknown key; did you mean expires?', `/expires: missing; expected ${DAY}`],
    ],
    'has keys of another level': [
      { ...exampleExemption(), stackName: 'app', 'a/b~c': 1 },
      [`/stackName: unknown key; expected only ${KEYS}`, `/a~1b~0c: unknown key; expected only ${KEYS}`],
    ],
    'is blank': [
      exampleExemption({ id: '', reason: ' ', approvedBy: '\u00a0' }),
      [
        `/id: expected ${ID}, found ""`,
        `/reason: expected ${LINE}, found " "`,
        `/approvedBy: expected ${LINE}, found "\u00a0"`,
      ],
    ],
    'could break a line or turn it': [
      exampleExemption({ id: 'a\u001b[2J', reason: 'a\nb', approvedBy: 'a\u202eb' }),
      [
        `/id: expected ${ID}, found "a\\u001b[2J"`,
        `/reason: expected ${LINE}, found "a\\nb"`,
        `/approvedBy: expected ${LINE}, found "a\\u202eb"`,
      ],
    ],
    'says too much': [
      exampleExemption({ id: 'a'.repeat(129), reason: 'b'.repeat(1025), approvedBy: 'c'.repeat(1025) }),
      [
        `/id: expected ${ID}, found "${'a'.repeat(56)}...`,
        `/reason: expected ${LINE}, found "${'b'.repeat(56)}...`,
        `/approvedBy: expected ${LINE}, found "${'c'.repeat(56)}...`,
      ],
    ],
    'says as much as it may': [
      exampleExemption({ id: 'a'.repeat(128), reason: 'b'.repeat(1024), approvedBy: 'c'.repeat(1024) }),
      [],
    ],
    'is of any script': [exampleExemption({ id: 'größe', reason: '安全 \u{1f600}', approvedBy: 'Ωmega' }), []],
  };

  test.each(Object.entries(cases))('%s', (_name, [exemption, problems]) => {
    expect(problemsOf(documentOf(exemption))).toEqual(problems.map((problem) => `/exemptions/0${problem}`));
  });
});

describe('the last day', () => {
  const wrong = ['', '2027-1-31', '2027-02-30', '2026-02-29', '2026-13-01', '2026-00-10', '2027-11-26', '9999-12-31'];
  const odd = ['31.01.2027', '2027-01-31T00:00:00Z', ' 2027-01-31', '+002027-01-31', '2027-01-31\n', '20270131', 'now'];

  test.each([...wrong, ...odd])('is not %j', (expires) => {
    expect(problemsOf(documentOf(exampleExemption({ expires })))).toEqual([
      `/exemptions/0/expires: expected ${DAY}, found ${JSON.stringify(expires)}`,
    ]);
  });

  test.each(['2024-02-29', '0001-01-01', '2026-11-23', '2026-11-24', '2027-11-25'])('may be %j', (expires) => {
    expect(problemsOf(documentOf(exampleExemption({ expires })))).toEqual([]);
  });

  test('is counted from the day in UTC', () => {
    const text = documentOf(exampleExemption({ expires: '2027-11-25' }));
    expect(parseExemptions(text, Date.parse('2026-11-24T00:00:00Z')).problems).toEqual([]);
    expect(parseExemptions(text, Date.parse('2026-11-23T23:59:59Z')).problems).toHaveLength(1);
  });
});

describe('a pattern', () => {
  const expected: Record<string, string> = {
    account: `12 digits, ${WILD}`,
    region: `a Region such as eu-west-1, ${WILD}`,
    stackName: `a stack name of at most 128 letters, digits and hyphens, ${WILD}`,
    logicalId: `a logical id, ${WILD}`,
    resourceType:
      'AWS::EC2::SecurityGroup or AWS::EC2::SecurityGroupEgress, or a pattern with * and ? that matches one of them',
    destination: `one CIDR block, prefix list or group, ${WILD}`,
  };

  const wrong: Record<string, readonly unknown[]> = {
    account: ['', '12', '1234567890123', '12345678901a', '1234-5678-9012', '1234567890123*', '?????????????', 1, null],
    region: ['', 'EU', 'eu west', 'eu_west', 'a'.repeat(1025), 1],
    stackName: ['', 'a b', 'a/b', 'a_b', 'arn:aws:x', 'a'.repeat(129), 1],
    logicalId: ['', 'a b', 'é', 'a\n', 'a'.repeat(1025), ['a']],
    resourceType: ['', 'AWS::EC2::Instance', 'AWS::S3::*', 'aws::ec2::securitygroup', 'SecurityGroup', '*Group ', {}],
    destination: ['', '10.0.0.0/8, 10.1.0.0/16', 'a b', 'a\u0000', 'a'.repeat(1025), true],
  };

  const wrongCases = Object.entries(wrong).flatMap(([key, values]) => values.map((value) => [key, value] as const));

  test.each(wrongCases)('%s is not %j', (key, value) => {
    const match = { stackName: 'app', logicalId: 'Sg', [key]: value };
    expect(problemsOf(documentOf({ ...exampleExemption(), match }))).toEqual([
      expect.stringContaining(`/exemptions/0/match/${key}: expected ${expected[key]}, found `),
    ]);
  });

  const right: Record<string, readonly string[]> = {
    account: ['123456789012', '12345678901?', '????????????', '*', '123*', '*012', '1*2*3', '1?*'],
    region: ['eu-west-1', '*', 'eu-*', 'us-gov-west-?'],
    stackName: ['app', 'App-*', '*-prod-?', 'a'.repeat(128)],
    logicalId: ['Sg', '*Sg', 'a'.repeat(1024), 'AWS::EC2::SecurityGroup/1'],
    resourceType: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress', '*', '*Egress', 'AWS::EC2::*'],
    destination: ['0.0.0.0/0', '10.*', '::/0', 'pl-1234567?', '{"Fn::GetAtt":["Db","GroupId"]}'],
  };

  const rightCases = Object.entries(right).flatMap(([key, values]) => values.map((value) => [key, value] as const));

  test.each(rightCases)('%s may be %j', (key, value) => {
    const match = { stackName: 'app', logicalId: 'Sg', [key]: value };
    expect(problemsOf(documentOf(exampleExemption({ match })))).toEqual([]);
  });
});

describe('a rule', () => {
  const documentWith = (rule: unknown): string =>
    documentOf({ ...exampleExemption(), match: { stackName: 'app', rule } });

  test.each([
    'security_group_egress_with_all_protocols',
    'security_group_without_egress',
    '*',
    'security_group_egress_*',
  ])('may be %j', (rule) => {
    expect(problemsOf(documentWith(rule))).toEqual([]);
  });

  test('that is mistyped gets the nearest one', () => {
    expect(problemsOf(documentWith('security_group_egress_with_all_protocol'))).toEqual([
      '/exemptions/0/match/rule: there is no rule "security_group_egress_with_all_protocol". Did you mean security_group_egress_with_all_protocols?',
    ]);
  });

  test.each(['', 'no_such_rule', 's3_*', 'SECURITY_GROUP_WITHOUT_EGRESS '])(
    'is not %j, and all that there are are told',
    (rule) => {
      expect(problemsOf(documentWith(rule))).toEqual([
        expect.stringContaining('/exemptions/0/match/rule: there is no rule '),
      ]);
    },
  );

  test.each([1, null, ['security_group_without_egress']])('is no %j', (rule) => {
    expect(problemsOf(documentWith(rule))).toEqual([
      expect.stringContaining('/exemptions/0/match/rule: expected security_group_egress_with_all_protocols or '),
    ]);
  });
});

describe('what is matched', () => {
  const cases: Record<string, readonly [match: unknown, problems: readonly string[]]> = {
    'is everything': [{}, [`: ${NARROW}, found {}`]],
    'is a whole account': [{ account: '123456789012' }, [`: ${NARROW}, found {"account":"123456789012"}`]],
    'is any stack': [{ stackName: '*' }, [`: ${NARROW}, found {"stackName":"*"}`]],
    'is any stack and any logical id': [
      { stackName: '*?', logicalId: '**' },
      [`: ${NARROW}, found {"stackName":"*?","logicalId":"**"}`],
    ],
    'is any stack, but one logical id': [{ stackName: '*', logicalId: 'Sg' }, []],
    'is any logical id, but in one stack': [{ stackName: 'app', logicalId: '*' }, []],
    'is misspelt': [
      { stackname: 'app', LogicalID: 'Sg' },
      [
        '/stackname: unknown key; did you mean stackName?',
        '/LogicalID: unknown key; did you mean logicalId?',
        `: ${NARROW}, found {"stackname":"app","LogicalID":"Sg"}`,
      ],
    ],
    'is partly unknown': [
      { stackName: 'app', tag: 'x' },
      ['/tag: unknown key; expected only rule, account, region, stackName, logicalId, resourceType, destination'],
    ],
  };

  test.each(Object.entries(cases))('%s', (_name, [match, problems]) => {
    expect(problemsOf(documentOf({ ...exampleExemption(), match }))).toEqual(
      problems.map((problem) => `/exemptions/0/match${problem}`),
    );
  });
});

describe('an id', () => {
  test('stands once', () => {
    const [a, b] = [exampleExemption({ id: 'a' }), exampleExemption({ id: 'b' })];
    expect(problemsOf(documentOf(a, b, a, { ...a, reason: '' }))).toEqual([
      '/exemptions/3/reason: expected a text of at most 1024 printable characters, on one line, found ""',
      '/exemptions/2/id: expected another id than /exemptions/0 has, found "a"',
      '/exemptions/3/id: expected another id than /exemptions/0 has, found "a"',
    ]);
  });

  test('may be one of the language', () => {
    expect(problemsOf(documentOf(exampleExemption({ id: '__proto__' }), exampleExemption({ id: 'has' })))).toEqual([]);
  });

  test('that is missing is not the same as another that is', () => {
    expect(problemsOf(documentOf({}, {})).filter((problem) => problem.includes('the id of'))).toEqual([]);
  });
});

describe('a key that is given again', () => {
  const exemption = JSON.stringify(exampleExemption());

  const cases: Record<string, readonly [text: string, problems: readonly string[]]> = {
    'is told, since only one of them counts': [
      `{"version":1,"exemptions":[${exemption.replace('"match"', '"match":{"logicalId":"Sg"},"match"')}]}`,
      ['/exemptions/0/match: given more than once'],
    ],
    'is told where it is spelt in another way': [
      `{"version":1,"exemptions":[],"exemption\\u0073":[${exemption}]}`,
      ['/exemptions: given more than once'],
    ],
  };

  test.each(Object.entries(cases))('%s', (_name, [text, problems]) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});

describe('bounds', () => {
  const padded = (bytes: number): string => documentOf().padEnd(bytes, ' ');

  test('a document may have 1 MB', () => {
    expect(problemsOf(padded(MAX_EXEMPTIONS_BYTES))).toEqual([]);
    expect(problemsOf(padded(MAX_EXEMPTIONS_BYTES + 1))).toEqual([': larger than 1 MB']);
  });

  test('its size is that of its bytes', () => {
    const text = documentOf().replace('{', `{"$schema":"${'é'.repeat(600_000)}",`);
    expect(text.length).toBeLessThan(MAX_EXEMPTIONS_BYTES);
    expect(problemsOf(text)).toEqual([': larger than 1 MB']);
  });

  test('it may hold 10,000 exemptions', () => {
    const short = (_: unknown, index: number) =>
      exampleExemption({ id: String(index), reason: 'r', approvedBy: 'a', match: { logicalId: 'S' } });
    const many = Array.from({ length: 10_000 }, short);
    expect(parse(documentOf(...many)).exemptions).toHaveLength(10_000);
    expect(problemsOf(documentOf(...many.map(() => 1), 1))).toEqual([
      '/exemptions: expected at most 10000 exemptions, found 10001',
    ]);
  });

  test('what is nested without end is told in a line', () => {
    const nested = '['.repeat(400_000) + ']'.repeat(400_000);
    const [problem = '', ...others] = problemsOf(nested);
    expect(problem).toMatch(/^: expected an object .*, found \[+\.\.\.$/);
    expect([problem.length < 200, others]).toEqual([true, []]);
  });

  test('pointers and messages are short and printable, whatever a key is', () => {
    const hostile = documentOf({ [`\u001b[2J\u202e${'x'.repeat(100_000)}`]: { ['y'.repeat(1000)]: 1 } });
    for (const { pointer, message } of parse(hostile).problems) {
      expect(pointer.length).toBeLessThanOrEqual(300);
      expect(message.length).toBeLessThan(300);
      expect(`${pointer}${message}`).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    expect(parse(hostile).problems[0]?.pointer).toMatch(/^\/exemptions\/0\/\\u001b\[2J\\u202ex+\.\.\.$/);
  });
});
