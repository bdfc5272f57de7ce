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

describe('rules --format guard', () => {
  test('prints a rule in the language of Guard, about stacks and single resources', async () => {
    const { code, out, err } = await run(['rules', 'security_group_egress_with_all_protocols', '--format', 'guard']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('\nrule security_group_egress_with_all_protocols {\n');
    for (const type of ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress'])
      for (const key of ['Type', 'ResourceType']) expect(out).toContain(`Resources.*[ ${key} == '${type}' ]`);
    expect(out.match(/<<.* Name the protocol and ports it needs, e\.g\. tcp 443\.>>/g)).toHaveLength(3);
    expect(out.split('{').length).toBe(out.split('}').length);
  });

  test('prints all that have such a form', async () => {
    const { out: all } = await run(['rules', '--format', 'guard']);
    const { out: one } = await run(['rules', 'security_group_egress_with_all_protocols', '--format', 'guard']);
    expect(all).toBe(one);
  });
});

describe('wrong use of rules is told in one line', () => {
  test.each([
    [
      ['security_group_without_egres'],
      'there is no rule "security_group_without_egres". Did you mean security_group_without_egress?',
    ],
    [
      ['security_group_without_egress', '--format', 'guard'],
      'Guard cannot ask what security_group_without_egress asks: there is no such form of it.',
    ],
    [['a', 'b'], 'rules takes the id of one rule, or none: egress-guard rules ID'],
    [['--format', 'xml'], '--format takes text or json or guard, not "xml".'],
  ])('%j', async (args, message) => {
    expect(await run(['rules', ...args])).toEqual({ code: 2, out: '', err: `egress-guard: ${message}\n` });
  });
});
