import { expect, test } from 'vitest';
import type { EvaluateSettings } from '../../../../rule/library.ts';
import { EGRESS, judgePlaces, type Told } from '../../../support/template.ts';

const template = (condition: unknown, protocol: unknown): string =>
  JSON.stringify({
    Parameters: { Env: { Type: 'String', Default: 'dev' } },
    Conditions: {
      Prod: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] },
      Dev: { 'Fn::Equals': [{ Ref: 'Env' }, 'dev'] },
      NotProd: { 'Fn::Not': [{ Condition: 'Prod' }] },
      Never: { 'Fn::Equals': ['a', 'b'] },
    },
    Resources: {
      Sg: {
        Type: 'AWS::EC2::SecurityGroup',
        Condition: condition,
        Properties: { SecurityGroupEgress: [{ IpProtocol: protocol }] },
      },
    },
  });
const inProd = { 'Fn::If': ['Prod', -1, 'tcp'] };
const inDev = { 'Fn::If': ['Dev', -1, 'tcp'] };
const found = (rest: string): Told => ({ findings: [`Sg ${EGRESS}/0/IpProtocol${rest} = -1`] });

const cases: Record<string, readonly [text: string, told: Told, settings?: EvaluateSettings]> = {
  'is told with the finding': [template('Prod', -1), found(' if Prod')],
  'makes the same condition inside superfluous': [template('Prod', inProd), found('/Fn::If/1 if Prod')],
  'excludes another one inside': [template('Prod', { 'Fn::If': ['NotProd', -1, 'tcp'] }), {}],
  'is told beside another one inside': [template('Prod', inDev), found('/Fn::If/1 if Prod and Dev')],
  'that cannot be makes no resource': [template('Never', -1), {}],
  'that given values exclude makes no resource': [template('Prod', -1), {}, { parameters: { Env: 'dev' } }],
  'that given values fulfil is not told': [template('Prod', -1), found(''), { parameters: { Env: 'prod' } }],
  'that a default excludes may be fulfilled still': [
    template('Prod', -1),
    found(' if Prod'),
    { openParameters: 'useDefault' },
  ],
  'that a final default excludes makes no resource': [template('Prod', -1), {}, { openParameters: 'defaultIsFinal' }],
  'that does not exist is told': [template('Missing', -1), found(' if Missing')],
  'that is no text is passed over': [template(['Prod'], -1), found('')],
};

test.each(Object.entries(cases))('the condition of a resource %s', (_name, [text, told, settings]) => {
  expect(judgePlaces(text, settings)).toEqual(told);
});
