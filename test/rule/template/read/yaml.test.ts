import { describe, expect, test } from 'vitest';
import { EGRESS, judgeText, lines, type Told, yamlGroup, yamlProtocol } from '../../../support/template.ts';

const found = (at: string, path: string, value: unknown = -1): Told => ({
  findings: [`${at} Sg ${EGRESS}${path} = ${JSON.stringify(value)}`],
});
const plain = yamlProtocol('-1');

const readings: Record<string, readonly [text: string, told: Told]> = {
  'a block list': [plain, found('6:11', '/0/IpProtocol')],
  'a byte-order mark': [`\ufeff${plain}`, found('6:11', '/0/IpProtocol')],
  'line breaks of Windows': [plain.replaceAll('\n', '\r\n'), found('6:11', '/0/IpProtocol')],
  'line breaks of old Macs': [plain.replaceAll('\n', '\r'), found('6:11', '/0/IpProtocol')],
  'no line break at the end': [plain.trimEnd(), found('6:11', '/0/IpProtocol')],
  'a document marker before': [`---\n${plain}`, found('7:11', '/0/IpProtocol')],
  'a version directive before': [`%YAML 1.1\n---\n${plain}`, found('8:11', '/0/IpProtocol')],
  'a document end behind': [`${plain}...\n`, found('6:11', '/0/IpProtocol')],
  'an empty document before and behind': [`---\n---\n${plain}---\n`, found('8:11', '/0/IpProtocol')],
  'a date as the version': [`AWSTemplateFormatVersion: 2010-09-09\n${plain}`, found('7:11', '/0/IpProtocol')],
  'comments everywhere': [
    lines('# a', 'Resources: # b', '  Sg: # c', '    Type: AWS::EC2::SecurityGroup # d', '    Properties: # e') +
      lines('      # f', '      SecurityGroupEgress: # g', '      - IpProtocol: -1 # h'),
    found('8:9', '/0/IpProtocol'),
  ],
  'a list as deep as its key': [yamlGroup('', '      - IpProtocol: -1'), found('6:9', '/0/IpProtocol')],
  'a dash on its own line': [yamlGroup('', '        -', '          IpProtocol: -1'), found('7:11', '/0/IpProtocol')],
  'a value on the next line': [
    yamlGroup('', '        - IpProtocol:', '            -1'),
    found('6:11', '/0/IpProtocol'),
  ],
  'a key behind another': [
    yamlGroup('', '        - CidrIp: 0.0.0.0/0', '          IpProtocol: -1'),
    found('7:11', '/0/IpProtocol'),
  ],
  'a single object without an index': [yamlGroup('', '        IpProtocol: -1'), found('6:9', '/IpProtocol')],
  'a flow list': [yamlGroup('[{CidrIp: 10.0.0.0/8, IpProtocol: -1}]'), found('5:50', '/0/IpProtocol')],
  'a flow list with trailing commas': [yamlGroup('[{IpProtocol: -1,},]'), found('5:30', '/0/IpProtocol')],
  'a flow list with tabs': [yamlGroup('[\t{\tIpProtocol:\t-1\t}\t]'), found('5:32', '/0/IpProtocol')],
  'an explicit key': [yamlGroup('', '        - ? IpProtocol', '          : -1'), found('6:13', '/0/IpProtocol')],
  'a key in single quotes': [yamlGroup("[{'IpProtocol': -1}]"), found('5:30', '/0/IpProtocol')],
  'a key in double quotes': [yamlGroup('[{"IpProtocol": -1}]'), found('5:30', '/0/IpProtocol')],
  'a key with a tag': [yamlGroup('[{!Sub IpProtocol: -1}]'), found('5:30', '/0/IpProtocol')],
  'a key with an escape': [yamlGroup('[{"\\u0049p\\x50rotocol": -1}]'), found('5:30', '/0/IpProtocol')],
  'a key with an anchor': [yamlGroup('[{&key IpProtocol: -1}]'), found('5:35', '/0/IpProtocol')],
  'a type with an escape': [
    plain.replace('AWS::EC2::SecurityGroup', '"AWS::EC2::\\x53ecurityGroup"'),
    found('6:11', '/0/IpProtocol'),
  ],
  'a key and a value in single quotes': [yamlProtocol("'-1'"), found('6:11', '/0/IpProtocol', '-1')],
  'a value in double quotes': [yamlProtocol('"-1"'), found('6:11', '/0/IpProtocol', '-1')],
  'a value with escapes': [yamlProtocol('"\\x2d\\u0031"'), found('6:11', '/0/IpProtocol', '-1')],
  'a value with a line that goes on': [
    yamlGroup('', '        - IpProtocol: "-\\', '            1"'),
    found('6:11', '/0/IpProtocol', '-1'),
  ],
  'a value as a literal block': [
    yamlGroup('', '        - IpProtocol: |', '            -1'),
    found('6:11', '/0/IpProtocol', '-1\n'),
  ],
  'a value as a folded block': [
    yamlGroup('', '        - IpProtocol: >-', '            -1'),
    found('6:11', '/0/IpProtocol', '-1'),
  ],
  'a value with the tag of text': [yamlProtocol('!!str -1'), found('6:11', '/0/IpProtocol', '-1')],
  'a value with the tag of numbers': [yamlProtocol('!!int "-1"'), found('6:11', '/0/IpProtocol', '-1')],
  'a value with the tag of nothing': [yamlProtocol('! "-1"'), found('6:11', '/0/IpProtocol', '-1')],
  'a logical id with a slash': [
    plain.replace('Sg:', 'a/b~c:'),
    { findings: ['6:11 a/b~c /Resources/a~1b~0c/Properties/SecurityGroupEgress/0/IpProtocol = -1'] },
  ],
  'a logical id called IpProtocol': [
    plain.replace('Sg:', 'IpProtocol:'),
    { findings: ['6:11 IpProtocol /Resources/IpProtocol/Properties/SecurityGroupEgress/0/IpProtocol = -1'] },
  ],
  'a logical id called __proto__': [
    plain.replace('Sg:', '__proto__:'),
    { findings: ['6:11 __proto__ /Resources/__proto__/Properties/SecurityGroupEgress/0/IpProtocol = -1'] },
  ],
  'characters of two units before the key': [
    yamlGroup('[{Description: "\u{1f512}", IpProtocol: -1}]'),
    found('5:49', '/0/IpProtocol'),
  ],
};

