import { describe, expect, test } from 'vitest';
import { nearest } from '../../../rule/value/nearest.ts';

const KNOWN = ['check', 'simulate', 'deploy', 'audit', 'status', 'Proto', 'ParameterKey', 'ParameterValue', 'Env'];

const near: Record<string, readonly [word: string, meant: string]> = {
  'a letter is missing': ['chek', 'check'],
  'a letter is too many': ['checkk', 'check'],
  'a letter is wrong': ['statuz', 'status'],
  'the first letter is wrong': ['vheck', 'check'],
  'two letters changed places': ['depoly', 'deploy'],
  'the first two letters changed places': ['hceck', 'check'],
  'two letters changed places in a short word': ['Porto', 'Proto'],
  'capitals differ': ['PROTO', 'Proto'],
  'several slips are in a long word': ['PrameterVaules', 'ParameterValue'],
  'it is the beginning': ['sim', 'simulate'],
  'it begins with it': ['environment', 'Env'],
};

const far = ['', 'a', 'e', 'ch', 'help', 'remove', 'constructor', '__proto__', 'toString', 'xyz', 'x'.repeat(100_000)];

describe('the nearest word', () => {
  test.each(Object.entries(near))('is told where %s', (_name, [word, meant]) => {
    expect(nearest(word, KNOWN)).toBe(meant);
  });

  test.each(far)('is nothing for what is far from all: %.20s', (word) => {
    expect(nearest(word, KNOWN)).toBeUndefined();
  });

  test('is the one with the fewest slips, and the first of those', () => {
    expect(nearest('abcde', ['abXXe', 'abXde', 'abYde'])).toBe('abXde');
  });

  test('is nothing where nothing is known', () => {
    expect(nearest('check', [])).toBeUndefined();
  });
});
