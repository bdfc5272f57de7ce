import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { formatAuditSarif } from '../../../../../cli/command/audit/format/sarif.ts';
import type { AuditReport } from '../../../../../infra/audit/report.ts';
import { exampleAuditReport, hostileAuditReport } from '../../../../support/audit-report.ts';
import { evaluated, groupWith, reportOn, stackId, stackOf } from '../../../../support/audited-stack.ts';

// Its pattern of a language, which needs no `]` escaped, is none under the `u` flag.
const ajv = new Ajv.default({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(sarifSchema);

const logOf = (report: AuditReport) => JSON.parse(formatAuditSarif(report));
const runOf = (report: AuditReport) => logOf(report).runs[0];
const fingerprints = (report: AuditReport): string[] =>
  runOf(report).results.map((result: { partialFingerprints: Record<string, string> }) =>
    String(result.partialFingerprints['egressGuard/v1']),
  );

describe('the SARIF of a report', () => {
  test.each([
    ['nothing', reportOn([])],
    ['an example', exampleAuditReport],
    ['hostile texts', hostileAuditReport],
  ])('of %s keeps to the schema of the standard', (_name, report) => {
    validate(logOf(report));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('names the stack by its ARN, and the place in its template', () => {
    const [result] = runOf(exampleAuditReport).results.filter(({ kind }: { kind: string }) => kind === 'fail');
    expect(result).toMatchObject({
      ruleId: 'security_group_egress_with_all_protocols',
      kind: 'fail',
      level: 'warning',
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: expect.stringMatching(/^arn:aws:cloudformation:eu-west-1:1/) } },
        },
      ],
      suppressions: [],
    });
    const nested = runOf(exampleAuditReport).results.find((one: { properties: { stackName: string } }) =>
      one.properties.stackName.startsWith('app-Net'),
    );
    expect(nested).toMatchObject({
      message: {
        text: 'NetSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0. Name the protocol and ports it needs, e.g. tcp 443.',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: stackId('app-Net-1A2B') },
            region: { startLine: 10, startColumn: 11 },
          },
          logicalLocations: [
            {
              name: 'NetSg',
              fullyQualifiedName: 'app-Net-1A2B/Resources/NetSg/Properties/SecurityGroupEgress/0/IpProtocol',
              kind: 'resource',
            },
          ],
        },
      ],
      properties: {
        stackName: 'app-Net-1A2B',
        group: 'app',
        team: 'payments',
        resourceType: 'AWS::EC2::SecurityGroup',
      },
    });
  });

  test('has a result for each entry: what is exempted is suppressed, what is undetermined is open', () => {
    const results = runOf(exampleAuditReport).results.map(
      (one: { kind: string; level: string; suppressions: readonly object[] }) => [
        one.kind,
        one.level,
        one.suppressions.length,
      ],
    );
    expect(results).toEqual([
      ['fail', 'warning', 0],
      ['fail', 'warning', 0],
      ['fail', 'warning', 1],
      ['open', 'none', 0],
    ]);
    expect(runOf(exampleAuditReport).results[2].suppressions).toEqual([
      {
        kind: 'external',
        status: 'accepted',
        justification:
          'talks to partners on changing ports (exemption NET-1, approved by Network team, until 2027-01-31)',
      },
    ]);
  });

  test('says which stacks could not be read', () => {
    expect(runOf(exampleAuditReport).invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          {
            level: 'error',
            message: { text: 'secret: the permission cloudformation:GetTemplate is missing' },
            locations: [{ physicalLocation: { artifactLocation: { uri: stackId('secret') } } }],
          },
        ],
      },
    ]);
    expect(runOf(reportOn([])).invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
  });

  test('tells accounts and Regions apart', () => {
    expect(runOf(exampleAuditReport).automationDetails).toEqual({ id: 'egress-guard/audit/123456789012/eu-west-1/' });
  });

  test('has the same fingerprint for a stack that was made anew, and others for everything else', () => {
    const two = groupWith('-1').replace('-1', '!If [A, -1, -1]');
    const of = (name: string, id: string, text = groupWith('-1')) =>
      fingerprints(reportOn([evaluated(stackOf(name, { id: `${stackId(name).replace(/[^/]*$/, '')}${id}` }), text)]));
    expect(of('app', '1')).toEqual(of('app', '2'));
    const all = [...of('app', '1'), ...of('other', '1'), ...of('app', '1', two)];
    expect(new Set(all).size).toBe(4);
    const sameTwice = of('app', '1', `${groupWith('-1')}---\n${groupWith('-1')}`);
    expect(new Set(sameTwice).size).toBe(2);
  });
});
