import { describe, expect, test } from 'vitest';
import { lasting, type ModeReport } from '../../../../cli/command/mode/report.ts';
import { run } from '../../../support/command-line.ts';

describe('mode', () => {
  const wrong: Record<string, readonly [args: readonly string[], message: string]> = {
    'no mode': [[], 'mode takes one of fail, warn and off: egress-guard mode warn'],
    'an unknown mode': [['on'], 'mode takes one of fail, warn and off: egress-guard mode warn'],
    'two modes': [['warn', 'off'], 'mode takes one of fail, warn and off: egress-guard mode warn'],
    'a mode in capitals': [['WARN'], 'mode takes one of fail, warn and off: egress-guard mode warn'],
    'an unknown hook': [['off', '--hook', 'both'], '--hook takes resource or template, not "both".'],
    'an unknown format': [['off', '--format', 'sarif'], '--format takes text or json, not "sarif".'],
    'an unknown option': [
      ['off', '--force'],
      "Unknown option '--force'. Run egress-guard mode --help for the options.",
    ],
  };

  test.each(Object.entries(wrong))('tells wrong use: %s', async (_name, [args, message]) => {
    expect(await run(['mode', ...args])).toEqual({ code: 2, out: '', err: `egress-guard: ${message}\n` });
  });
});

describe('to make a mode last', () => {
  const both = ['resource', 'template'] as const;
  const advice: Record<string, readonly [asked: Pick<ModeReport, 'mode' | 'keys'>, advice: string]> = {
    'fail, both hooks': [{ mode: 'fail', keys: both }, 'To make it last: egress-guard deploy --fail'],
    'warn, both hooks': [{ mode: 'warn', keys: both }, 'To make it last: egress-guard deploy --warn'],
    'off, both hooks': [
      { mode: 'off', keys: both },
      'To make it last: egress-guard deploy --parameters HookStatus=DISABLED',
    ],
    'warn, the resource hook': [
      { mode: 'warn', keys: ['resource'] },
      'To make it last: egress-guard deploy --parameters ResourceFailureMode=WARN',
    ],
    'fail, the template hook': [
      { mode: 'fail', keys: ['template'] },
      'To make it last: egress-guard deploy --parameters TemplateFailureMode=FAIL',
    ],
    'off, one hook': [
      { mode: 'off', keys: ['template'] },
      'It cannot be made to last: the parameter HookStatus is for both hooks.',
    ],
  };

  test.each(Object.entries(advice))('%s', (_name, [asked, text]) => {
    expect(lasting({ ...asked, plan: [], done: [], problems: [] })).toBe(`
The stack keeps its setting; the next deploy that changes a hook undoes this. egress-guard status tells the difference.
${text}
`);
  });

  test.each([
    ['both hooks that were off', both, '--warn --parameters HookStatus=ENABLED'],
    ['one hook that was off', ['resource'], '--parameters ResourceFailureMode=WARN --parameters HookStatus=ENABLED'],
  ] as const)('%s', (_name, keys, options) => {
    const before = { status: 'DISABLED', failureMode: 'WARN' };
    const after = { status: 'ENABLED', failureMode: 'WARN' };
    const hook = 'Private::EgressGuard::Resource';
    const plan = [{ key: 'resource', hook, before, after, isChange: true, document: {} }] as const;
    expect(lasting({ mode: 'warn', keys, plan, done: plan, problems: [] })).toContain(
      `To make it last: egress-guard deploy ${options}\n`,
    );
  });
});
