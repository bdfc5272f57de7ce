import { isObject, type JsonObject } from '../../rule/value/place.ts';
import { part } from './deployed.ts';

/** A widget on the grid of 24 columns. */
export interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: JsonObject;
}

/** A metric of a widget, its abbreviations written out. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: JsonObject;
  readonly options: JsonObject;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const toWidget = (value: unknown): Widget => {
  const { type, x, y, width, height } = part(value);
  const numbers = { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
  return { type: String(type), ...numbers, properties: part(value, 'properties') };
};

/** The widgets of the body of a dashboard, which has to be JSON. */
export const widgetsOf = (body: unknown): Widget[] => list(part(JSON.parse(String(body)))['widgets']).map(toWidget);

/** Whether two widgets cover a cell together. */
export const overlap = (a: Widget, b: Widget): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const pairs = ([key, value, ...others]: readonly string[]): [string, string][] =>
  key === undefined || value === undefined ? [] : [[key, value], ...pairs(others)];

const isExpression = (row: unknown): boolean => isObject(list(row)[0]);

/** A dot stands for what is at the same place in the row before. */
const writeOut = (row: readonly string[], before: readonly string[]): string[] =>
  row.map((text, index) => (text === '.' ? (before[index] ?? '') : text));

/** The metrics of a widget, without its expressions. */
export const metricsOf = ({ properties }: Widget): Metric[] => {
  let before: string[] = [];
  return list(properties['metrics']).flatMap((row) => {
    if (isExpression(row)) return [];
    before = writeOut(
      list(row).filter((cell) => typeof cell === 'string'),
      before,
    );
    const [namespace = '', name = '', ...dimensions] = before;
    return [{ namespace, name, dimensions: Object.fromEntries(pairs(dimensions)), options: part(list(row).at(-1)) }];
  });
};

/** The metric math of a widget. */
export const expressionsOf = ({ properties }: Widget): string[] =>
  list(properties['metrics']).flatMap((row) => {
    const { expression } = part(list(row)[0]);
    return typeof expression === 'string' ? [expression] : [];
  });
