import { describe, expect, test } from 'vitest';
import type { EvaluateSettings } from '../../../../rule/library.ts';
import { EGRESS, type Told } from '../../../support/template.ts';
import { judgeSpellings, thrice, withProtocol } from '../../../support/template-object.ts';

type Case = readonly [declaration: unknown, told: Told, settings?: EvaluateSettings];

const all = (value: unknown = '-1'): Told => ({ findings: [`Sg ${EGRESS}/0/IpProtocol = ${JSON.stringify(value)}`] });
const open = (reason: string): Told => ({ undetermined: [`Sg ${EGRESS}/0/IpProtocol: ${reason}`] });
const NO_VALUE = 'the value of parameter P is not known here';
const NO_NAME = 'its IpProtocol is neither the name nor the number of a protocol';
const SEVERAL = 'it can take several values';
const LATER = 'its value is resolved only when the resource is provisioned';
const give = (value: unknown): EvaluateSettings => ({ parameters: { P: value } });

const cases: Record<string, Case> = {
  'no value': [{ Type: 'String' }, open(NO_VALUE)],
  'a bad default': [{ Type: 'String', Default: '-1' }, all()],
  'a default that is a number': [{ Type: 'Number', Default: -1 }, all(-1)],
  'a good default': [{ Type: 'String', Default: 'tcp' }, {}],
  'an empty default': [{ Type: 'String', Default: '' }, open(NO_NAME)],
  'a bad value that is given': [{ Type: 'String' }, all(), give('-1')],
  'a given value, before the default': [{ Type: 'String', Default: '-1' }, {}, give('tcp')],
  'a given value, before what is allowed': [{ Type: 'String', AllowedValues: ['tcp'] }, all(), give('-1')],
  'a masked default': [{ Type: 'String', Default: '****', NoEcho: true }, open(LATER)],
  'a default that is not shown': [{ Type: 'String', Default: '-1', NoEcho: true }, all()],
  'a dynamic reference as the default': [{ Type: 'String', Default: '{{resolve:ssm:/p}}' }, open(LATER)],
  'only good values allowed': [{ Type: 'String', AllowedValues: ['tcp', 'udp', 6] }, {}],
  'only bad values allowed': [{ Type: 'String', AllowedValues: ['-1', 'all', -1] }, all()],
  'some bad values allowed': [{ Type: 'String', AllowedValues: ['tcp', '-1'] }, open(SEVERAL)],
  'one value allowed': [{ Type: 'String', AllowedValues: ['-1'] }, all()],
  'no value allowed': [{ Type: 'String', AllowedValues: [] }, open(NO_VALUE)],
  'a default among bad values': [{ Type: 'String', AllowedValues: ['tcp', '-1'], Default: 'tcp' }, {}],
  'a list as the protocol': [{ Type: 'CommaDelimitedList', Default: '-1,tcp' }, open(LATER)],
  'a stored value, whose default is a name': [
    { Type: 'AWS::SSM::Parameter::Value<String>', Default: '-1' },
    open(NO_VALUE),
  ],
  'a stored value, whose given value is a name': [
    { Type: 'AWS::SSM::Parameter::Value<String>' },
    open(NO_VALUE),
    give('tcp'),
  ],
  'a stored value, whose allowed values are names': [
    { Type: 'AWS::SSM::Parameter::Value<String>', AllowedValues: ['tcp'] },
    open(NO_VALUE),
  ],
  'the name of a stored value': [{ Type: 'AWS::SSM::Parameter::Name', Default: '-1' }, all()],
  'a declaration that is none': ['-1', open('P is known only at deployment')],
};

describe('a parameter with', () => {
  test.each(Object.entries(cases))('%s', (_name, [declaration, told, settings]) => {
    const template = withProtocol({ Ref: 'P' }, { Parameters: { P: declaration } });
    expect(judgeSpellings(template, settings)).toEqual(thrice(told));
  });
});

