import { describe, expect, test } from 'vitest';
import { readTemplate } from '../support/deployed.ts';
import { runQuery } from '../support/insights.ts';
import { renderTemplate, resourcesOf, STACK } from '../support/rendered-template.ts';
import { asEvents, decisionIn, everything, type Log, writeLog } from '../support/rendered-template-log.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const DAY = 86_400_000;

const log = await writeLog();
const rendered = renderTemplate(await readTemplate('template.yaml'), everything);
const definitions = Object.values(resourcesOf(rendered, 'AWS::Logs::QueryDefinition'));
const queries = new Map(definitions.map(({ Name: name, QueryString: text }) => [String(name), String(text)]));

const run = (name: string, lines: Log = log, end = NOW) =>
  runQuery(queries.get(`${STACK}/${name}`) ?? '', asEvents(lines, end), NOW);

/** The decision about something, as it was written. */
const decision = (name: string) => JSON.parse(decisionIn(log[name] ?? []) ?? '{}');

const timeOf = (name: string): string => decision(name).time;

const RESOURCE = 'Private::EgressGuard::Resource';
const TEMPLATE = 'Private::EgressGuard::Template';
const APP_STACK = 'my-cloudformation-stack';

const inApp = { stackName: 'app', logicalId: 'AppSg', targetOperation: 'RESOURCE' };
const appItself = { stackName: 'app', logicalId: APP_STACK, targetOperation: 'STACK' };

/** One of those that were applied together. */
const exemptionAt = (index: number) => {
  const { id, expires, daysLeft } = decision('exempted').exemptions[index];
  return { 'exemption.id': id, expires, daysLeft };
};

const undetermined = (name: string) => ({ time: timeOf(name), outcome: 'UNDETERMINED', undetermined: 1 });

const failure = (name: string, error: string) => ({ time: timeOf(name), error, reason: decision(name).reason });

const ruleFailure = (name: string) => ({
  time: timeOf(name),
  error: 'FAULT',
  'fault.rule': 'security_group_egress_with_all_protocols',
  'fault.name': 'RangeError',
});

/** What each query has to show of the log, in this order. */
const shown: Record<string, readonly object[]> = {
  'Blocked in the last 7 days by stack': [
    {
      stack: 'app',
      hookTypeName: RESOURCE,
      operations: 3,
      violations: 6,
      lastTime: timeOf('an archive that is closed'),
      lastResource: 'AppSg',
    },
    {
      stack: 'app',
      hookTypeName: TEMPLATE,
      operations: 3,
      violations: 3,
      lastTime: timeOf('a rule that fails beside a violation'),
      lastResource: APP_STACK,
    },
    {
      stack: 'other',
      hookTypeName: RESOURCE,
      operations: 1,
      violations: 1,
      lastTime: timeOf('blocked in another stack'),
      lastResource: 'AppSg',
    },
    {
      stack: 'CLOUD_CONTROL',
      hookTypeName: RESOURCE,
      operations: 1,
      violations: 1,
      lastTime: timeOf('blocked through Cloud Control'),
      lastResource: 'AppSg',
    },
  ],
  'Exemptions in use': [
    { ...exemptionAt(1), operations: 2, lastUsed: timeOf('exempted as a stack') },
    { ...exemptionAt(0), operations: 1, lastUsed: timeOf('exempted') },
  ],
  Undetermined: [
    { ...undetermined('undetermined as a stack'), ...appItself, hookStatus: 'SUCCESS', resourceType: 'STACK' },
    { ...undetermined('undetermined'), ...inApp, hookStatus: 'FAILED', resourceType: 'AWS::EC2::SecurityGroup' },
  ],
  Failures: [
    { ...inApp, time: timeOf('an archive that is closed'), archiveProblem: expect.stringContaining('403') },
    { ...inApp, time: timeOf('exemptions that are gone'), exemptionsProblem: expect.stringContaining('403') },
    { ...appItself, ...ruleFailure('a rule that fails beside a violation') },
    { ...inApp, ...ruleFailure('a rule that fails') },
    { ...inApp, ...failure('a fault of ours', 'FAULT'), 'fault.name': 'TypeError' },
    { ...appItself, ...failure('a payload that is gone', 'PAYLOAD') },
    { ...inApp, ...failure('a wrong setting', 'CONFIG') },
    { ...appItself, ...failure('an event of the other function', 'EVENT') },
    { ...failure('a malformed event', 'EVENT'), targetOperation: 'UNKNOWN' },
    { time: '2026-11-24T09:00:00.000Z', 'record.status': 'timeout', 'record.errorType': 'Sandbox.Timedout' },
  ],
};

describe('the saved queries', () => {
  test('are in a folder of the name of the stack, and ask its log', () => {
    expect([...queries.keys()].sort()).toEqual(
      Object.keys(shown)
        .map((name) => `${STACK}/${name}`)
        .sort(),
    );
    expect(rendered.outputs['SavedQueries']).toBe(STACK);
    for (const { LogGroupNames: names } of definitions) expect(names).toEqual([rendered.outputs['LogGroupName']]);
  });

  test.each(Object.entries(shown))('show, under "%s", these rows in this order', (name, rows) => {
    expect(run(name).rows).toEqual(rows);
  });

  test.each(Object.keys(shown))('ask, under "%s", for fields that are in the log', (name) => {
    expect(run(name).unknown).toEqual([]);
  });

  test.each(Object.entries(shown))('show nothing, under "%s", of a day on which all went well', (name) => {
    const { allowed = [], skipped = [], existing = [], 'a report of Lambda': report = [] } = log;
    expect(run(name, { allowed, skipped, existing, report }).rows).toEqual([]);
  });

  test('leave out what was blocked more than a week ago', () => {
    const name = 'Blocked in the last 7 days by stack';
    expect(run(name, log, NOW - 6 * DAY).rows).toEqual(shown[name]);
    expect(run(name, log, NOW - 7 * DAY).rows).toEqual([]);
  });
});
