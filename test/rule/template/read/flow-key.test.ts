import { expect, test } from 'vitest';
import { readDocuments } from '../../../../rule/template/read/documents.ts';
import { EGRESS, judgeText, lines, yamlGroup } from '../../../support/template.ts';

const keys: Record<string, readonly [written: string, value: unknown]> = {
  'right before a key': ['{?a: b}', { a: 'b' }],
  'right before a key in quotes': ['{?"a": b, ?\'c\': d}', { a: 'b', c: 'd' }],
  'right before a key without a value': ['{a: b, ?c}', { a: 'b', c: null }],
  'right before a tag': ['{?!!str 010: b}', { '010': 'b' }],
  'right before an anchor': ['{?&x a: *x}', { a: 'a' }],
  'on a line of its own': ['{\n?a: b,\n ?c: d}', { a: 'b', c: 'd' }],
  'within a list': ['[{?a: b}, ?c: d]', [{ a: 'b' }, { c: 'd' }]],
  'before a space': ['{? a : b}', { a: 'b' }],
  'in the middle of a text': ['{a?b: c?, d: "?e"}', { 'a?b': 'c?', d: '?e' }],
};

test.each(Object.entries(keys))('a question mark in a flow collection, %s', (_name, [written, value]) => {
  expect(readDocuments(`Resources: {A: ${written}}\n`)[0]?.value['Resources']).toEqual({ A: value });
});

test('a question mark in a block collection belongs to the text', () => {
  expect(readDocuments('Resources:\n  ?A: ?b\n  C: {d: e}\n')[0]?.value['Resources']).toEqual({
    '?A': '?b',
    C: { d: 'e' },
  });
});

test('a protocol behind such a mark is found at its place', () => {
  expect(judgeText(yamlGroup('[{?IpProtocol: -1}]'))).toEqual({ findings: [`5:31 Sg ${EGRESS}/0/IpProtocol = -1`] });
});

test('so many marks that it takes too long to read them are told', () => {
  const text = lines(`Resources: {${'?'.repeat(30_000)}a: b}`);
  expect(judgeText(text)).toEqual({ unreadable: { reason: 'too many keys', line: 1, column: 1 } });
});
