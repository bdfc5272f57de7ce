import { describe, expect, test, vi } from 'vitest';
import { formatAuditHtml } from '../../../cli/command/audit/format/html/page.ts';
import { readConfig } from '../../../handler/config.ts';
import { makeStorage } from '../../../handler/storage.ts';
import { rules } from '../../../rule/rules/index.ts';
import { mayConcern } from '../../../rule/template/read/prefilter.ts';
import { evaluated, reportOn, stackOf } from '../../support/audited-stack.ts';
import { check, reportOn as checkReportOn } from '../../support/check.ts';
import { run } from '../../support/command-line.ts';
import { resourceEvent } from '../../support/events.ts';
import { documentOf, exemption } from '../../support/exemptions.ts';
import { expectWellFormed } from '../../support/hook-response.ts';
import { invoke, START } from '../../support/invoke.ts';
import { fakeStore } from '../../support/object-store.ts';
import { askOf } from '../../support/template-hook.ts';

vi.mock('../../../rule/rules/index.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../../rule/rules/index.ts')>();
  const { ownRule } = await import('./suite/own-rule.ts');
  return { ...original, rules: [...original.rules, ownRule] };
});

const ID = 'security_group_ingress_from_everywhere';
const TYPE = 'AWS::EC2::SecurityGroupIngress';
const MESSAGE = `In (${TYPE}) lets everybody in.`;
const FIX = 'Name who may come in.';
const LINK = 'https://example.com/rules/ingress';
const TEMPLATE = `Resources:
  In:
    Type: ${TYPE}
    Properties:
      GroupId: sg-1
      IpProtocol: tcp
      CidrIp: 0.0.0.0/0
`;
const files = { 'in.yaml': TEMPLATE };

const event = resourceEvent(
  { GroupId: 'sg-1', IpProtocol: 'tcp', CidrIp: '0.0.0.0/0' },
  { data: { targetName: TYPE, targetType: TYPE, targetLogicalId: 'In' } },
);

const annotation = (statusMessage: string) => ({
  annotationName: ID,
  statusMessage,
  remediationMessage: FIX,
  remediationLink: LINK,
  severityLevel: 'HIGH',
});

test('it is the last of the rules', () => {
  expect(rules.length).toBeGreaterThan(1);
  expect(rules.at(-1)?.meta.id).toBe(ID);
});

describe('a rule on another type of resource is seen', () => {
  test('in the answer of the resource hook, and in its log', async () => {
    const { response, lines, findings } = await invoke(event);
    expectWellFormed(response);
    expect(response).toMatchObject({
      hookStatus: 'FAILED',
      errorCode: 'NonCompliant',
      message: `${MESSAGE} ${FIX} [${ID}, High]`,
    });
    expect(response.annotations).toEqual([{ ...annotation(MESSAGE), status: 'FAILED' }]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { outcome: 'BLOCKED', hookStatus: 'FAILED', logicalId: 'In', resourceType: TYPE, findings: 1, blocked: 1 },
    ]);
    expect(findings.map((line) => JSON.parse(line))).toMatchObject([
      {
        class_uid: 2003,
        severity: 'High',
        severity_id: 4,
        message: MESSAGE,
        compliance: { control: ID, standards: ['Rules of our own'] },
        finding_info: { analytic: { uid: ID }, title: 'Security group ingress from everywhere' },
        remediation: { desc: FIX, references: [LINK] },
      },
    ]);
  });

  test('in what the resource hook says where nothing violates it', async () => {
    const properties = { GroupId: 'sg-1', CidrIp: '10.0.0.0/8' };
    const data = { targetName: TYPE, targetType: TYPE, targetLogicalId: 'In' };
    const { response } = await invoke(resourceEvent(properties, { data }));
    expect(response).toMatchObject({
      hookStatus: 'SUCCESS',
      message: 'No security group ingress is open to everybody.',
    });
  });

  test('in the answer of the template hook', async () => {
    const { response } = await askOf({ template: TEMPLATE });
    expect(response).toMatchObject({ hookStatus: 'FAILED', errorCode: 'NonCompliant' });
    expect(response.annotations).toEqual([{ ...annotation(`Line 7: ${MESSAGE}`), status: 'FAILED' }]);
  });

  test('in the settings, which turn it off', async () => {
    const config = () => readConfig({ EGRESS_GUARD_RULES: 'security_group_egress_with_all_protocols' });
    const { response } = await invoke(event, { config });
    expect(response).toMatchObject({ hookStatus: 'SUCCESS', message: `No rule that is on looks at ${TYPE}.` });
  });

  test.each([
    [ID, 'SUCCESS', 'EXEMPTED'],
    ['security_group_egress_with_all_protocols', 'FAILED', 'BLOCKED'],
  ])('by an exemption from %s: %s', async (rule, hookStatus, outcome) => {
    const text = documentOf(exemption(START, { match: { rule, logicalId: 'In' } }));
    const config = () => readConfig({ EGRESS_GUARD_EXEMPTIONS_URI: 's3://security/exemptions.json' });
    const storage = makeStorage(() => START, fakeStore([{ text, etag: '"1"' }]));
    const { response, lines } = await invoke(event, { config, now: () => START, storage: async () => storage });
    expect(response).toMatchObject({ hookStatus, annotations: [{ annotationName: ID }] });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ outcome }]);
  });

  test('by what reads templates: one of that type alone is worth a look', () => {
    expect(mayConcern(TEMPLATE)).toBe(true);
    expect(mayConcern(TEMPLATE.replace(TYPE, 'AWS::Made::Up'))).toBe(false);
  });
});

