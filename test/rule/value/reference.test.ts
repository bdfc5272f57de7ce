import { describe, expect, test } from 'vitest';
import { holdsReference, standsForOther } from '../../../rule/value/reference.ts';

describe('a text holds a reference', () => {
  test.each(['{{resolve:ssm:a}}', 'a {{b}} c', '{{}}', '{{ }} }}', '${Cidr}', 'a${'])('%j', (text) => {
    expect(holdsReference(text)).toBe(true);
  });

  test.each(['', 'tcp', '{{b', 'b}}', '}}{{b', '}} {{b', '{b}', '$ {Cidr}'])('and not %j', (text) => {
    expect(holdsReference(text)).toBe(false);
  });
});

describe('a text stands for another', () => {
  test.each(['*', '**', '****', '{{resolve:ssm:a}}'])('%j', (text) => {
    expect(standsForOther(text)).toBe(true);
  });

  test.each(['', 'a*', '*a', '**a**', 'tcp'])('and not %j', (text) => {
    expect(standsForOther(text)).toBe(false);
  });
});
