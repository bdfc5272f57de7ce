import { expect, test } from 'vitest';
import { managementAccountOf } from '../../../infra/aws/stack-set.ts';
import { modeOf, modeParameters, modes } from '../../../infra/rollout/mode.ts';
import { preferencesOf } from '../../../infra/rollout/preferences.ts';

test.each(modes)('the parameters of %s amount to it', (mode) => {
  expect(modeOf(modeParameters(mode))).toBe(mode);
});

test('a switched-off hook is off, whatever it would do', () => {
  expect(modeOf(new Map([...modeParameters('fail'), ...modeParameters('off')]))).toBe('off');
});

const mixed: Record<string, readonly [Readonly<Record<string, string>>, string]> = {
  'both, where they differ': [{ ResourceFailureMode: 'FAIL', TemplateFailureMode: 'WARN' }, 'fail, template warn'],
  'a question mark, where AWS does not tell': [{}, '?'],
  'a question mark, where a value is none of ours': [
    { ResourceFailureMode: 'constructor', TemplateFailureMode: 'FAIL' },
    '?, template fail',
  ],
};

test.each(Object.entries(mixed))('tells %s', (_name, [parameters, mode]) => {
  expect(modeOf(new Map(Object.entries(parameters)))).toBe(mode);
});

const arns: Record<string, readonly [string, string | undefined]> = {
  'from a name of the ordinary partition': [
    'arn:aws:cloudformation:eu-west-1:123456789012:stackset/a:1',
    '123456789012',
  ],
  'from another partition': ['arn:aws-us-gov:cloudformation:us-gov-west-1:123456789012:stackset/a:1', '123456789012'],
  'not from what is no stack set': ['arn:aws:cloudformation:eu-west-1:123456789012:stack/a/1', undefined],
  'not from nothing': ['', undefined],
};

test.each(Object.entries(arns))('the management account is told %s', (_name, [arn, account]) => {
  expect(managementAccountOf({ arn })).toBe(account);
});

test('what is not asked for is left to AWS; parallel Regions have no order', () => {
  expect(preferencesOf({ isInParallel: false }, [])).toEqual({ RegionConcurrencyType: 'SEQUENTIAL' });
  expect(preferencesOf({ isInParallel: true }, ['eu-west-1'])).toEqual({ RegionConcurrencyType: 'PARALLEL' });
});
