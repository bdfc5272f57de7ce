import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../rule/value/place.ts';
import { part, readTemplate } from '../support/deployed.ts';
import { fieldsOf, filterPattern } from '../support/filter-pattern.ts';
import { renderTemplate, resourcesOf } from '../support/rendered-template.ts';
import { decisionIn, everything, writeLog } from '../support/rendered-template-log.ts';

const log = await writeLog();
const rendered = renderTemplate(await readTemplate('template.yaml'), everything);
const filters = resourcesOf(rendered, 'AWS::Logs::MetricFilter');

const patternOf = ({ FilterPattern }: JsonObject): string => String(FilterPattern);
const transformationsOf = ({ MetricTransformations: list }: JsonObject): JsonObject[] =>
  Array.isArray(list) ? list.map((one) => part(one)) : [];

const decisions = Object.keys(log).filter((name) => decisionIn(log[name] ?? []) !== undefined);

const blocked = [
  'blocked',
  'blocked in another stack',
  'blocked through Cloud Control',
  'blocked as a stack',
  'blocked as a change set',
  'a rule that fails beside a violation',
  'exemptions that are gone',
  'an archive that is closed',
];
const failures = [
  'a malformed event',
  'an event of the other function',
  'a wrong setting',
  'a fault of ours',
  'a rule that fails',
];

/** What each filter has to count, by the name of its metric: the decision about these, and no other line. */
const counted: Record<string, readonly string[]> = {
  Evaluated: decisions,
  Blocked: blocked,
  Exempted: ['exempted', 'exempted as a stack'],
  Existing: ['existing'],
  Undetermined: ['undetermined', 'undetermined as a stack'],
  Failed: [...failures, 'a payload that is gone'],
  Failures: [...failures, 'a rule that fails beside a violation'],
  PayloadsUnread: ['a payload that is gone'],
  ExemptionsNotApplied: ['exemptions that are gone'],
  ArchiveFailures: ['an archive that is closed'],
};

/** Those that an alarm looks at. */
const withoutDimensions = ['Failures', 'PayloadsUnread', 'ExemptionsNotApplied', 'ArchiveFailures'];

const metricOf = (filter: JsonObject): string => String(transformationsOf(filter)[0]?.['MetricName']);

describe('the log', () => {
  test('holds a decision on everything that the function was asked about, findings, and lines of Lambda', () => {
    expect(decisions).toHaveLength(Object.keys(log).length - 2);
    const lines = Object.values(log).flat();
    expect(lines.filter((line) => JSON.parse(line).class_uid === 2003).length).toBeGreaterThan(5);
    expect(lines.filter((line) => JSON.parse(line).type === 'platform.report')).toHaveLength(2);
  });
});

describe('the metric filters', () => {
  test('count what the operator is told of, each once', () => {
    expect(Object.values(filters).map(metricOf).sort()).toEqual(Object.keys(counted).sort());
  });

  test('read the log of the function', () => {
    const names = new Set(Object.values(filters).map(({ LogGroupName }) => LogGroupName));
    expect([...names]).toEqual([rendered.outputs['LogGroupName']]);
  });

  test('count every decision at most once by its outcome', () => {
    const outcomes = Object.entries(counted).filter(
      ([name]) => name !== 'Evaluated' && !withoutDimensions.includes(name),
    );
    const names = outcomes.flatMap(([, samples]) => samples);
    expect(names).toHaveLength(new Set(names).size);
    expect(decisions.filter((name) => !names.includes(name))).toEqual(['allowed', 'skipped']);
  });
});

describe.each(Object.entries(filters).map(([id, filter]) => [metricOf(filter), id, filter] as const))(
  'the filter for %s',
  (metric, _id, filter) => {
    test('matches these decisions, and nothing else in the log', () => {
      const matches = filterPattern(patternOf(filter));
      const matched = Object.values(log).flat().filter(matches);
      const told = Object.keys(log).filter((name) => counted[metric]?.includes(name));
      expect(matched).toEqual(told.map((name) => decisionIn(log[name] ?? [])));
      expect(told).toHaveLength(counted[metric]?.length ?? 0);
      expect(matched).not.toEqual([]);
    });

    test('matches no line that only looks like a decision', () => {
      const matches = filterPattern(patternOf(filter));
      const alike = (counted[metric] ?? []).map((name) => JSON.parse(decisionIn(log[name] ?? []) ?? ''));
      expect(alike.filter((line) => matches(JSON.stringify({ ...line, event: 'other' })))).toEqual([]);
    });

    test('asks for fields that the function writes', () => {
      const written = new Set(
        Object.values(log)
          .flat()
          .flatMap((line) => Object.keys(JSON.parse(line))),
      );
      for (const field of fieldsOf(patternOf(filter))) expect(written).toContain(field);
    });

    test('keeps to the limits of the service', () => {
      expect(patternOf(filter).length).toBeLessThanOrEqual(1024);
      expect(transformationsOf(filter)).toHaveLength(1);
    });

    test(`publishes a count, ${withoutDimensions.includes(metric) ? 'also of none' : 'by hook and operation'}`, () => {
      const common = { MetricNamespace: 'EgressGuard', MetricName: metric, MetricValue: '1', Unit: 'Count' };
      expect(transformationsOf(filter)).toEqual([
        withoutDimensions.includes(metric)
          ? { ...common, DefaultValue: 0 }
          : {
              ...common,
              Dimensions: [
                { Key: 'Hook', Value: '$.hookTypeName' },
                { Key: 'Operation', Value: '$.targetOperation' },
              ],
            },
      ]);
    });

    test('names in its pattern what becomes a dimension', () => {
      const dimensions = transformationsOf(filter).flatMap(({ Dimensions: list }) => (Array.isArray(list) ? list : []));
      const fields = dimensions.map((dimension) => String(part(dimension)['Value']).slice(2));
      expect(fieldsOf(patternOf(filter))).toEqual(expect.arrayContaining(fields));
    });
  },
);
