import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../rule/value/place.ts';
import { expressionsOf, metricsOf, overlap, type Widget, widgetsOf } from '../support/dashboard.ts';
import { part, readTemplate } from '../support/deployed.ts';
import { askedBy, fieldOf } from '../support/query.ts';
import { type Parameters, renderTemplate, resourcesOf } from '../support/rendered-template.ts';
import { decisionIn, everything, writeLog } from '../support/rendered-template-log.ts';

const template = await readTemplate('template.yaml');
const log = await writeLog();

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** What the metric filters publish: a name, and a hook and an operation that a decision in the log has. */
const publishedBy = (filters: readonly JsonObject[]): string[] => {
  const lines = Object.values(log).flatMap((some) => decisionIn(some) ?? []);
  const pairs = lines.map((line) => JSON.parse(line)).map((line) => [line.hookTypeName, line.targetOperation]);
  return filters.flatMap((filter) =>
    list(filter['MetricTransformations']).flatMap((one) => {
      const { MetricNamespace: namespace, MetricName: name, Dimensions: dimensions } = part(one);
      if (dimensions === undefined) return [JSON.stringify([namespace, name, {}])];
      return pairs.map(([Hook, Operation]) => JSON.stringify([namespace, name, { Hook, Operation }]));
    }),
  );
};

