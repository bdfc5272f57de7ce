import { expect, test } from 'vitest';
import { combine } from '../../../../rule/template/resolve/possible-values.ts';

const count = (length: number): { readonly values: readonly unknown[] } => ({
  values: Array.from({ length }, (_, index) => index),
});
const join = (values: readonly unknown[]): string => values.join(' ');

test('every combination of what the parts can be is made', () => {
  expect(combine([count(2), count(1), count(2)], join)).toEqual({ values: ['0 0 0', '0 0 1', '1 0 0', '1 0 1'] });
});

test('nothing is combined where there come to be too many', () => {
  let reads = 0;
  const watched = new Proxy(count(200).values, {
    get: (values, key, receiver) => {
      if (/^\d+$/.test(String(key))) reads += 1;
      return Reflect.get(values, key, receiver);
    },
  });
  expect(combine([count(60), { values: watched }], join)).toEqual({ unknown: 'it can take too many values' });
  expect(reads).toBe(0);
});
