import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { CheckReport } from '../../../cli/format/check-report.ts';
import { formatSarif } from '../../../cli/format/sarif.ts';
import { rules } from '../../../rule/library.ts';
import type { RuleMeta } from '../../../rule/rule.ts';
import { ruleOf } from '../../../rule/select-rules.ts';
import { version } from '../../../rule/version.ts';
import {
  exampleExempted,
  exampleFinding,
  exampleReport,
  exampleUndetermined,
  PLACE,
  type ReportedFinding,
  reportOf,
} from '../../support/check-report.ts';

/** As much of a log as the tests look into. */
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly suppressions?: readonly object[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly locations: readonly {
    readonly physicalLocation: { readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string } };
    readonly logicalLocations: readonly { readonly name: string; readonly fullyQualifiedName: string }[];
  }[];
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly object[] } };
  readonly invocations: readonly object[];
  readonly results: readonly Result[];
}

const runOf = (report: CheckReport): Run => {
  const log: { readonly runs: readonly Run[] } = JSON.parse(formatSarif(report));
  const [run, ...others] = log.runs;
  if (run === undefined || others.length > 0) throw new Error('not one run');
  return run;
};

const resultOf = (finding: ReportedFinding): Result => {
  const [result, ...others] = runOf(reportOf({ findings: [finding] })).results;
  if (result === undefined || others.length > 0) throw new Error('not one result');
  return result;
};

