import { describe, expect, test } from 'vitest';
import { physicalIdOf } from '../../infra/sandbox/identity.ts';
import type { JsonObject } from '../../rule/value/place.ts';
import { part, readTemplate } from '../support/deployed.ts';
import { renderTemplate, resourcesOf, STACK } from '../support/rendered-template.ts';
import { everything } from '../support/rendered-template-log.ts';

const template = await readTemplate('template.yaml');
const rendered = renderTemplate(template, everything);
const alarms = resourcesOf(rendered, 'AWS::CloudWatch::Alarm');
const functionIds = ['ResourceFunction', 'TemplateFunction'];

const list = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.map((one) => part(one)) : []);

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
const METRIC_ID = /^[a-z]\w*$/;

/** A statistic of a metric over five minutes, such as alarms write it. */
interface Watched {
  readonly metric: string;
  readonly dimensions: readonly JsonObject[];
  readonly statistic: unknown;
  readonly period: unknown;
}

const toWatched = (metric: JsonObject, statistic: unknown, period: unknown): Watched => ({
  metric: `${metric['Namespace']}/${metric['MetricName']}`,
  dimensions: list(metric['Dimensions']),
  statistic,
  period,
});

/** What an alarm looks at: one metric, or those of its metric math. */
const watchedBy = (alarm: JsonObject): Watched[] => {
  const stats = list(alarm['Metrics']).flatMap(({ MetricStat: stat }) => (stat === undefined ? [] : [part(stat)]));
  return stats.length > 0
    ? stats.map((stat) => toWatched(part(stat, 'Metric'), stat['Stat'], stat['Period']))
    : [toWatched(alarm, alarm['Statistic'], alarm['Period'])];
};

const own = (name: string): Watched => ({
  metric: `EgressGuard/${name}`,
  dimensions: [],
  statistic: 'Sum',
  period: 300,
});
/** The same of each function. */
const ofLambda = (name: string, statistic = 'Sum'): Watched[] =>
  functionIds.map((id) => ({
    metric: `AWS/Lambda/${name}`,
    dimensions: [{ Name: 'FunctionName', Value: rendered.outputs[`${id}Name`] }],
    statistic,
    period: 300,
  }));

/** What EventBridge could not deliver of a rule. */
const ofRule = (id: string): Watched => ({
  metric: 'AWS/Events/FailedInvocations',
  dimensions: [{ Name: 'RuleName', Value: physicalIdOf('AWS::Events::Rule', STACK, id) }],
  statistic: 'Sum',
  period: 300,
});

const watched: Record<string, readonly Watched[]> = {
  HookFailed: [own('Failures'), ...ofLambda('Errors')],
  HookThrottled: ofLambda('Throttles'),
  HookNearTimeLimit: ofLambda('Duration', 'Maximum'),
  TemplateHookUnreadPayload: [own('PayloadsUnread')],
  ExemptionsNotApplied: [own('ExemptionsNotApplied')],
  ArchiveFailed: [own('ArchiveFailures')],
  EventsUndelivered: ['HookEvents', 'ChangeEvents', 'AccessEvents'].map(ofRule),
};

/** Metrics that a filter publishes without dimensions, also when there is nothing to count. */
const published = Object.values(resourcesOf(rendered, 'AWS::Logs::MetricFilter')).flatMap(
  ({ MetricTransformations: transformations }) =>
    list(transformations).flatMap(({ MetricNamespace, MetricName, DefaultValue, Dimensions }) =>
      DefaultValue === 0 && Dimensions === undefined ? [`${MetricNamespace}/${MetricName}`] : [],
    ),
);

const savedQueries = Object.values(resourcesOf(rendered, 'AWS::Logs::QueryDefinition')).map(({ Name: name }) => name);

describe('the alarms', () => {
  test('watch what can go wrong', () => {
    expect(Object.fromEntries(Object.entries(alarms).map(([id, alarm]) => [id, watchedBy(alarm)]))).toEqual(watched);
  });

  test('watch metrics that are published for them', () => {
    const metrics = Object.values(watched).flatMap((all) => all.map(({ metric }) => metric));
    expect(metrics.filter((metric) => metric.startsWith('EgressGuard/')).sort()).toEqual(published.sort());
  });

  test.each([
    ['HookFailed', 'SUM', 3],
    ['HookThrottled', 'SUM', 2],
    ['HookNearTimeLimit', 'MAX', 2],
    ['EventsUndelivered', 'SUM', 3],
  ])('look at all that they name, what is silent not in the way of the others: %s', (id, operation, count) => {
    const [math, ...inputs] = list(alarms[id]?.['Metrics']);
    const ids = inputs.map((input) => input['Id']);
    expect(math).toEqual({
      Id: expect.stringMatching(METRIC_ID),
      Expression: `${operation}(FILL([${ids.join(', ')}], 0))`,
      Label: expect.any(String),
    });
    expect(inputs.map(({ ReturnData: returned }) => returned)).toEqual(Array.from({ length: count }, () => false));
    expect(new Set([math?.['Id'], ...ids]).size).toBe(count + 1);
    for (const one of ids) expect(one).toMatch(METRIC_ID);
  });

  test.each(functionIds)('begin at four fifths of the time that a function has, and say so: %s', (id) => {
    const { Threshold: threshold, AlarmDescription: description } = alarms['HookNearTimeLimit'] ?? {};
    const limit = Number(rendered.resources[id]?.['Timeout']);
    expect(threshold).toBe(0.8 * limit * 1000);
    expect(description).toContain(`more than ${Number(threshold) / 1000} of the ${limit} seconds`);
  });

  test('only change their state without a topic', () => {
    const { AlarmTopicArn: _, ...others } = everything;
    const silent = resourcesOf(renderTemplate(template, others), 'AWS::CloudWatch::Alarm');
    expect(Object.keys(silent)).toEqual(Object.keys(alarms));
    for (const alarm of Object.values(silent)) expect(alarm).not.toHaveProperty('AlarmActions');
  });
});

describe.each(Object.entries(alarms))('%s', (id, alarm) => {
  const description = String(alarm['AlarmDescription']);

  test('begins at once, and takes silence for health', () => {
    expect(alarm).toMatchObject({
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: id === 'HookNearTimeLimit' ? expect.any(Number) : 0,
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    });
  });

  test('tells the topic when it begins, and not when it ends', () => {
    expect(alarm['AlarmActions']).toEqual([everything['AlarmTopicArn']]);
    expect(alarm).not.toHaveProperty('OKActions');
    expect(alarm).not.toHaveProperty('InsufficientDataActions');
  });

  test('says what it means, what to do first, and where more is written', () => {
    expect(description).toMatch(/^[A-Z].{50,}\. First: .{30,}\. .*docs\/operating\.md\.$/);
    expect(description).not.toMatch(/https?:|\n/);
    expect(description.length).toBeLessThanOrEqual(1024);
  });

  test('points to a saved query that there is', () => {
    const names = description.match(new RegExp(`${STACK}/\\w+`, 'g')) ?? [];
    expect(savedQueries).toEqual(expect.arrayContaining(names));
  });
});
