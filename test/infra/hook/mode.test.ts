import { expect, test } from 'vitest';
import { modeOf, modeParameters, modes } from '../../../infra/hook/mode.ts';

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
