import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { arbitraryTemplate } from '../../../support/arbitrary-template.ts';
import { toShortTags } from '../../../support/short-tags.ts';
import { judgePlaces } from '../../../support/template.ts';

const style = fc.record({
  indent: fc.integer({ min: 1, max: 4 }),
  indentSeq: fc.boolean(),
  collectionStyle: fc.constantFrom('any', 'flow'),
  defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL'),
  lineWidth: fc.constantFrom(0, 120),
  version: fc.constantFrom('1.1', '1.2'),
});

test('a template says the same in JSON, in YAML of any style and in short tags', () => {
  fc.assert(
    fc.property(arbitraryTemplate, style, (template, options) => {
      const told = judgePlaces(JSON.stringify(template));
      expect(judgePlaces(JSON.stringify(template, undefined, '\t'))).toEqual(told);
      expect(judgePlaces(stringify(template, options))).toEqual(told);
      expect(judgePlaces(toShortTags(template))).toEqual(told);
    }),
    { numRuns: 400 },
  );
});