// Its pattern of a language, which needs no `]` escaped, is none under the `u` flag.
const ajv = new Ajv.default({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(sarifSchema);

/** Where a log breaks the schema of the standard, and how. */
const errorsOf = (log: unknown): readonly string[] => {
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

const HOSTILE = 'A\u0000\u001b[2J\r\n\u0085\u202e\u2028\ud800"\\Z';

/** Files with odd names, and how they are written. */
const files: Record<string, readonly [file: string, uri: string, uriBaseId?: string]> = {
  'in the working folder': ['app.yaml', 'app.yaml', '%SRCROOT%'],
  'in a folder': ['stacks/eu/app.yaml', 'stacks/eu/app.yaml', '%SRCROOT%'],
  'given with a dot': ['./stacks/../app.yaml', 'app.yaml', '%SRCROOT%'],
  'with a space': ['my stack/app 1.yaml', 'my%20stack/app%201.yaml', '%SRCROOT%'],
  'with a percent sign': ['100%41.yaml', '100%2541.yaml', '%SRCROOT%'],
  'with a hash and a question mark': ['a#b?c.yaml', 'a%23b%3Fc.yaml', '%SRCROOT%'],
  'with a colon, which would make it a scheme': ['aws:app.yaml', 'aws%3Aapp.yaml', '%SRCROOT%'],
  'with brackets and a backslash': ['[a]{b}\\c.yaml', '%5Ba%5D%7Bb%7D%5Cc.yaml', '%SRCROOT%'],
  'with letters of any script': ['größe/安全.yaml', 'gr%C3%B6%C3%9Fe/%E5%AE%89%E5%85%A8.yaml', '%SRCROOT%'],
  'with a control character': ['a\u0007\nb.yaml', 'a%07%0Ab.yaml', '%SRCROOT%'],
  'with half a character': ['a\ud800b.yaml', 'a%EF%BF%BDb.yaml', '%SRCROOT%'],
  'with dots in front': ['..app.yaml', '..app.yaml', '%SRCROOT%'],
  'above the working folder': ['../other stack/app.yaml', '../other%20stack/app.yaml'],
  'above the working folder after all': ['stacks/../../app.yaml', '../app.yaml'],
  absolute: ['/srv/my stack/a:b#1.yaml', 'file:///srv/my%20stack/a:b%231.yaml'],
  'on a drive': ['C:/my stack/app.yaml', 'file:///C:/my%20stack/app.yaml'],
};

describe('the schema of the standard', () => {
  const reports: Record<string, CheckReport> = {
    'an empty report': reportOf({}),
    'clean files': reportOf({ clean: 3 }),
    'one finding': reportOf({ findings: [exampleFinding()] }),
    'a report with everything': exampleReport,
    'a thousand findings': reportOf({
      findings: Array.from({ length: 1000 }, (_, index) =>
        exampleFinding({ line: index + 1, logicalId: `Sg${index}` }),
      ),
    }),
    'odd files': reportOf({
      findings: Object.values(files).map(([file]) => exampleFinding({ file })),
      unreadable: Object.values(files).map(([file]) => ({ file, reason: 'not a template' })),
    }),
    'control characters in ids': reportOf({
      findings: [exampleFinding({ logicalId: HOSTILE, path: `/Resources/${HOSTILE}`, condition: HOSTILE })],
      unreadable: [{ file: HOSTILE, reason: HOSTILE }],
    }),
    'a rule that it does not know': reportOf({ findings: [exampleFinding({ ruleId: 'unheard_of' })] }),
  };

  test.each(Object.entries(reports))('holds for %s', (_name, report) => {
    expect(errorsOf(JSON.parse(formatSarif(report)))).toEqual([]);
  });

  const changes: Record<string, readonly [from: RegExp, to: string, error: string]> = {
    'an unknown kind': [
      /"kind": "fail"/g,
      '"kind": "bad"',
      '/runs/0/results/0/kind must be equal to one of the allowed values',
    ],
    'an unknown property': [/"ruleIndex"/g, '"ruleNumber"', '/runs/0/results/0 must NOT have additional properties'],
    'a line 0': [
      /"startLine": 7/g,
      '"startLine": 0',
      '/runs/0/results/0/locations/0/physicalLocation/region/startLine must be >= 1',
    ],
    'a space in a URI': [
      /"uri": "app.yaml"/g,
      '"uri": "my app.yaml"',
      '/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri must match format "uri-reference"',
    ],
  };

  test.each(Object.entries(changes))('is broken by %s', (_name, [from, to, error]) => {
    const log = formatSarif(reportOf({ findings: [exampleFinding()] }));
    expect(errorsOf(JSON.parse(log.replaceAll(from, to)))).toEqual([error]);
  });
});

test('a finding is a result at its place', () => {
  const { partialFingerprints, ...result } = resultOf(exampleFinding({ condition: 'IsProd' }));
  expect(result).toEqual({
    ruleId: 'security_group_egress_with_all_protocols',
    ruleIndex: 0,
    kind: 'fail',
    level: 'warning',
    message: {
      text: 'AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0. Name the protocol and ports it needs, e.g. tcp 443.',
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'app.yaml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 7, startColumn: 11 },
        },
        logicalLocations: [{ name: 'AppSg', fullyQualifiedName: PLACE, kind: 'resource' }],
      },
    ],
    properties: { resourceType: 'AWS::EC2::SecurityGroup', condition: 'IsProd' },
  });
});

test('a finding of another rule names that rule', () => {
  expect(resultOf(exampleFinding({ ruleId: 'security_group_without_egress' }))).toMatchObject({
    ruleId: 'security_group_without_egress',
    ruleIndex: 1,
  });
});

test.each<[RuleMeta['severity'], string]>([
  ['Low', 'note'],
  ['Medium', 'warning'],
  ['High', 'error'],
])('severity %s is level %s', (severity, level) => {
  expect(resultOf(exampleFinding({ severity })).level).toBe(level);
});

describe('suppressions', () => {
  const suppressionsIn = (report: CheckReport) => runOf(report).results.map(({ suppressions }) => suppressions);

  test('tell of an exempted finding why it passes; it is a result as any other', () => {
    const { suppressions, ...result } = runOf(reportOf({ exempted: [exampleExempted()] })).results[0] ?? {};
    const { exemption: _, ...finding } = exampleExempted();
    expect(result).toEqual(resultOf(finding));
    expect(suppressions).toEqual([
      {
        kind: 'external',
        status: 'accepted',
        justification:
          'talks to partners on changing ports (exemption backup-agent, approved by Network team, until 2027-01-31)',
      },
    ]);
  });

  test('are there for every result as soon as they are for one', () => {
    const report = reportOf({
      findings: [exampleFinding()],
      exempted: [exampleExempted()],
      undetermined: [exampleUndetermined()],
    });
    expect(
      suppressionsIn(report)
        .map((suppressions) => suppressions?.length)
        .sort(),
    ).toEqual([0, 0, 1]);
  });

  test('are left out where nothing is exempted', () => {
    const report = reportOf({ findings: [exampleFinding()], undetermined: [exampleUndetermined()] });
    expect(suppressionsIn(report)).toEqual([undefined, undefined]);
  });

  test('are written so that they show', () => {
    const exemption = { id: HOSTILE, reason: HOSTILE, approvedBy: HOSTILE, expires: '2027-01-31' };
    const log = formatSarif(reportOf({ exempted: [exampleExempted({ exemption })] }));
    expect(log).not.toMatch(/[^\n\P{Cc}]|\p{Cf}/u);
    expect(errorsOf(JSON.parse(log))).toEqual([]);
  });
});

test('what is undetermined is an open result, which has no level', () => {
  const { results } = runOf(reportOf({ findings: [exampleFinding()], undetermined: [exampleUndetermined()] }));
  expect(results.map(({ kind, level }) => [kind, level])).toEqual([
    ['fail', 'warning'],
    ['open', 'none'],
  ]);
});

describe('invocation', () => {
  test('succeeds where every file could be read', () => {
    expect(runOf(reportOf({ findings: [exampleFinding()], clean: 2 })).invocations).toEqual([
      { executionSuccessful: true, toolExecutionNotifications: [] },
    ]);
  });

  test('fails where a file could not be read, and tells which and where', () => {
    expect(runOf(exampleReport).invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          {
            level: 'error',
            message: { text: 'a mapping is not closed' },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'broken.yaml', uriBaseId: '%SRCROOT%' },
                  region: { startLine: 3, startColumn: 5 },
                },
              },
            ],
          },
          {
            level: 'error',
            message: { text: 'no such file' },
            locations: [{ physicalLocation: { artifactLocation: { uri: 'gone.yaml', uriBaseId: '%SRCROOT%' } } }],
          },
        ],
      },
    ]);
  });
});