test.each(Object.entries(readings))('reads %s', (_name, [text, told]) => {
  expect(judgeText(text)).toEqual(told);
});

describe('of keys that are written twice the last one counts', () => {
  const twice: Record<string, readonly [text: string, told: Told]> = {
    'the protocol, bad at last': [yamlGroup('[{IpProtocol: tcp, IpProtocol: -1}]'), found('5:47', '/0/IpProtocol')],
    'the protocol, good at last': [yamlGroup('[{IpProtocol: -1, IpProtocol: tcp}]'), {}],
    'the egress': [
      yamlGroup('[{IpProtocol: -1}]', '      SecurityGroupEgress:', '        - IpProtocol: "-1"'),
      found('7:11', '/0/IpProtocol', '-1'),
    ],
    'the resource': [`${plain}  Sg:\n    Type: AWS::EC2::SecurityGroup\n`, {}],
    'all resources': [`Resources: {}\n${plain}`, found('7:11', '/0/IpProtocol')],
  };

  test.each(Object.entries(twice))('%s', (_name, [text, told]) => {
    expect(judgeText(text)).toEqual(told);
  });
});

test('of several documents, each that is a template is read', () => {
  expect(judgeText(`${plain}---\nname: other\n---\n${plain.replace('Sg:', 'Other:')}`)).toEqual({
    findings: [
      `6:11 Sg ${EGRESS}/0/IpProtocol = -1`,
      '16:11 Other /Resources/Other/Properties/SecurityGroupEgress/0/IpProtocol = -1',
    ],
  });
});

test('two bad entries in one group are two findings, each at its own place', () => {
  const text = yamlGroup('', '        - IpProtocol: -1', '        - IpProtocol: tcp', '        - IpProtocol: all');
  expect(judgeText(text)).toEqual({
    findings: [`6:11 Sg ${EGRESS}/0/IpProtocol = -1`, `8:11 Sg ${EGRESS}/2/IpProtocol = "all"`],
  });
});
