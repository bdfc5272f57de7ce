import { expect, test } from 'vitest';
import { evaluateTemplate } from '../../rule/library.ts';
import { compare } from './compare.ts';

const evaluation = evaluateTemplate(`Resources:
  Sg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupEgress:
        - IpProtocol: -1
        - IpProtocol: !GetAtt Other.Protocol
`);

const egress = '/Resources/Sg/Properties/SecurityGroupEgress';
const literal = { kind: 'literal-int', logicalId: 'Sg', path: `${egress}/0/IpProtocol`, line: 6, col: 11 };
const open = { kind: 'value-GetAtt', logicalId: 'Sg', path: `${egress}/1/IpProtocol`, line: 7, col: 11 };

test('the oracle and the rule agree', () => {
  expect(compare([literal, open], evaluation)).toEqual([]);
});

test('what the oracle found elsewhere is missing here and unexpected there', () => {
  expect(compare([{ ...literal, line: 7 }, open], evaluation)).toEqual([
    `not found: Sg ${egress}/0/IpProtocol 7:11`,
    `not expected: Sg ${egress}/0/IpProtocol 6:11`,
  ]);
});

test('what the oracle did not find is unexpected', () => {
  expect(compare([literal], evaluation)).toEqual([`not expected to be open: Sg ${egress}/1/IpProtocol 7:11`]);
});

test('a template that the oracle could read and the rule could not', () => {
  expect(compare([literal], evaluateTemplate('a: b: c'))).toEqual(['unreadable: bad indentation of a mapping entry']);
});
