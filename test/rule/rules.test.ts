import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { rules } from '../../rule/index.ts';
import { version } from '../../rule/version.ts';

const ids = rules.map(({ id }) => id);

test('the version is that of the package', () => {
  expect(version).toBe(packageJson.version);
});

test('the main rule is one of them, first', () => {
  expect(ids[0]).toBe('security_group_egress_with_all_protocols');
});

test('no two rules share an id', () => {
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  test('has an id in lower case and underscores', () => {
    expect(rule.id).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  test('has a severity, a category and a platform', () => {
    expect(['Low', 'Medium', 'High']).toContain(rule.severity);
    expect([rule.category, rule.platform]).toEqual(['Networking and Firewall', 'CloudFormation']);
  });

  test('says what it is, why it matters and what to do, each on one line', () => {
    for (const text of [rule.title, rule.description, rule.remediation]) expect(text).toMatch(/^\p{Lu}.{10,}$/u);
    expect(rule.description).toMatch(/\.$/);
    expect(rule.remediation).toMatch(/\.$/);
  });

  test('links to documentation over https', () => {
    for (const link of rule.documentation) expect(new URL(link).protocol).toBe('https:');
  });
});

test('the main rule carries its severity, what its publisher calls it, and where both pages are', () => {
  expect(rules[0]).toMatchObject({
    severity: 'Medium',
    publisherIds: [
      'ee464fc2-54a6-4e22-b10a-c6dcd2474d0c',
      'cloudformation-aws-security-group-egress-with-all-protocols',
    ],
    resourceTypes: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress'],
    documentation: [
      'https://docs.datadoghq.com/security/code_security/iac_security/iac_rules/cloudformation/aws/security_group_egress_with_all_protocols',
      expect.stringMatching(/^https:\/\/docs\.aws\.amazon\.com\/.*securitygroupegress/),
    ],
  });
});
