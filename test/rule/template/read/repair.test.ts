import { expect, test } from 'vitest';
import { EGRESS, judgeText, type Told, yamlGroup } from '../../../support/template.ts';

const found = (...spots: readonly string[]): Told => ({
  findings: spots.map((spot) => spot.replace(' ', ` Sg ${EGRESS}`)),
});
const OTHER = '        - IpProtocol: all';

const readings: Record<string, readonly [text: string, told: Told]> = {
  'a flow list indented less than its key': [yamlGroup('[', '{IpProtocol: -1}', ']'), found('6:2 /0/IpProtocol = -1')],
  'a flow mapping indented less than its key': [
    yamlGroup('{', ' CidrIp: ::/0,', ' IpProtocol: -1', '}'),
    found('7:2 /IpProtocol = -1'),
  ],
  'a flow mapping over many lines, none of them indented': [
    yamlGroup('[', '{', '"CidrIp"', ':', '"::/0"', ',', '"IpProtocol"', ':', '-1', '}', ']'),
    found('11:1 /0/IpProtocol = -1'),
  ],
  'block lines behind such a mapping': [
    yamlGroup('', '        - {', 'IpProtocol: -1', '}', OTHER),
    found('7:1 /0/IpProtocol = -1', '9:11 /1/IpProtocol = "all"'),
  ],
  'a mapping that goes on behind the bracket': [
    yamlGroup('[{CidrIp: ::/0', '}, {IpProtocol: -1}]'),
    found('6:5 /1/IpProtocol = -1'),
  ],
  'a flow list behind a tag, indented less than its key': [
    yamlGroup('[{CidrIp: !Join', '[-, [a, b]], IpProtocol: -1}]'),
    found('6:14 /0/IpProtocol = -1'),
  ],
  'a flow mapping behind an anchor, indented less than its key': [
    yamlGroup('[&a', '{IpProtocol: -1},', ' *a]'),
    found('6:2 /0/IpProtocol = -1', '6:2 /1/IpProtocol = -1'),
  ],
  'tabs before a flow mapping': [yamlGroup('[', '\t\t{IpProtocol: -1}', '\t]'), found('6:4 /0/IpProtocol = -1')],
  'spaces and tabs before a flow mapping': [
    yamlGroup('[', '  \t {IpProtocol: -1}', ']'),
    found('6:6 /0/IpProtocol = -1'),
  ],
  'a quoted scalar indented less than its parent': [
    yamlGroup('', '        - Description: "one', ' two"', '          IpProtocol: -1'),
    found('8:11 /0/IpProtocol = -1'),
  ],
  'a quoted scalar with an empty line in it': [
    yamlGroup('', "        - Description: 'one", '', "two'", '          IpProtocol: -1'),
    found('9:11 /0/IpProtocol = -1'),
  ],
  'a quoted scalar in a flow mapping': [
    yamlGroup('[{Description: "one', 'two", IpProtocol: -1}]'),
    found('6:7 /0/IpProtocol = -1'),
  ],
  'a value in a quoted scalar that starts on its own line': [
    yamlGroup('', '        - IpProtocol: "', '-1"'),
    found('6:11 /0/IpProtocol = " -1"'),
  ],
  'brackets and quotes in a quoted scalar': [
    yamlGroup('[{Description: "]}', '[{ \\"", IpProtocol: -1}]'),
    found('6:9 /0/IpProtocol = -1'),
  ],
  'such lines in line breaks of Windows': [
    yamlGroup('[', '{IpProtocol: -1}', ']').replaceAll('\n', '\r\n'),
    found('6:2 /0/IpProtocol = -1'),
  ],
  'a comment right behind a bracket': [
    yamlGroup('[#one', '{#two', ' IpProtocol: -1},#three', ']#four'),
    found('7:2 /0/IpProtocol = -1'),
  ],
  'a comment right behind a quote': [
    yamlGroup(
      '',
      '        - CidrIp: "::/0"#one',
      '          IpProtocol: -1',
      "        - CidrIp: '::/0'#two",
      '          IpProtocol: all',
    ),
    found('7:11 /0/IpProtocol = -1', '9:11 /1/IpProtocol = "all"'),
  ],
};

test.each(Object.entries(readings))('reads %s', (_name, [text, told]) => {
  expect(judgeText(text)).toEqual(told);
});

test('reads hundreds of lines that are indented less than their parent', () => {
  const entries = Array.from({ length: 300 }, () => '{IpProtocol: tcp},');
  expect(judgeText(yamlGroup('[', ...entries, '{IpProtocol: -1}]'))).toEqual(found('306:2 /300/IpProtocol = -1'));
});