describe('check tells it', () => {
  test('as text, also of a folder', async () => {
    for (const path of ['@', '@/in.yaml']) {
      const { code, out } = await check([path], { files });
      expect(code).toBe(1);
      expect(out).toContain(`@/in.yaml:7:7  from everywhere  [${ID}, High]\n`);
      expect(out).toContain(`  ${MESSAGE}\n  ${FIX}\n`);
    }
  });

  test('as JSON', async () => {
    const { code, findings, summary } = await checkReportOn(['@'], { files });
    expect([code, summary.findings]).toEqual([1, 1]);
    expect(findings).toMatchObject([{ ruleId: ID, severity: 'High', logicalId: 'In', line: 7, column: 7 }]);
  });

  test('as SARIF, among the rules and by its place among them', async () => {
    const { out } = await check(['@', '--format', 'sarif'], { files });
    const [sarif] = JSON.parse(out).runs;
    expect(sarif.results).toMatchObject([{ ruleId: ID, ruleIndex: rules.length - 1, level: 'error', kind: 'fail' }]);
    expect(sarif.tool.driver.rules.at(-1)).toMatchObject({
      id: ID,
      helpUri: LINK,
      defaultConfiguration: { level: 'error' },
      properties: { 'security-severity': '8.0' },
    });
  });

  test('as JUnit', async () => {
    const { out } = await check(['@', '--format', 'junit'], { files });
    expect(out).toContain(`name="In /Resources/In/Properties/CidrIp (${ID})"`);
    expect(out).toContain(`<failure message="${MESSAGE}" type="${ID}">`);
    expect(out).toContain(LINK);
  });

  test('and takes its id, as simulate does', async () => {
    const chosen = await check(['@', '--rules', ID], { files });
    expect(chosen.code).toBe(1);
    const other = await check(['@', '--rules', 'security_group_without_egress'], { files });
    expect(other.code).toBe(0);
    const mistyped = await run(['check', '--rules', 'security_group_ingress_from_anywhere', '@/in.yaml'], { files });
    expect([mistyped.code, mistyped.err]).toEqual([2, expect.stringContaining(`Did you mean ${ID}?`)]);
  });
});

test('the page of an audit tells it, with its own title and link', () => {
  const html = formatAuditHtml(reportOn([evaluated(stackOf('app'), TEMPLATE)], { rules: [ID] }));
  expect(html).toContain('<h1>Security group ingress from everywhere</h1>');
  expect(html).toContain(MESSAGE);
  expect(html).toContain(`href="${LINK}"`);
});
