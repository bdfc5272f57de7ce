import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateTemplate } from '../../../../rule/library.ts';
import { judgeText, yamlGroup, yamlProtocol } from '../../../support/template.ts';

type Unreadable = readonly [text: string, reason: string, line?: number, column?: number];

const NO_TEMPLATE = 'it is not a template: it has no Resources';

const broken: Record<string, Unreadable> = {
  'nothing at all': ['', 'it is empty'],
  'spaces and line breaks': [' \n\t\n', 'it is empty'],
  'a byte-order mark alone': ['\ufeff', 'it is empty'],
  'a comment alone': ['# later\n', 'it is empty'],
  'a word': ['hello\n', 'it is not a template: its top level is text'],
  'a list': ['- Resources\n', 'it is not a template: its top level is a list'],
  'a JSON list': ['[{"Resources": {}}]', 'it is not a template: its top level is a list'],
  'a mapping of something else': ['name: app\n', NO_TEMPLATE],
  'an empty JSON object': ['{}', NO_TEMPLATE],
  'a bracket that is left open': ['{"Resources": {', 'unexpected end of the stream within a flow collection', 1, 16],
  'a bracket too many': ['{"Resources": {}}}', 'end of the stream or a document separator is expected', 1, 18],
  'a comma that is missing': ['{"Resources": {} "Outputs": {}}', 'missed comma between flow collection entries', 1, 18],
  'a quote that is left open': ['Resources: "a\n', 'unexpected end of the stream within a double quoted scalar', 2, 1],
  'an escape that does not exist': ['Resources: "\\q"\n', 'unknown escape sequence', 1, 14],
  'a tab as indentation': ['Resources:\n\tSg: {}\n', 'tab characters must not be used in indentation', 2, 1],
  'a key indented less than its siblings': [
    'Resources:\n    A: {}\n  B: {}\n',
    'bad indentation of a mapping entry',
    3,
    3,
  ],
  'two keys on one line': ['Resources: a: b\n', 'bad indentation of a mapping entry', 1, 13],
  'an alias without an anchor': ['Resources: *none\n', 'alias without an anchor before it', 1, 12],
  'an alias before its anchor': ['A: *a\nB: &a {}\nResources: {}\n', 'alias without an anchor before it', 1, 4],
  'an alias of another document': [
    'A: &a {}\nResources: {}\n---\nResources: *a\n',
    'alias without an anchor before it',
    4,
    12,
  ],
  'an alias within its own anchor': ['Resources: &a [*a]\n', 'alias without an anchor before it', 1, 16],
};

describe('is unreadable', () => {
  test.each(Object.entries(broken))('%s', (_name, [text, reason, line, column]) => {
    const position = line === undefined ? {} : { line, column };
    expect(judgeText(text)).toEqual({ unreadable: { reason, ...position } });
  });
});

describe('never throws, and says nothing of what it cannot read,', () => {
  const seeds = [yamlProtocol('!If [A, -1, "tcp"]'), yamlGroup('[{"IpProtocol": "-1"}]'), '{"Resources":{"a":[]}}'];
  const pieces = fc.constantFrom(
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '&a',
    '*a',
    '!If',
    '- ',
    ': ',
    '\n',
    '\t',
    '#',
    '|',
    '<<',
    '\\',
    '---',
  );

  test('whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { findings, undetermined, unreadable } = evaluateTemplate(text);
        expect([findings.length, undetermined.length, typeof unreadable]).toEqual([0, 0, 'object']);
      }),
    );
  });

  test('whatever is put into a template', () => {
    const place = fc.record({ seed: fc.constantFrom(...seeds), at: fc.nat(200), cut: fc.nat(5), piece: pieces });
    fc.assert(
      fc.property(place, ({ seed, at, cut, piece }) => {
        const { findings, unreadable } = evaluateTemplate(seed.slice(0, at) + piece + seed.slice(at + cut));
        expect(unreadable === undefined || findings.length === 0).toBe(true);
      }),
    );
  });
});