describe('of a parameter that is not given', () => {
  const declarations = {
    'the default': { Type: 'String', Default: '-1' },
    'a good default': { Type: 'String', Default: 'tcp' },
    'good values': { Type: 'String', Default: 'tcp', AllowedValues: ['tcp', 'udp'] },
    'some bad values': { Type: 'String', Default: 'tcp', AllowedValues: ['tcp', 'all'] },
  };
  const told: Record<string, readonly Told[]> = {
    useDefault: [all(), {}, {}, {}],
    defaultIsFinal: [all(), {}, {}, {}],
    anyValue: [open(NO_VALUE), open(NO_VALUE), {}, open(SEVERAL)],
  };

  describe.each(['useDefault', 'defaultIsFinal', 'anyValue'] as const)('with openParameters: %s', (openParameters) => {
    test.each(Object.entries(declarations).map(([name, declaration], index) => [name, declaration, index] as const))(
      '%s',
      (_name, declaration, index) => {
        const template = withProtocol({ Ref: 'P' }, { Parameters: { P: declaration } });
        expect(judgeSpellings(template, { openParameters })).toEqual(thrice(told[openParameters]?.[index] ?? {}));
      },
    );
  });

  test('a given value is what it is, whatever openParameters says', () => {
    const template = withProtocol({ Ref: 'P' }, { Parameters: { P: { Type: 'String', Default: 'tcp' } } });
    for (const openParameters of ['useDefault', 'defaultIsFinal', 'anyValue'] as const)
      expect(judgeSpellings(template, { ...give('-1'), openParameters })).toEqual(thrice(all()));
  });
});

describe('a list parameter', () => {
  const select = { 'Fn::Select': [1, { Ref: 'P' }] };
  const judge = (declaration: unknown, settings?: EvaluateSettings): Told[] =>
    judgeSpellings(withProtocol(select, { Parameters: { P: declaration } }), settings);

  test.each(['CommaDelimitedList', 'List<String>', 'List<Number>'])('of type %s is split', (Type) => {
    expect(judge({ Type, Default: 'tcp , -1' })).toEqual(thrice(all()));
  });

  test('is given as a text or as a list', () => {
    expect(judge({ Type: 'CommaDelimitedList' }, give('tcp,-1'))).toEqual(thrice(all()));
    expect(judge({ Type: 'CommaDelimitedList' }, give(['tcp', '-1']))).toEqual(thrice(all()));
  });

  test('of which some items may be bad is open, wherever it leads', () => {
    const P = { Type: 'CommaDelimitedList', AllowedValues: ['-', '1'] };
    const judgeWith = (value: unknown): Told[] => judgeSpellings(withProtocol(value, { Parameters: { P } }));
    expect(judgeWith({ 'Fn::Join': ['', { Ref: 'P' }] })).toEqual(thrice(open(NO_VALUE)));
    expect(judgeWith({ Ref: 'P' })).toEqual(thrice(open(NO_VALUE)));
    expect(judgeWith({ 'Fn::Select': ['0', { Ref: 'P' }] })).toEqual(thrice({}));
  });

  test.each([
    ['good items only', ['tcp', 'udp'], {}],
    ['bad items only', ['-1', 'all'], all()],
    ['items of both kinds', ['tcp', '-1'], open(SEVERAL)],
  ])('that is allowed %s gives one of them', (_name, AllowedValues, told) => {
    expect(judge({ Type: 'CommaDelimitedList', AllowedValues })).toEqual(thrice(told));
    expect(judge({ Type: 'List<String>', AllowedValues, Default: 'tcp,tcp' }, { openParameters: 'anyValue' })).toEqual(
      thrice(told),
    );
  });

  test('that is allowed one item may hold it more than once', () => {
    const template = { Parameters: { P: { Type: 'CommaDelimitedList', AllowedValues: ['-1'] } } };
    const value = { 'Fn::If': ['Same', -1, 'tcp'] };
    const conditions = { Conditions: { Same: { 'Fn::Equals': [{ Ref: 'P' }, '-1,-1'] } } };
    const told = { findings: [`Sg ${EGRESS}/0/IpProtocol/Fn::If/1 if Same = -1`] };
    expect(judgeSpellings(withProtocol(value, { ...template, ...conditions }))).toEqual(thrice(told));
  });

  test('that is stored is unknown', () => {
    expect(judge({ Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/a' })).toEqual(thrice(open(NO_VALUE)));
  });
});

describe('a pseudo parameter', () => {
  const template = withProtocol({ Ref: 'AWS::StackName' });

  test('is what is given', () => {
    expect(judgeSpellings(template, { pseudo: { 'AWS::StackName': 'all' } })).toEqual(thrice(all('all')));
  });

  test('is unknown where nothing is given', () => {
    const told = open('AWS::StackName is known only at deployment');
    expect(judgeSpellings(template)).toEqual(thrice(told));
    expect(judgeSpellings(template, { pseudo: { 'AWS::Region': 'all' }, openParameters: 'defaultIsFinal' })).toEqual(
      thrice(told),
    );
  });
});
