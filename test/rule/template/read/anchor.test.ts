import { expect, test } from 'vitest';
import { EGRESS, judgeText, lines, type Told, yamlGroup } from '../../../support/template.ts';

const sg = (at: string, path: string, value: unknown = -1): Told => ({
  findings: [`${at} Sg ${EGRESS}${path} = ${JSON.stringify(value)}`],
});
const before = (...texts: readonly string[]): string => lines('Shared:', ...texts.map((text) => `  ${text}`));
const OPEN = before('open: &open', '  IpProtocol: -1', 'closed: &closed', '  IpProtocol: tcp');

const readings: Record<string, readonly [text: string, told: Told]> = {
  'an aliased value, at the key': [
    `${before('protocol: &protocol -1')}${yamlGroup('[{IpProtocol: *protocol}]')}`,
    sg('7:30', '/0/IpProtocol'),
  ],
  'an aliased entry, where the anchor stands': [`${OPEN}${yamlGroup('[*closed, *open]')}`, sg('3:5', '/1/IpProtocol')],
  'an aliased list, where the anchor stands': [
    `${before('all: &all', '- IpProtocol: -1')}${yamlGroup('*all')}`,
    sg('3:5', '/0/IpProtocol'),
  ],
  'an aliased function': [
    `${before('protocol: &protocol !Sub "-1"')}${yamlGroup('[{IpProtocol: *protocol}]')}`,
    sg('7:30', '/0/IpProtocol', '-1'),
  ],
  'an aliased collection with a tag': [
    `${before('either: &either !If [Never, {IpProtocol: -1}, {IpProtocol: tcp}]')}${yamlGroup('[*either]')}`,
    { findings: [`2:32 Sg ${EGRESS}/0/Fn::If/1/IpProtocol if Never = -1`] },
  ],
  'an anchor before a tag and one behind it': [
    yamlGroup('[{IpProtocol: &a !Sub "-1"}, {IpProtocol: !Sub &b "-1"}, {IpProtocol: *b}]'),
    {
      findings: [
        `5:30 Sg ${EGRESS}/0/IpProtocol = "-1"`,
        `5:58 Sg ${EGRESS}/1/IpProtocol = "-1"`,
        `5:86 Sg ${EGRESS}/2/IpProtocol = "-1"`,
      ],
    },
  ],
  'an anchor that is set anew': [
    yamlGroup('[{IpProtocol: &p tcp}, {IpProtocol: *p}, {IpProtocol: &p -1}, {IpProtocol: *p}]'),
    { findings: [`5:70 Sg ${EGRESS}/2/IpProtocol = -1`, `5:91 Sg ${EGRESS}/3/IpProtocol = -1`] },
  ],
  'an alias as a key': [`${before('key: &key IpProtocol')}${yamlGroup('[{*key : -1}]')}`, sg('2:13', '/0/IpProtocol')],
  'a merged entry, where the key stands': [
    `${OPEN}${yamlGroup('', '        - <<: *open', '          CidrIp: ::/0')}`,
    sg('3:5', '/0/IpProtocol'),
  ],
  'a merged entry whose protocol is overridden': [`${OPEN}${yamlGroup('[{<<: *open, IpProtocol: tcp}]')}`, {}],
  'an override that stands before the merge key': [
    `${OPEN}${yamlGroup('[{IpProtocol: -1, <<: *closed}]')}`,
    sg('10:30', '/0/IpProtocol'),
  ],
  'a list of merged entries: the first counts': [
    `${OPEN}${yamlGroup('[{<<: [*open, *closed]}, {<<: [*closed, *open]}]')}`,
    sg('3:5', '/0/IpProtocol'),
  ],
  'merge keys that are written twice: the first counts': [
    `${OPEN}${yamlGroup('[{<<: *closed, <<: *open}, {<<: *open, <<: *closed}]')}`,
    sg('3:5', '/1/IpProtocol'),
  ],
  'merged properties': [
    lines(
      'Base: &base',
      '  SecurityGroupEgress:',
      '    - IpProtocol: -1',
      'Resources:',
      '  Sg:',
      '    Type: AWS::EC2::SecurityGroup',
      '    Properties:',
      '      <<: *base',
    ),
    sg('3:7', '/0/IpProtocol'),
  ],
  'a merge of a merge': [
    `${OPEN}${before('again: &again {<<: *open, CidrIp: ::/0}')}${yamlGroup('[{<<: *again}]')}`,
    sg('3:5', '/0/IpProtocol'),
  ],
  'a merge key in quotes, which is an ordinary key': [`${OPEN}${yamlGroup('[{"<<": *open, IpProtocol: tcp}]')}`, {}],
  'a merge of a mapping that is written in place': [yamlGroup('[{<<: {IpProtocol: -1}}]'), sg('5:35', '/0/IpProtocol')],
};

test.each(Object.entries(readings))('reads %s', (_name, [text, told]) => {
  expect(judgeText(text)).toEqual(told);
});
