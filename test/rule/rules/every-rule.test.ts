import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { RuleMeta } from '../../../rule/rule.ts';
import { rules } from '../../../rule/rules/index.ts';
import { part, readTemplate } from '../../support/deployed.ts';
import { lacksOf, lacksOfSuite, type Surroundings } from './suite/lacks.ts';
import { fileOf, hasSuite, loadGuide, loadSuite } from './suite/load.ts';
import type { FailCase, Suite } from './suite/table.ts';

const metas = rules.map(({ meta }) => meta);
const ids = metas.map(({ id }) => id);

const template = await readTemplate('template.yaml');
const { TargetNames: names } = part(template, 'Resources', 'ResourceHook', 'Properties', 'TargetFilters');
const targetNames: readonly unknown[] = Array.isArray(names) ? names : [];
const rulesPattern = String(part(template, 'Parameters', 'Rules')['AllowedPattern']);
const page = await readFile('docs/rules.md', 'utf8');

const surroundingsOf = async (id: string): Promise<Surroundings> => {
  const suite = hasSuite(id) ? await loadSuite(id) : undefined;
  return { suite, page, targetNames, rulesPattern };
};

test('the rules are these, the main one first', () => {
  expect(ids).toEqual([
    'security_group_egress_with_all_protocols',
    'security_group_without_egress',
    'security_group_egress_with_all_ports',
  ]);
});

test('no two rules share an id', () => {
  expect(new Set(ids).size).toBe(ids.length);
});

test('the resource hook is called for no type that no rule looks at', () => {
  expect([...targetNames].sort()).toEqual([...new Set(metas.flatMap(({ resourceTypes }) => resourceTypes))].sort());
});

test('each file in the folder of the rules is that of a rule, and so is each table', async () => {
  const filesIn = async (folder: string): Promise<string[]> =>
    (await readdir(folder, { withFileTypes: true }))
      .filter((entry) => entry.isFile() && entry.name !== 'index.ts' && !entry.name.endsWith('.test.ts'))
      .map(({ name }) => name.replace('.ts', ''))
      .sort();
  const expected = ids.map(fileOf).sort();
  expect(await filesIn('rule/rules')).toEqual(expected);
  expect(await filesIn('test/rule/rules')).toEqual(expected);
});

describe.each(metas.map((meta) => [meta.id, meta] as const))('%s', (id, meta) => {
  test('lacks nothing', async () => {
    expect(lacksOf(meta, await surroundingsOf(id))).toEqual([]);
  });

  test('has an id in lower case and underscores', () => {
    expect(id).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  test('has a severity, a category, a platform, a standard and types of resources', () => {
    expect(['Low', 'Medium', 'High']).toContain(meta.severity);
    expect([meta.category, meta.platform]).toEqual(['Networking and Firewall', 'CloudFormation']);
    expect(meta.standard).toMatch(/^\p{Lu}/u);
    expect(meta.resourceTypes.length).toBeGreaterThan(0);
    for (const type of meta.resourceTypes) expect(type).toMatch(/^AWS::\w+::\w+$/);
  });

  test('says what it is, why it matters, what holds without a finding and what to do, each on one line', () => {
    for (const text of [meta.title, meta.description, meta.compliance, meta.remediation])
      expect(text).toMatch(/^\p{Lu}.{10,}$/u);
    for (const text of [meta.description, meta.compliance, meta.remediation]) expect(text).toMatch(/\.$/);
    expect(meta.label).toMatch(/^[a-z]+( [a-z]+){0,2}$/);
  });

  test('links to documentation over https', () => {
    for (const link of meta.documentation) expect(new URL(link).protocol).toBe('https:');
  });

  test('has a guide, with templates that fail and that pass', async () => {
    const { looksAt, why, fails, passes, cdk } = await loadGuide(id);
    expect(looksAt).toMatch(/^[^\n]{10,}[^.]$/);
    expect(why).toMatch(/^\p{Lu}[^\n]{20,}\.$/u);
    expect(Object.keys(fails).length).toBeGreaterThan(0);
    expect(Object.keys(passes).length).toBeGreaterThan(0);
    expect(cdk).toMatch(/;\n$/);
  });
});

test('the main rule carries its severity, what its publisher calls it, and where both pages are', () => {
  expect(metas[0]).toMatchObject({
    severity: 'Medium',
    isDefault: true,
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

describe('what a rule lacks is told', () => {
  const [main = expect.unreachable()] = metas;
  const bare: RuleMeta = { ...main, id: 'made_up', resourceTypes: ['AWS::EC2::Vpn'] };
  const surroundings = { suite: undefined, page, targetNames, rulesPattern };

  test('where everything is missing', () => {
    expect(lacksOf(bare, surroundings)).toEqual([
      'made_up has no table: write test/rule/rules/made-up.ts',
      'made_up has no row in docs/rules.md: npm run docs',
      'AWS::EC2::Vpn is not in TargetNames of ResourceHook in template.yaml',
      'made_up is not in the pattern of Rules in template.yaml',
    ]);
  });

  test('where the table has no cases', () => {
    const suite: Suite = { pass: {}, fail: {}, undetermined: {} };
    expect(lacksOfSuite(suite, 'x.ts')).toEqual([
      'x.ts has no case of an "absent property", with a resource without Properties',
      'x.ts has no case of an "unknown value" that is undetermined, with a function',
      'x.ts has no case of "one of two" resources, of which the other one is good',
      'x.ts has no case of a "wrong type"',
    ]);
  });

  test('where a case has the name that is asked for and is not what it says', () => {
    const resources = { Sg: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: 'vpc-1' } } };
    const told = { path: '/Resources/Sg/Properties', message: 'x' };
    const suite: Suite = {
      pass: { 'absent property: none': { resources } },
      fail: { 'one of two': { resources, settings: { allowLoopbackOnly: true }, findings: [told] } },
      undetermined: { 'unknown value': { resources, settings: { requireInlineEgress: true }, undetermined: [told] } },
    };
    expect(lacksOfSuite(suite, 'x.ts')).toHaveLength(4);
  });

  test.each(ids.filter(hasSuite))('where the table of %s loses one of its needed cases', async (id) => {
    const suite = await loadSuite(id);
    for (const need of ['absent property', 'unknown value', 'one of two', 'wrong type']) {
      const without = <T>(table: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
        Object.fromEntries(Object.entries(table).filter(([name]) => !name.startsWith(need)));
      const fail = without(suite.fail);
      const rest = { pass: without(suite.pass), fail, undetermined: without(suite.undetermined) };
      expect(lacksOfSuite(rest, 'x.ts')).toEqual([expect.stringContaining(`"${need}"`)]);
    }
  });

  test('where a case is there twice, or fails without a finding', async () => {
    const suite = await loadSuite(main.id);
    const { 'the number': again = expect.unreachable() } = suite.fail;
    const silent = { ...again, findings: [] } as unknown as FailCase;
    expect(lacksOfSuite({ ...suite, fail: { ...suite.fail, silent } }, 'x.ts')).toEqual([
      'x.ts: "silent" fails without a finding',
      'x.ts has the same case twice: "fails: the number, in a group" and "fails: silent, in a group"',
      'x.ts has the same case twice: "fails: the number, as a resource of its own" and "fails: silent, as a resource of its own"',
    ]);
  });
});