test.each(Object.entries(files))('a file %s', (_name, [file, uri, uriBaseId]) => {
  const { physicalLocation } = resultOf(exampleFinding({ file })).locations[0] ?? {};
  expect(physicalLocation?.artifactLocation).toEqual(uriBaseId === undefined ? { uri } : { uri, uriBaseId });
});

test('names and reasons that hold control characters or half a character are written so that they show', () => {
  const finding = exampleFinding({ logicalId: HOSTILE, path: `/Resources/${HOSTILE}`, condition: HOSTILE });
  const log = formatSarif(reportOf({ findings: [finding], unreadable: [{ file: 'app.yaml', reason: HOSTILE }] }));
  const shown = 'A\\u0000\\u001b[2J\\u000d\\u000a\\u0085\\u202e\\u2028\ufffd"\\Z';
  expect(JSON.parse(log).runs[0]).toMatchObject({
    results: [
      {
        locations: [{ logicalLocations: [{ name: shown, fullyQualifiedName: `/Resources/${shown}` }] }],
        properties: { condition: shown },
      },
    ],
    invocations: [{ toolExecutionNotifications: [{ message: { text: shown } }] }],
  });
  expect(log).not.toMatch(/[^\n\P{Cc}]|\p{Cf}/u);
});

describe('fingerprint', () => {
  const fingerprintOf = (different: Partial<ReportedFinding>): string | undefined =>
    resultOf(exampleFinding(different)).partialFingerprints['primaryLocationLineHash'];

  const moves: Record<string, Partial<ReportedFinding>> = {
    'the line moves': { line: 99, column: 3 },
    'the wording changes': { message: 'Open.', remediation: 'Close it.' },
    'the value is written differently': { value: '-1', destination: '10.0.0.0/8' },
    'the file is given in another way': { file: './app.yaml' },
  };

  test.each(Object.entries(moves))('stays where %s', (_name, different) => {
    expect(fingerprintOf(different)).toBe(fingerprintOf({}));
  });

  const changes: Record<string, Partial<ReportedFinding>> = {
    rule: { ruleId: 'security_group_without_egress' },
    file: { file: 'stacks/app.yaml' },
    'logical id, as of the expansions of one Fn::ForEach': { logicalId: 'WebSg' },
    path: { path: '/Resources/AppSg/Properties/SecurityGroupEgress/1/IpProtocol' },
  };

  test.each(Object.entries(changes))('is another one for another %s', (_name, different) => {
    expect(fingerprintOf(different)).not.toBe(fingerprintOf({}));
  });

  test('tells equal findings apart by a number, whatever stands between them', () => {
    const findings = [exampleFinding(), exampleFinding({ file: 'web.yaml' }), exampleFinding({ line: 8 })];
    const { results } = runOf(reportOf({ findings, undetermined: [exampleUndetermined()] }));
    const known = fingerprintOf({})?.replace(/:1$/, '');
    expect(results.map((result) => result.partialFingerprints['primaryLocationLineHash']).sort()).toEqual(
      [`${known}:1`, `${known}:2`, `${known}:3`, fingerprintOf({ file: 'web.yaml' })].sort(),
    );
  });

  test('stands under the key that GitHub reads and under a key of our own, and never changes between versions', () => {
    const fingerprint = 'e12d1e5d88ebdd73698a5e4434ce5a9a:1';
    expect(resultOf(exampleFinding()).partialFingerprints).toEqual({
      primaryLocationLineHash: fingerprint,
      'egressGuard/v1': fingerprint,
    });
  });
});

