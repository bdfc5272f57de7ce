import { describe, expect, test } from 'vitest';
import { evaluateStack } from '../../../infra/audit/evaluate-stack.ts';
import { DamagedStateError, readState, stateLine } from '../../../infra/audit/memory.ts';
import type { DeployedStack } from '../../../infra/audit/stack.ts';
import type { RuleSettings } from '../../../rule/rule.ts';
import { groupWith, stackOf } from '../../support/audited-stack.ts';

const stack = stackOf('app');
const evaluation = evaluateStack(stack, { kind: 'read', text: groupWith('-1'), isOriginal: true }, {});
const line = String(stateLine(stack, {}, evaluation));

const DEFAULT_RULES = ['security_group_egress_with_all_protocols'];

const recall = (text: string, of: DeployedStack = stack, settings: RuleSettings = {}) =>
  readState(text, settings)?.(of);

describe('a state', () => {
  test('remembers a stack, on one line', () => {
    expect(line).toMatch(/^\{"audit":2,[^\n]*\}\n$/);
    expect(recall(line)).toEqual(evaluation);
  });

  test('holds where the rules are named that apply anyway', () => {
    expect(recall(line, stack, { rules: DEFAULT_RULES })).toEqual(evaluation);
  });

  test('remembers the last of several', () => {
    const later = { findings: [], undetermined: [] };
    expect(recall(`${line}${stateLine(stack, {}, later)}`)).toEqual(later);
  });

  const others: Record<string, readonly [DeployedStack, RuleSettings]> = {
    'another stack': [stackOf('other'), {}],
    'a stack that was updated': [stackOf('app', { updated: '2026-01-02T03:04:06.000Z' }), {}],
    'a stack whose update was taken back': [stackOf('app', { status: 'UPDATE_ROLLBACK_COMPLETE' }), {}],
    'another question': [stack, { allowLoopbackOnly: true }],
    'another rule': [stack, { rules: ['security_group_without_egress'] }],
    'a rule more': [stack, { rules: [...DEFAULT_RULES, 'security_group_egress_with_all_ports'] }],
  };

  test.each(Object.entries(others))('knows nothing of %s', (_name, [of, settings]) => {
    expect(recall(line, of, settings)).toBeUndefined();
  });

  test('does not keep a stack that is being changed', () => {
    expect(stateLine(stackOf('app', { status: 'UPDATE_IN_PROGRESS' }), {}, evaluation)).toBeUndefined();
  });

  test.each([
    ['at its end', line.slice(0, -40)],
    ['at its beginning', '{"aud'],
    ['in the middle, where a run went on', `${line.slice(0, 50)}\n`],
  ])('bears a line that broke off %s', (_name, broken) => {
    expect(recall(`${line}${broken}`)).toEqual(evaluation);
    expect(recall(`${broken}\n${line}`)).toEqual(evaluation);
    expect(recall(broken)).toBeUndefined();
    expect(readState(broken, {})).toBeDefined();
  });

  const odd = {
    'no key': { evaluation },
    'a key that is no text': { key: [], evaluation },
    'no evaluation': { key: 'k' },
    'findings that are no list': { key: 'k', evaluation: { findings: {}, undetermined: [] } },
    'a finding without an excerpt': { key: 'k', evaluation: { findings: [{}], undetermined: [] } },
    'a prototype': { ['__proto__']: { key: 'k' } },
  };

  test.each(Object.entries(odd))('is damaged by a line with %s', (_name, value) => {
    const text = JSON.stringify(value)
      .replace('{', '{"audit":2,')
      .replace('"k"', JSON.stringify(keyOf(line)));
    expect(() => recall(`${line}${text}\n`)).toThrow(new DamagedStateError('line 2 is damaged'));
  });

  const changes = {
    'another message': line.replace(/"message":"/, '$&x'),
    'a line that is no number': line.replace(/"line":\d+/, '"line":"x"'),
    'an excerpt without its first line': line.replace(/"first":\d+,/, ''),
    'no severity': line.replace(/"severity":"\w+",/, ''),
    'a finding less': line.replace(/"findings":\[.*\],"undetermined"/, '"findings":[],"undetermined"'),
    'text that is no JSON any more': line.replace('"findings":[', '"findings":['.slice(0, -1)),
    'another sum': line.replace(/"sum":"./, '$&0'),
    'no sum': line.replace(/,"sum":"\w+"/, ''),
  };

  test.each(Object.entries(changes))('is damaged by a change: %s', (_name, changed) => {
    expect(changed).not.toBe(line);
    expect(() => recall(changed)).toThrow(new DamagedStateError('line 1 is damaged'));
  });

  test.each(['Resources: {}\n', '{"audit":1,"key":"k"}\n', '{"audit":3}\n', `${line}{}\n`, '\u0000'])(
    'is not %j',
    (text) => {
      expect(readState(text, {})).toBeUndefined();
    },
  );

  test('may be empty', () => {
    expect(recall('')).toBeUndefined();
    expect(readState('', {})).toBeDefined();
  });
});

const keyOf = (text: string): string => JSON.parse(text).key;
