import { describe, expect, test } from 'vitest';
import type { EvaluateSettings } from '../../../../rule/library.ts';
import { evaluateTemplate } from '../../../../rule/library.ts';
import { EGRESS, type Told } from '../../../support/template.ts';
import { judgeSpellings, thrice, withProtocol } from '../../../support/template-object.ts';

const sections = {
  Parameters: {
    Minus: { Type: 'String', Default: '-1' },
    Number: { Type: 'Number', Default: -1 },
    Either: { Type: 'String', AllowedValues: ['tcp', 'udp'] },
    Mixed: { Type: 'String', AllowedValues: ['tcp', '-1'] },
    Open: { Type: 'String' },
    List: { Type: 'CommaDelimitedList', Default: 'tcp, -1' },
  },
  Conditions: { IsOpen: { 'Fn::Equals': [{ Ref: 'Open' }, 'yes'] } },
  Mappings: {
    Map: {
      east: { in: 'tcp', out: '-1', same: '-1', list: ['tcp', '-1'] },
      west: { in: 'udp', out: 'tcp', same: '-1' },
    },
    Grown: { east: { in: 'tcp', 'Fn::Transform': { Name: 'AWS::Include' } } },
  },
};

const all = (value: unknown = '-1'): Told => ({ findings: [`Sg ${EGRESS}/0/IpProtocol = ${JSON.stringify(value)}`] });
const open = (reason: string): Told => ({ undetermined: [`Sg ${EGRESS}/0/IpProtocol: ${reason}`] });
const NO_NAME = 'its IpProtocol is neither the name nor the number of a protocol';
const SEVERAL = 'it can take several values';
const MISFIT = 'a function in it has arguments that do not fit';
const LATER = 'its value is resolved only when the resource is provisioned';
const unknown = (name: string): string => `${name} is known only at deployment`;

type Case = readonly [value: unknown, told: Told, settings?: EvaluateSettings];

const subs: Record<string, Case> = {
  'no variable': [{ 'Fn::Sub': '-1' }, all()],
  'a parameter': [{ 'Fn::Sub': `\${Minus}` }, all()],
  'a number': [{ 'Fn::Sub': `\${Number}` }, all()],
  'a variable of its own, which goes before a parameter': [{ 'Fn::Sub': [`\${Minus}`, { Minus: 'tcp' }] }, {}],
  'a variable that is a function': [{ 'Fn::Sub': [`\${P}`, { P: { 'Fn::Select': [1, ['tcp', -1]] } }] }, all()],
  'several variables': [{ 'Fn::Sub': [`\${A}\${B}`, { A: '-', B: 1 }] }, all()],
  'a literal dollar': [{ 'Fn::Sub': `\${!Minus}` }, open(LATER)],
  'a dollar before a variable': [{ 'Fn::Sub': `$\${Minus}` }, open(NO_NAME)],
  'a pseudo parameter that is given': [{ 'Fn::Sub': `-\${AWS::Region}` }, all(), { pseudo: { 'AWS::Region': '1' } }],
  'a pseudo parameter that is not given': [{ 'Fn::Sub': `\${AWS::Region}` }, open(unknown('AWS::Region'))],
  'an attribute': [{ 'Fn::Sub': `\${Other.Value}` }, open(unknown('Other.Value'))],
  'a resource': [{ 'Fn::Sub': `\${Other}` }, open(unknown('Other'))],
  'a parameter without a value': [{ 'Fn::Sub': `\${Open}` }, open('the value of parameter Open is not known here')],
  'several values that come to the same': [{ 'Fn::Sub': `\${Either}` }, {}],
  'several values that do not': [{ 'Fn::Sub': `\${Mixed}` }, open(SEVERAL)],
  'a variable that is an object': [{ 'Fn::Sub': [`\${P}`, { P: { a: 1 } }] }, open(MISFIT)],
  'a bracket that is left open': [{ 'Fn::Sub': `\${Minus` }, open(LATER)],
  'a variable that is nothing': [{ 'Fn::Sub': [`-1\${P}`, { P: { Ref: 'AWS::NoValue' } }] }, open(MISFIT)],
  'a branch that a given value leaves': [
    { 'Fn::Sub': [`-\${P}`, { P: { 'Fn::If': ['IsOpen', 1, 2] } }] },
    all(),
    { parameters: { Open: 'yes' } },
  ],
  'no text': [{ 'Fn::Sub': [{ Ref: 'Minus' }, {}] }, open('Fn::Sub without a text')],
};

