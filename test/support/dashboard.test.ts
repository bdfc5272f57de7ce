import { describe, expect, test } from 'vitest';
import { expressionsOf, metricsOf, overlap, type Widget, widgetsOf } from './dashboard.ts';

const at = (x: number, y: number, width: number, height: number, properties = {}): Widget => ({
  type: 'metric',
  x,
  y,
  width,
  height,
  properties,
});

const one = at(6, 6, 6, 6);

const neighbours: Record<string, [widget: Widget, overlaps: boolean]> = {
  itself: [one, true],
  'one inside': [at(8, 8, 1, 1), true],
  'one around': [at(0, 0, 24, 24), true],
  'one at its corner': [at(11, 11, 2, 2), true],
  'one that crosses it': [at(0, 8, 24, 1), true],
  'one to the left': [at(0, 6, 6, 6), false],
  'one to the right': [at(12, 6, 6, 6), false],
  'one above': [at(6, 0, 6, 6), false],
  'one below': [at(6, 12, 6, 6), false],
};

describe('overlap', () => {
  test.each(Object.entries(neighbours))('of a widget and %s', (_name, [widget, overlaps]) => {
    expect([overlap(one, widget), overlap(widget, one)]).toEqual([overlaps, overlaps]);
  });
});

describe('widgetsOf', () => {
  test('reads the body', () => {
    const widget = { type: 'text', x: 0, y: 1, width: 2, height: 3, properties: { markdown: 'm' } };
    expect(widgetsOf(JSON.stringify({ widgets: [widget] }))).toEqual([widget]);
  });

  test('refuses a body that is not JSON', () => {
    expect(() => widgetsOf('{"widgets": [}')).toThrow(SyntaxError);
  });
});

const metrics = [
  [{ expression: 'SUM([a, b])', label: 'Both' }],
  ['N', 'First', 'D1', 'v1', 'D2', 'v2', { id: 'a' }],
  ['.', '.', '.', '.', '.', 'v3', { id: 'b' }],
  ['.', 'Second', '.', 'v4'],
  ['O', 'Third'],
];

describe('a widget', () => {
  test('has its metrics written out', () => {
    expect(metricsOf(at(0, 0, 1, 1, { metrics }))).toEqual([
      { namespace: 'N', name: 'First', dimensions: { D1: 'v1', D2: 'v2' }, options: { id: 'a' } },
      { namespace: 'N', name: 'First', dimensions: { D1: 'v1', D2: 'v3' }, options: { id: 'b' } },
      { namespace: 'N', name: 'Second', dimensions: { D1: 'v4' }, options: {} },
      { namespace: 'O', name: 'Third', dimensions: {}, options: {} },
    ]);
  });

  test('has its expressions apart', () => {
    expect(expressionsOf(at(0, 0, 1, 1, { metrics }))).toEqual(['SUM([a, b])']);
  });

  test('has neither where it shows no metrics', () => {
    expect([metricsOf(one), expressionsOf(one)]).toEqual([[], []]);
  });
});
