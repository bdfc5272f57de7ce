import { expect, test } from 'vitest';
import { makeRandom } from '../support/random.ts';
import { formats, measureAccuracy } from './compare.ts';

test.each([
  ['version 2, the default', 0.97, 0.99],
  ['with flow-direction alone', 0.97, 0.99],
  ['with tcp-flags', 0.995, 1],
  ['with tcp-flags and flow-direction', 0.995, 1],
])('%s tells what interfaces need', (name, precision, recall) => {
  const { needs, found, right } = measureAccuracy(formats[name] ?? [], makeRandom(3), 200);
  expect(needs).toBeGreaterThan(1000);
  expect(right / found).toBeGreaterThanOrEqual(precision);
  expect(right / needs).toBeGreaterThanOrEqual(recall);
});