/** What Lambda publishes of a function; https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
const ofLambda = (...functionNames: readonly unknown[]): string[] =>
  functionNames.flatMap((FunctionName) =>
    ['Duration', 'Errors', 'Throttles'].map((name) => JSON.stringify(['AWS/Lambda', name, { FunctionName }])),
  );

const cases: Record<string, Parameters> = {
  'all parameters given': everything,
  'exemptions alone': { ExemptionsUri: 's3://config/exemptions.json' },
  'an archive alone': { ArchiveBucket: 'archive' },
  'the parameters left as they are': {},
};

describe.each(Object.entries(cases))('the dashboard, with %s,', (_name, parameters) => {
  const rendered = renderTemplate(template, parameters);
  const { DashboardName: name, DashboardBody: body } = rendered.resources['Dashboard'] ?? {};
  const { ResourceFunctionName: gate, TemplateFunctionName: warning } = rendered.outputs;
  const widgets = widgetsOf(body);
  const titled = (title: string): Widget => {
    const widget = widgets.find(({ properties }) => properties['title'] === title);
    if (widget === undefined) throw new Error(`No widget is titled ${title}.`);
    return widget;
  };

  test('has a name of its own in every Region of an account', () => {
    expect(name).toBe('egress-guard-us-east-1');
  });

  test('opens on the last week', () => {
    expect(JSON.parse(String(body))).toMatchObject({ start: '-P7D', periodOverride: 'auto' });
  });

  test('lies on the grid, and no widget covers another', () => {
    for (const { x, y, width, height } of widgets) {
      for (const number of [x, y, width, height]) expect(number).toSatisfy(Number.isInteger);
      expect(Math.min(x, y, width - 1, height - 1)).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(24);
    }
    const covering = widgets.flatMap((a, index) => widgets.slice(index + 1).filter((b) => overlap(a, b)));
    expect(covering).toEqual([]);
  });

  test('leaves no cell of the grid empty', () => {
    const area = widgets.reduce((sum, { width, height }) => sum + width * height, 0);
    expect(area).toBe(24 * Math.max(...widgets.map(({ y, height }) => y + height)));
  });

  test('shows its own Region', () => {
    for (const { type, properties } of widgets.filter((widget) => ['metric', 'log'].includes(widget.type)))
      expect([type, properties['region']]).toEqual([type, 'us-east-1']);
  });

  test('begins with what it is, what the colours mean, and where to look next', () => {
    const [first] = widgets;
    expect(first).toMatchObject({ type: 'text', x: 0, y: 0, width: 24 });
    for (const word of [
      '# Egress Guard',
      '**Red**',
      '**Orange**',
      '**Purple**',
      '**Blue**',
      '**Grey**',
      'folder egress-guard',
    ])
      expect(first?.properties['markdown']).toContain(word);
  });

  test('shows metrics that are published', () => {
    const filters = Object.values(resourcesOf(rendered, 'AWS::Logs::MetricFilter'));
    const published = [...publishedBy(filters), ...ofLambda(gate, warning)];
    const shown = widgets.flatMap(metricsOf).map((one) => JSON.stringify([one.namespace, one.name, one.dimensions]));
    expect(shown.length).toBeGreaterThan(40);
    expect(published).toEqual(expect.arrayContaining(shown));
  });

  test.each([
    ['Resource hook', ['RESOURCE', 'CLOUD_CONTROL']],
    ['Template hook', ['STACK', 'CHANGE_SET']],
  ])('sums up the operations of the %s', (hook, operations) => {
    for (const title of [`${hook}: operations in the time range`, `${hook}: operations over time`]) {
      const metrics = metricsOf(titled(title));
      for (const expression of expressionsOf(titled(title))) {
        const [, ...ids] = /^SUM\(FILL\(\[(\w+), (\w+)\], 0\)\)$/.exec(expression) ?? [];
        const summed = ids.map((id) => metrics.find(({ options }) => options['id'] === id));
        expect(summed.map((metric) => metric?.dimensions['Operation'])).toEqual(operations);
        expect(new Set(summed.map((metric) => metric?.name.toLowerCase()))).toEqual(new Set([ids[0]?.slice(0, -1)]));
      }
    }
  });

  test.each(['Resource hook', 'Template hook'])(
    'gives every outcome of the %s its colour, the same everywhere',
    (hook) => {
      const labelsOf = (title: string): unknown[] =>
        list(titled(title).properties['metrics']).flatMap((row) => {
          const { expression, label, color } = part(list(row)[0]);
          return expression === undefined ? [] : [[label, color]];
        });
      const colours = [
        ['Blocked', '#d62728'],
        ['Undetermined', '#ff7f0e'],
        ['Existing', '#9467bd'],
        ['Exempted', '#1f77b4'],
        ['Failed', '#7f7f7f'],
      ];
      expect(labelsOf(`${hook}: operations over time`)).toEqual(colours);
      expect(labelsOf(`${hook}: operations in the time range`)).toEqual([['Evaluated', '#2ca02c'], ...colours]);
    },
  );

  test('shows the time that answers take', () => {
    const shown = metricsOf(titled('Time to answer'));
    expect(shown.map(({ name, dimensions, options }) => [name, dimensions['FunctionName'], options['stat']])).toEqual([
      ['Duration', gate, 'p50'],
      ['Duration', gate, 'p95'],
      ['Duration', gate, 'Maximum'],
      ['Duration', warning, 'p95'],
      ['Duration', warning, 'Maximum'],
    ]);
  });

  test('shows failures and throttles', () => {
    const shown = metricsOf(titled('Failures and throttles'));
    expect(shown.map(({ name, dimensions }) => [name, dimensions['FunctionName']])).toEqual([
      ['Failures', undefined],
      ['PayloadsUnread', undefined],
      ['Errors', gate],
      ['Errors', warning],
      ['Throttles', gate],
      ['Throttles', warning],
    ]);
  });

  test.each(['Time to answer', 'Failures and throttles'])('tells the two functions apart: %s', (title) => {
    const told = metricsOf(titled(title)).filter(({ namespace }) => namespace === 'AWS/Lambda');
    for (const { dimensions, options } of told) {
      const name = dimensions['FunctionName'] === gate ? /^Gate\b/ : /^Early warning\b/;
      expect(options['label']).toMatch(name);
    }
    const labels = metricsOf(titled(title)).map(({ options }) => options['label']);
    expect(new Set(labels).size).toBe(labels.length);
  });

  test('shows every alarm that there is', () => {
    const alarms = Object.keys(resourcesOf(rendered, 'AWS::CloudWatch::Alarm'));
    const names = alarms.map(
      (id) => new RegExp(`^arn:aws:cloudwatch:us-east-1:123456789012:alarm:egress-guard-${id}-\\w+$`),
    );
    expect(titled('Alarms').properties['alarms']).toEqual(names.map((name) => expect.stringMatching(name)));
  });

  test('lists the stacks that are blocked most', () => {
    const [, group, query = ''] =
      /^SOURCE '([^']+)' \| (.*)$/s.exec(String(titled('Most blocked stacks').properties['query'])) ?? [];
    expect(group).toBe(rendered.outputs['LogGroupName']);
    const lines: readonly unknown[] = Object.values(log)
      .flat()
      .map((line) => JSON.parse(line));
    const { fields, compared } = askedBy(query);
    expect(fields).toEqual(expect.arrayContaining(['stackName', 'targetOperation', 'hookTypeName', 'blocked']));
    expect(fields.filter((field) => lines.every((line) => fieldOf(line, field) === undefined))).toEqual([]);
    expect(compared).toEqual([
      ['event', 'decision'],
      ['outcome', 'BLOCKED'],
    ]);
  });
});
