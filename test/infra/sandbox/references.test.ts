import { describe, expect, test } from 'vitest';
import { CircularDependencyError, inWaves } from '../../../infra/sandbox/references.ts';
import { securityGroup, stackOf, variable } from '../../support/stacks.ts';

const wavesOf = (resources: Record<string, unknown>): string[][] =>
  inWaves(stackOf(resources).resources).map((wave) => wave.map(({ logicalId }) => logicalId));

const waits: Record<string, object> = {
  'a Ref': securityGroup({ P: { Ref: 'First' } }),
  'a Fn::GetAtt list': securityGroup({ P: { 'Fn::GetAtt': ['First', 'GroupId'] } }),
  'a Fn::GetAtt text': securityGroup({ P: { 'Fn::GetAtt': 'First.GroupId' } }),
  'a Fn::Sub text': securityGroup({ P: { 'Fn::Sub': `group ${variable('First')}` } }),
  'a Fn::Sub text with an attribute': securityGroup({
    P: { 'Fn::Sub': [variable('First.GroupId') + variable('x'), { x: 1 }] },
  }),
  'a variable of Fn::Sub': securityGroup({ P: { 'Fn::Sub': [variable('x'), { x: { Ref: 'First' } }] } }),
  'a reference deep inside': securityGroup({ P: [{ Q: [{ Ref: 'First' }] }] }),
  'DependsOn a name': securityGroup({}, { DependsOn: 'First' }),
  'DependsOn a list': securityGroup({}, { DependsOn: ['Nobody', 'First'] }),
};

const free: Record<string, object> = {
  'a text that only looks like a name': securityGroup({ P: 'First', Q: variable('First') }),
  'a Fn::Sub literal': securityGroup({ P: { 'Fn::Sub': variable('!First') } }),
  'a variable of Fn::Sub that is named like a resource': securityGroup({
    P: { 'Fn::Sub': [variable('First'), { First: 'x' }] },
  }),
  'a name that is no resource': securityGroup({ P: { Ref: 'AWS::Region' } }, { DependsOn: 'Nobody' }),
};

const circles: Record<string, [resources: Record<string, object>, message: string]> = {
  'two resources': [
    {
      A: securityGroup({ P: { Ref: 'B' } }),
      B: securityGroup({ P: { 'Fn::Sub': variable('A') } }),
      C: securityGroup(),
    },
    'Circular dependency between resources: [A, B]',
  ],
  'three resources': [
    {
      A: securityGroup({ P: { Ref: 'B' } }),
      B: securityGroup({ P: { 'Fn::GetAtt': 'C.GroupId' } }),
      C: securityGroup({}, { DependsOn: 'A' }),
    },
    'Circular dependency between resources: [A, B, C]',
  ],
  'one resource': [{ A: securityGroup({ P: { Ref: 'A' } }) }, 'Circular dependency between resources: [A]'],
};

describe('inWaves', () => {
  test.each(Object.entries(waits))('waits for %s', (_name, resource) => {
    expect(wavesOf({ Second: resource, First: securityGroup() })).toEqual([['First'], ['Second']]);
  });

  test.each(Object.entries(free))('does not wait for %s', (_name, resource) => {
    expect(wavesOf({ Second: resource, First: securityGroup() })).toEqual([['Second', 'First']]);
  });

  test('gets to a resource as soon as nothing keeps it waiting', () => {
    const top = securityGroup({ P: [{ Ref: 'Left' }, { Ref: 'Right' }] });
    const side = securityGroup({ P: { Ref: 'Base' } });
    expect(wavesOf({ Top: top, Left: side, Base: securityGroup(), Right: side, Alone: securityGroup() })).toEqual([
      ['Base', 'Alone'],
      ['Left', 'Right'],
      ['Top'],
    ]);
  });

  test('has no wave where there is nothing', () => {
    expect(inWaves([])).toEqual([]);
  });

  test.each(Object.entries(circles))('refuses a circle of %s', (_name, [resources, message]) => {
    expect(() => wavesOf(resources)).toThrow(new CircularDependencyError(message));
  });
});
