import { describe, expect, test } from 'vitest';
import { judgeText, lines, type Told } from '../../support/template.ts';

const RULE = { rules: ['security_group_without_egress'] };
const PATH = '/Resources/Sg/Properties/SecurityGroupEgress';
const group = (...properties: readonly string[]): string =>
  lines(
    'Resources:',
    '  Sg:',
    '    Type: AWS::EC2::SecurityGroup',
    '    Properties:',
    '      GroupDescription: app',
    ...properties,
  );
const beside = (groupId: string): string =>
  `${group()}${lines('  Out:', '    Type: AWS::EC2::SecurityGroupEgress', `    Properties: {IpProtocol: tcp, GroupId: ${groupId}}`)}`;

const CONDITIONS = lines('Conditions: {A: !Equals [!Ref AWS::Region, eu-west-1], N: !Not [!Condition A]}');
const under = (...conditions: readonly string[]): string =>
  `${CONDITIONS}${group()}${conditions
    .map((name) =>
      lines(
        `  Out${name}:`,
        '    Type: AWS::EC2::SecurityGroupEgress',
        `    Condition: ${name}`,
        '    Properties: {IpProtocol: tcp, GroupId: !Ref Sg}',
      ),
    )
    .join('')}`;

const missing: Told = { findings: [`4:5 Sg ${PATH} = null`] };

describe('a group without egress is found', () => {
  const found: Record<string, readonly [text: string, told: Told]> = {
    'that names none': [group(), missing],
    'that names an empty list': [group('      SecurityGroupEgress: []'), { findings: [`6:7 Sg ${PATH} = null`] }],
    'that names nothing after all': [
      group('      SecurityGroupEgress: [!Ref AWS::NoValue]'),
      { findings: [`6:7 Sg ${PATH} = null`] },
    ],
    'beside the egress of another group': [beside('!Ref Other'), missing],
    'beside the egress of a group that is imported': [beside('!ImportValue Sg'), missing],
    'beside the egress of another group, by a variable that has its name': [
      beside('!Sub ["${Sg}", {Sg: !Ref Other}]'),
      missing,
    ],
    'beside egress that a condition may leave out': [under('A'), { findings: [`5:5 Sg ${PATH} if not A = null`] }],
    'beside egress that exists only where a condition does not hold': [
      under('N'),
      { findings: [`5:5 Sg ${PATH} if not N = null`] },
    ],
  };

  test.each(Object.entries(found))('%s', (_name, [text, told]) => {
    expect(judgeText(text, RULE)).toEqual(told);
    expect(judgeText(text)).toEqual({});
  });
});

describe('a group is passed over', () => {
  const silent: Record<string, string> = {
    'beside the egress of a group that a condition chooses': beside('!If [C, !Ref Sg, !GetAtt Other.GroupId]'),
    'that names an entry': group('      SecurityGroupEgress: [{IpProtocol: tcp}]'),
    'that names a single object': group('      SecurityGroupEgress: {IpProtocol: tcp}'),
    'whose egress stands beside it, by Ref': beside('!Ref Sg'),
    'whose egress stands beside it, by Fn::GetAtt': beside('!GetAtt Sg.GroupId'),
    'whose egress stands beside it, by Fn::GetAtt as a list': beside('!GetAtt [Sg, GroupId]'),
    'whose egress stands beside it, by Fn::Sub': beside('!Sub "${Sg.GroupId}"'),
    'whose egress stands beside it, by a variable of Fn::Sub': beside('!Sub ["${G}", {G: !Ref Sg}]'),
    'whose egress stands beside it under the condition of the group': under('A').replace(
      '  Sg:\n',
      '  Sg:\n    Condition: A\n',
    ),
    'whose egress stands beside it, whether a condition holds or not': under('A', 'N'),
  };

  test.each(Object.entries(silent))('%s', (_name, text) => {
    expect(judgeText(text, RULE)).toEqual({});
  });
});

test('two rules apply at once', () => {
  const text = `${group()}${lines('  Out:', '    Type: AWS::EC2::SecurityGroupEgress', '    Properties:', '      IpProtocol: -1')}`;
  const rules = ['security_group_egress_with_all_protocols', ...RULE.rules];
  expect(judgeText(text, { rules })).toEqual({
    findings: [`4:5 Sg ${PATH} = null`, '9:7 Out /Resources/Out/Properties/IpProtocol = -1'],
  });
});

test('egress that is unknown is not the same as none', () => {
  const text = group('      SecurityGroupEgress: !Ref Rules');
  expect(judgeText(text, RULE)).toEqual({ undetermined: [`6:7 Sg ${PATH}: Rules is known only at deployment`] });
});