const joins: Record<string, Case> = {
  'of texts and numbers': [{ 'Fn::Join': ['-', ['', 1]] }, all()],
  'of one value': [{ 'Fn::Join': ['', ['-1']] }, all()],
  'of parameters': [{ 'Fn::Join': ['', [{ Ref: 'Minus' }]] }, all()],
  'of a list parameter': [{ 'Fn::Join': ['', { Ref: 'List' }] }, {}],
  'of what is split': [{ 'Fn::Join': ['', { 'Fn::Split': ['.', '-.1'] }] }, all()],
  'of something unknown': [{ 'Fn::Join': ['', ['-', { Ref: 'Other' }]] }, open(unknown('Other'))],
  'with a separator that is unknown': [{ 'Fn::Join': [{ Ref: 'Other' }, ['-', '1']] }, open(unknown('Other'))],
  'of a list in a list': [{ 'Fn::Join': ['', [['-1']]] }, open(MISFIT)],
  'of no list': [{ 'Fn::Join': ['', '-1'] }, open(MISFIT)],
  'of a branch that a given value leaves': [
    { 'Fn::Join': ['', [{ 'Fn::If': ['IsOpen', '-', '6'] }, { 'Fn::If': ['IsOpen', '1', ''] }]] },
    all(),
    { parameters: { Open: 'yes' } },
  ],
  'of the other branch': [
    { 'Fn::Join': ['', [{ 'Fn::If': ['IsOpen', '-', '6'] }, { 'Fn::If': ['IsOpen', '1', ''] }]] },
    {},
    { parameters: { Open: 'no' } },
  ],
  'of a branch within a branch': [
    { 'Fn::Join': ['', ['-', { 'Fn::If': ['A', { 'Fn::If': ['A', '1', '2'] }, { 'Fn::If': ['A', '3', '1'] }] }]] },
    all(),
  ],
  'of nothing beside something': [{ 'Fn::Join': ['-', ['', { Ref: 'AWS::NoValue' }, '1']] }, all()],
  'of something or nothing': [
    { 'Fn::Join': ['', ['-1', { 'Fn::If': ['A', '0', { Ref: 'AWS::NoValue' }] }]] },
    open(SEVERAL),
  ],
  'with nothing between': [{ 'Fn::Join': [{ Ref: 'AWS::NoValue' }, ['-', '1']] }, open(MISFIT)],
  'of what nothing splits': [{ 'Fn::Join': ['', { 'Fn::Split': [{ Ref: 'AWS::NoValue' }, '-1'] }] }, open(MISFIT)],
  'of both branches of a condition': [{ 'Fn::Join': ['', [{ 'Fn::If': ['A', '-', '+'] }, '1']] }, open(SEVERAL)],
  'of branches that come to the same': [{ 'Fn::Join': ['', [{ 'Fn::If': ['A', 'tc', 'ud'] }, 'p']] }, {}],
  'of a condition with one branch': [{ 'Fn::Join': ['', [{ 'Fn::If': ['A'] }]] }, open('Fn::If without two branches')],
};

const selects: Record<string, Case> = {
  'by a number': [{ 'Fn::Select': [1, ['tcp', '-1']] }, all()],
  'by a text': [{ 'Fn::Select': ['0', ['tcp', '-1']] }, {}],
  'from a list parameter': [{ 'Fn::Select': [1, { Ref: 'List' }] }, all()],
  'from a list in a mapping': [{ 'Fn::Select': [1, { 'Fn::FindInMap': ['Map', 'east', 'list'] }] }, all()],
  'beside something unknown': [{ 'Fn::Select': [0, ['-1', { Ref: 'Other' }]] }, all()],
  'something unknown': [{ 'Fn::Select': [1, ['-1', { Ref: 'Other' }]] }, open(unknown('Other'))],
  'from a list that a condition may make shorter': [
    { 'Fn::Select': [1, [{ 'Fn::If': ['A', 6, { Ref: 'AWS::NoValue' }] }, 'tcp', '-1']] },
    open('Fn::Select from a list that may be shorter'),
  ],
  'from the branch that a given value leaves': [
    { 'Fn::Select': [1, { 'Fn::If': ['IsOpen', [6, '-1'], [6, 6]] }] },
    all(),
    { parameters: { Open: 'yes' } },
  ],
  'by an index that is unknown': [
    { 'Fn::Select': [{ Ref: 'Other' }, ['-1', 'tcp']] },
    open('Fn::Select with an index that is unknown'),
  ],
  'behind the end': [{ 'Fn::Select': [2, ['-1', 'tcp']] }, open('a function has arguments that do not fit')],
  'behind the end of a list parameter': [{ 'Fn::Select': [2, { Ref: 'List' }] }, open(MISFIT)],
  'from no list': [{ 'Fn::Select': [0, '-1'] }, open(MISFIT)],
};

