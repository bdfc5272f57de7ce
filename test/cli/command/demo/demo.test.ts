import { expect, test } from 'vitest';
import { run } from '../../../support/command-line.ts';

test('demo shows a stack that is blocked, one that passes, and what to try next', async () => {
  const { code, out, err } = await run(['demo']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const outline = out.split('\n').filter((line) => /^(\$|Blocked|Deployed|What to try)/.test(line));
  expect(outline).toEqual([
    '$ egress-guard simulate examples/all-protocols.yaml',
    'Blocked: stack all-protocols is ROLLBACK_COMPLETE, with 1 hook warning.',
    '$ egress-guard simulate examples/named-protocols.yaml',
    'Deployed: stack named-protocols is CREATE_COMPLETE.',
    'What to try next:',
  ]);
});
