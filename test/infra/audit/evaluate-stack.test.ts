import { describe, expect, test } from 'vitest';
import { evaluateStack } from '../../../infra/audit/evaluate-stack.ts';
import type { DeployedStack, StackParameter } from '../../../infra/audit/stack.ts';
import type { RuleSettings } from '../../../rule/rule.ts';
import { groupWith, stackOf } from '../../support/audited-stack.ts';

const told = (text: string, different: Partial<DeployedStack> = {}, settings: RuleSettings = {}) => {
  const { findings, undetermined } = evaluateStack(
    stackOf('app', different),
    { kind: 'read', text, isOriginal: false },
    settings,
  );
  return { findings: findings.map(({ value }) => value), undetermined: undetermined.map(({ reason }) => reason) };
};

const withParameter = (type: string, protocol = '!Ref Protocol'): string =>
  groupWith(protocol).replace('Type: String', `Type: ${type}`);

const unknown = { findings: [], undetermined: ['the value of parameter Protocol is not known here'] };

describe('the parameter Protocol', () => {
  const cases: Record<string, readonly [type: string, given: Omit<StackParameter, 'name'> | undefined, object]> = {
    'is what the stack was given, not its default': ['String', { value: '-1' }, { findings: ['-1'], undetermined: [] }],
    'may comply': ['String', { value: 'udp' }, { findings: [], undetermined: [] }],
    'is unknown where it is masked, whatever its default': ['String', { value: '****' }, unknown],
    'is unknown where the stack tells none': ['String', undefined, unknown],
    'is what Systems Manager held': [
      'AWS::SSM::Parameter::Value<String>',
      { value: '/app/protocol', resolved: '-1' },
      { findings: ['-1'], undetermined: [] },
    ],
    'is unknown where Systems Manager held a secret': [
      'AWS::SSM::Parameter::Value<String>',
      { value: '/app/protocol', resolved: '****' },
      unknown,
    ],
    'is unknown where nobody tells what Systems Manager held': [
      'AWS::SSM::Parameter::Value<String>',
      { value: '-1' },
      unknown,
    ],
  };

  test.each(Object.entries(cases))('%s', (_name, [type, given, expected]) => {
    const parameters = given === undefined ? [] : [{ name: 'Protocol', ...given }];
    expect(told(withParameter(type), { parameters })).toEqual(expected);
  });

  test('closes a condition', () => {
    const conditions = 'Conditions:\n  IsOpen: !Equals [!Ref Protocol, open]\nResources:';
    const text = groupWith('!If [IsOpen, -1, tcp]').replace('Resources:', conditions);
    const given = (value: string) => ({ parameters: [{ name: 'Protocol', value }] });
    expect(told(text, given('open'))).toEqual({ findings: [-1], undetermined: [] });
    expect(told(text, given('closed'))).toEqual({ findings: [], undetermined: [] });
    expect(told(text, given('****'))).toEqual({ findings: [-1], undetermined: [] });
  });
});

describe('pseudo parameters', () => {
  const china = 'arn:aws-cn:cloudformation:cn-north-1:123456789012:stack/app/1';

  test.each([
    ['AWS::AccountId', '123456789012', undefined],
    ['AWS::Region', 'eu-west-1', undefined],
    ['AWS::Partition', 'aws', undefined],
    ['AWS::StackName', 'app', undefined],
    ['AWS::StackId', stackOf('app').id, undefined],
    ['AWS::URLSuffix', 'amazonaws.com', undefined],
    ['AWS::Region', 'cn-north-1', china],
    ['AWS::Partition', 'aws-cn', china],
    ['AWS::URLSuffix', 'amazonaws.com.cn', china],
  ])('%s is %s', (name, value, id) => {
    const conditions = `Conditions:\n  IsIt: !Equals [!Ref '${name}', '${value}']\nResources:`;
    const text = groupWith('!If [IsIt, -1, tcp]').replace('Resources:', conditions);
    const { findings } = evaluateStack(
      stackOf('app', id === undefined ? {} : { id }),
      { kind: 'read', text, isOriginal: false },
      {},
    );
    expect(findings.map(({ condition }) => condition)).toEqual([undefined]);
  });
});

describe('a stack', () => {
  test('has its findings with an excerpt', () => {
    const { findings } = evaluateStack(stackOf('app'), { kind: 'read', text: groupWith('-1'), isOriginal: false }, {});
    expect(findings).toMatchObject([
      {
        logicalId: 'AppSg',
        line: 10,
        column: 11,
        excerpt: {
          first: 7,
          lines: [
            '      GroupDescription: app',
            '      SecurityGroupEgress:',
            '        - CidrIp: 0.0.0.0/0',
            '          IpProtocol: -1',
            '          Description: everything',
          ],
        },
      },
    ]);
  });

  test('may have loopback only, where that is accepted', () => {
    const text = groupWith('-1').replace('0.0.0.0/0', '127.0.0.1/32');
    expect(told(text)).toEqual({ findings: [-1], undetermined: [] });
    expect(told(text, {}, { allowLoopbackOnly: true })).toEqual({ findings: [], undetermined: [] });
  });

  test('says where its template cannot be read', () => {
    const evaluate = (text: string) => evaluateStack(stackOf('app'), { kind: 'read', text, isOriginal: true }, {});
    expect(evaluate('Resources: [')).toEqual({
      findings: [],
      undetermined: [],
      unreadable: 'unexpected end of the stream within a flow collection (1:13)',
      isOriginal: true,
    });
    expect(evaluate('Description: nothing').unreadable).toBe('it is not a template: it has no Resources');
  });
});
