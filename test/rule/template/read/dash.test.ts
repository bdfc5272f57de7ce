import { describe, expect, test } from 'vitest';
import { readDocuments } from '../../../../rule/template/read/documents.ts';
import { EGRESS, judgeText, lines, yamlProtocol } from '../../../support/template.ts';

const read = (written: string): unknown => readDocuments(`Resources: {A: ${written}}\n`)[0]?.value['Resources'];

describe('a plain dash in a flow collection is text', () => {
  const values: Record<string, readonly [written: string, value: unknown]> = {
    'as the first item': ['[-, a]', ['-', 'a']],
    'as the last item': ['[a, -]', ['a', '-']],
    'as the only item': ['[-]', ['-']],
    'as every item': ['[-, -,-]', ['-', '-', '-']],
    'behind a tag': ['[!Sub -, 1]', [{ 'Fn::Sub': '-' }, 1]],
    'behind an anchor': ['[&a -, *a]', ['-', '-']],
    'on a line of its own': ['[\n-,\n 1]', ['-', 1]],
    'as a value': ['{B: -, C: -}', { B: '-', C: '-' }],
    'as a value behind a colon': ['{"B":-}', { B: '-' }],
    'as a key without a value': ['{-}', { '-': null }],
    'beside quotes that look like it': ['[-, ",-,[ -]", \'-,\']', ['-', ',-,[ -]', '-,']],
    'beside a text with dashes': ['[-, a -b, --]', ['-', 'a -b', '--']],
    'beside a character that could stand for it': ['[-, \ue000]', ['-', '\ue000']],
    'beside a comment that looks like it': ['[-, # [-]\n a]', ['-', 'a']],
  };

  test.each(Object.entries(values))('%s', (_name, [written, value]) => {
    expect(read(written)).toEqual({ A: value });
  });
});

test.each(['[- , a]', '[- a]', '[-\n]', '["a"-, b]', '[*a-, b]'])('"%s" is no list', (written) => {
  expect(judgeText(`Resources: {A: ${written}}\n`)).toEqual({ unreadable: expect.anything() });
});

test('what stands behind such a dash keeps its place', () => {
  const text =
    lines('Resources:', '  Out:', '    Type: AWS::EC2::SecurityGroupEgress') +
    '    Properties: {GroupId: -, CidrIp: -, IpProtocol: -1}';
  expect(judgeText(text)).toEqual({ findings: ['4:41 Out /Resources/Out/Properties/IpProtocol = -1'] });
});

test('the protocol that such a dash is part of is found', () => {
  expect(judgeText(yamlProtocol('!Join [-, ["", 1]]'))).toEqual({
    findings: [`6:11 Sg ${EGRESS}/0/IpProtocol = "-1"`],
  });
});

test('a thousand such dashes are read at once', () => {
  const text = yamlProtocol('-1', `Metadata: {${Array.from({ length: 1000 }, (_, index) => `K${index}: [-]`)}}`);
  expect(judgeText(text)).toEqual({ findings: [`6:11 Sg ${EGRESS}/0/IpProtocol = -1`] });
});
