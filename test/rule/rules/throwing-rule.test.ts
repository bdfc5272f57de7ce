import { describe, expect, test, vi } from 'vitest';
import { evaluateTemplate } from '../../../rule/template/evaluate.ts';
import { evaluated, reportOn, stackOf } from '../../support/audited-stack.ts';
import { check, reportOn as checkReportOn } from '../../support/check.ts';
import { allOut, resourceEvent, tcpOut } from '../../support/events.ts';
import { expectWellFormed } from '../../support/hook-response.ts';
import { invoke } from '../../support/invoke.ts';
import { askOf } from '../../support/template-hook.ts';

vi.mock('../../../rule/rules/index.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../../rule/rules/index.ts')>();
  const { throwingRule } = await import('./suite/own-rule.ts');
  return { ...original, rules: [throwingRule, ...original.rules] };
});

const ID = 'security_group_broken';
const MAIN = 'security_group_egress_with_all_protocols';
const FAILED = `Egress Guard's rule ${ID} failed (TypeError) and decided nothing about`;
const DETAILS = 'the log of the hook has the details.';
const OPEN = 'allows all protocols (IpProtocol -1) to 0.0.0.0/0.';
const fault = { name: 'TypeError', rule: ID, stack: expect.arrayContaining([expect.stringContaining('own-rule.ts')]) };

const propertiesOf = (egress: object) => ({ GroupDescription: 'broken', SecurityGroupEgress: [egress] });
const templateOf = (egress: object): string =>
  JSON.stringify({ Resources: { AppSg: { Type: 'AWS::EC2::SecurityGroup', Properties: propertiesOf(egress) } } });
const recordsOf = (lines: readonly string[]): unknown[] => lines.map((line) => JSON.parse(line));

describe('the resource hook, where a rule throws', () => {
  test('decides nothing and says which rule, and on what', async () => {
    const { response, lines } = await invoke(resourceEvent(propertiesOf(tcpOut)));
    expectWellFormed(response);
    expect(response).toMatchObject({
      hookStatus: 'FAILED',
      errorCode: 'InternalFailure',
      message: `${FAILED} AppSg; ${DETAILS}`,
      annotations: [{ annotationName: ID, status: 'FAILED', statusMessage: `${FAILED} AppSg; ${DETAILS}` }],
    });
    expect(recordsOf(lines)).toMatchObject([{ outcome: 'ERROR', hookStatus: 'FAILED', error: 'FAULT', fault }]);
  });

  test('still tells what the other rules find', async () => {
    const { response, lines, findings } = await invoke(resourceEvent(propertiesOf(allOut)));
    const found = `AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] ${OPEN}`;
    expect(response).toMatchObject({
      hookStatus: 'FAILED',
      errorCode: 'InternalFailure',
      message: `${FAILED} AppSg; ${DETAILS} ${found}`,
      annotations: [
        { annotationName: ID, status: 'FAILED' },
        { annotationName: MAIN, status: 'FAILED', statusMessage: found },
      ],
    });
    expect(recordsOf(lines)).toMatchObject([{ outcome: 'ERROR', error: 'FAULT', findings: 1, blocked: 1, fault }]);
    expect(recordsOf(findings)).toMatchObject([{ compliance: { control: MAIN } }]);
  });

  test('decides on a resource on which it does not throw', async () => {
    const { response } = await invoke(resourceEvent({ ...propertiesOf(tcpOut), GroupDescription: 'app' }));
    expect(response).toMatchObject({ hookStatus: 'SUCCESS' });
  });

  test('neither answers nor logs the text of the error', async () => {
    const answer = await invoke(resourceEvent(propertiesOf(allOut)));
    expect(JSON.stringify(answer)).not.toContain('SECRET');
  });
});

describe('the template hook, where a rule throws', () => {
  test('lets the stack pass and says which rule, and on what', async () => {
    const { response, lines } = await askOf({ template: templateOf(tcpOut) });
    expect(response).toMatchObject({
      hookStatus: 'SUCCESS',
      annotations: [
        {
          annotationName: ID,
          status: 'SKIPPED',
          statusMessage: `${FAILED} AppSg; ${DETAILS}`,
          remediationMessage: 'Decided when the resource is provisioned.',
        },
      ],
    });
    expect(response.message).toContain(`${FAILED} AppSg`);
    expect(recordsOf(lines)).toMatchObject([{ outcome: 'ERROR', hookStatus: 'SUCCESS', error: 'FAULT', fault }]);
  });

  test('still refuses what another rule finds', async () => {
    const { response, lines } = await askOf({ template: templateOf(allOut) });
    expect(response).toMatchObject({ hookStatus: 'FAILED', errorCode: 'NonCompliant' });
    expect(response.message).toContain(OPEN);
    expect(response.annotations).toMatchObject([
      { annotationName: MAIN, status: 'FAILED' },
      { annotationName: ID, status: 'SKIPPED' },
    ]);
    expect(recordsOf(lines)).toMatchObject([{ outcome: 'BLOCKED', hookStatus: 'FAILED', error: 'FAULT', fault }]);
  });
});

describe('check, where a rule throws', () => {
  const files = { 'a.json': templateOf(allOut), 'b.json': templateOf(allOut).replace('broken', 'app') };
  const reason = `the rule ${ID} failed on AppSg (TypeError); please report it`;

  test('exits with 2, says which rule failed on what, and reports the other findings', async () => {
    const { code, findings, unreadable } = await checkReportOn(['@'], { files });
    expect(code).toBe(2);
    expect(unreadable).toEqual([{ file: '@/a.json', reason }]);
    expect(findings.map(({ file, ruleId }) => [file, ruleId])).toEqual([
      ['@/a.json', MAIN],
      ['@/b.json', MAIN],
    ]);
  });

  test.each(['text', 'sarif', 'junit'])('says so as %s', async (format) => {
    const { code, out } = await check(['@', '--format', format], { files });
    expect(code).toBe(2);
    expect(out).toContain(reason);
    expect(out).toContain(OPEN);
    expect(out).not.toContain('SECRET');
  });
});

test('an audit counts a stack on which a rule throws as unread, and tells what the others find', () => {
  const { unread, findings } = reportOn([evaluated(stackOf('app'), templateOf(allOut))]);
  expect(unread).toMatchObject([
    { stackName: 'app', reason: expect.stringContaining(`the rule ${ID} failed on AppSg`) },
  ]);
  expect(findings).toMatchObject([{ ruleId: MAIN }]);
});

test('whoever uses the library is told the error itself', () => {
  expect(evaluateTemplate(templateOf(tcpOut)).faults).toEqual([
    { ruleId: ID, logicalId: 'AppSg', resourceType: 'AWS::EC2::SecurityGroup', error: new TypeError('SECRET') },
  ]);
});
