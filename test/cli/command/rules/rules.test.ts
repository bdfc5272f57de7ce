import { describe, expect, test } from 'vitest';
import { rules } from '../../../../rule/library.ts';
import { run } from '../../../support/command-line.ts';

describe('rules', () => {
  test('lists every rule, whether it is on and what it looks at', async () => {
    const { code, out, err } = await run(['rules']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const { meta } of rules)
      expect(out).toMatch(new RegExp(`^${meta.id} +${meta.isDefault ? 'on' : 'off'} +${meta.severity} +\\S`, 'm'));
    expect(out).not.toContain('`');
  });

  test.each(rules.map(({ meta }) => [meta.id, meta] as const))('explains %s', async (id, meta) => {
    const { code, out, err } = await run(['rules', id]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const text of [meta.title, meta.remediation, ...meta.documentation, 'Why: ', 'Fails: ', 'Passes: ', 'In CDK:'])
      expect(out).toContain(text);
    expect(out).toMatch(/allowAllOutbound: false/);
    expect(out).toMatch(/addEgressRule\(/);
    expect(out).not.toMatch(/ +$/m);
  });

  test('as JSON, all of them or one', async () => {
    const all = JSON.parse((await run(['rules', '--format', 'json'])).out);
    expect(all).toMatchObject(rules.map(({ meta }) => ({ ...meta, guide: { why: expect.any(String) } })));
    const { out } = await run(['rules', 'security_group_without_egress', '--format', 'json']);
    expect(JSON.parse(out)).toEqual(all[1]);
  });
});

describe('wrong use of rules is told in one line', () => {
  test.each([
    [
      ['security_group_without_egres'],
      'there is no rule "security_group_without_egres". Did you mean security_group_without_egress?',
    ],
    [['a', 'b'], 'rules takes the id of one rule, or none: egress-guard rules ID'],
    [['--format', 'xml'], '--format takes text or json, not "xml".'],
  ])('%j', async (args, message) => {
    expect(await run(['rules', ...args])).toEqual({ code: 2, out: '', err: `egress-guard: ${message}\n` });
  });
});