const maps: Record<string, Case> = {
  'by literal keys': [{ 'Fn::FindInMap': ['Map', 'east', 'out'] }, all()],
  'a good value': [{ 'Fn::FindInMap': ['Map', 'west', 'out'] }, {}],
  'by a pseudo parameter that is given': [
    { 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'out'] },
    all(),
    { pseudo: { 'AWS::Region': 'east' } },
  ],
  'by an unknown key whose values are all good': [{ 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'in'] }, {}],
  'by an unknown key whose values are all bad': [{ 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'same'] }, all()],
  'by an unknown key whose values differ': [{ 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'out'] }, open(SEVERAL)],
  'by an unknown second key': [{ 'Fn::FindInMap': ['Map', 'west', { Ref: 'Other' }] }, open(SEVERAL)],
  'by a key that is not there': [{ 'Fn::FindInMap': ['Map', 'north', 'out'] }, open('Fn::FindInMap finds nothing')],
  'in a map that is not there': [{ 'Fn::FindInMap': ['None', 'a', 'b'] }, open('Fn::FindInMap finds nothing')],
  'in a map whose name is unknown': [{ 'Fn::FindInMap': [{ Ref: 'Other' }, 'a', 'b'] }, open(unknown('Other'))],
  'by a key of the language': [
    { 'Fn::FindInMap': ['Map', 'constructor', 'name'] },
    open('Fn::FindInMap finds nothing'),
  ],
  'the default of a key that is not there': [
    { 'Fn::FindInMap': ['Map', 'north', 'out', { DefaultValue: '-1' }] },
    all(),
  ],
  'not the default of a key that is there': [
    { 'Fn::FindInMap': ['Map', 'east', 'out', { DefaultValue: 'tcp' }] },
    all(),
  ],
  'the default too, where a key is unknown': [
    { 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'in', { DefaultValue: '-1' }] },
    open(SEVERAL),
  ],
  'a default that is unknown': [
    { 'Fn::FindInMap': ['Map', 'north', 'out', { DefaultValue: { Ref: 'Other' } }] },
    open(unknown('Other')),
  ],
  'nothing as the default of a key that is not there': [
    { 'Fn::FindInMap': ['Map', 'north', 'out', { DefaultValue: { Ref: 'AWS::NoValue' } }] },
    {},
  ],
  'nothing, or else what is bad': [
    { 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'same', { DefaultValue: { Ref: 'AWS::NoValue' } }] },
    all(),
  ],
  'nothing, or else what is good or bad': [
    { 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'out', { DefaultValue: { Ref: 'AWS::NoValue' } }] },
    open(SEVERAL),
  ],
  'in a map that a transform adds to': [
    { 'Fn::FindInMap': ['Grown', 'east', { Ref: 'Other' }] },
    open('a transform adds to the map'),
  ],
};

describe.each([
  ['Fn::Sub', subs],
  ['Fn::Join', joins],
  ['Fn::Select gives a value', selects],
  ['Fn::FindInMap finds a value', maps],
])('%s', (_function, cases) => {
  test.each(Object.entries(cases))('%s', (_name, [value, told, settings]) => {
    expect(judgeSpellings(withProtocol(value, sections), settings)).toEqual(thrice(told));
  });
});

test('the name of a function that nobody knows stays harmless within another one', () => {
  const hostile = `Fn::${'\u001b'}[2J\n${'x'.repeat(10_000)}`;
  const egress = [{ IpProtocol: { 'Fn::Join': ['', [{ [hostile]: 1 }]] } }];
  const Sg = { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress: egress } };
  const [spot] = evaluateTemplate(JSON.stringify({ Resources: { Sg } })).undetermined;
  expect(spot?.message).toMatch(/^[ -~]{1,300}$/);
  expect(spot?.reason).toContain('is resolved by CloudFormation only');
});