describe('tool', () => {
  test('names itself, its version and every rule', () => {
    const { driver } = runOf(reportOf({})).tool;
    expect(driver).toMatchObject({ name: 'Egress Guard', version, rules: rules.map(({ meta: { id } }) => ({ id })) });
  });

  test('tells of a rule all that GitHub shows', () => {
    const [descriptor] = runOf(reportOf({})).tool.driver.rules;
    const { description, remediation, documentation } = ruleOf({ ruleId: 'security_group_egress_with_all_protocols' });
    expect(descriptor).toEqual({
      id: 'security_group_egress_with_all_protocols',
      name: 'SecurityGroupEgressWithAllProtocols',
      shortDescription: { text: 'Security group egress with all protocols' },
      fullDescription: { text: description },
      help: { text: expect.stringContaining(remediation), markdown: expect.stringContaining(`<${documentation[0]}>`) },
      helpUri: documentation[0],
      defaultConfiguration: { level: 'warning' },
      properties: {
        tags: ['security', 'Networking and Firewall', 'CloudFormation'],
        precision: 'high',
        'problem.severity': 'warning',
        'security-severity': '5.5',
      },
    });
  });
});

test('columns are counted as the rest of the report counts them, and the file ends in a line break', () => {
  const log = formatSarif(exampleReport);
  expect(JSON.parse(log)).toMatchObject({ version: '2.1.0', runs: [{ columnKind: 'utf16CodeUnits' }] });
  expect(log.endsWith('}\n')).toBe(true);
});

describe('of more results than GitHub takes of a run', () => {
  const spots = (count: number): CheckReport =>
    reportOf({
      findings: Array.from({ length: count }, (_, line) => exampleFinding({ line: line + 1 })),
    });
  const read = (report: CheckReport) => {
    const [run] = (JSON.parse(formatSarif(report)) as { runs: [Run] }).runs;
    return { results: run.results.length, invocations: run.invocations };
  };

  test('as many are told as it takes, and that there are more', () => {
    const text = '2 more results left out: a run may have 25000. --format json has all.';
    expect(read(spots(25_002))).toEqual({
      results: 25_000,
      invocations: [
        { executionSuccessful: true, toolExecutionNotifications: [{ level: 'warning', message: { text } }] },
      ],
    });
  });

  test('none is left out where it takes all', () => {
    expect(read(spots(25_000))).toMatchObject({ results: 25_000, invocations: [{ toolExecutionNotifications: [] }] });
  });
});
