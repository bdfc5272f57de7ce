import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EgressGuard } from '../../cdk/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const group = (protocol: unknown, more: object = {}) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'x', SecurityGroupEgress: [{ IpProtocol: protocol, CidrIp: '0.0.0.0/0', ...more }] },
  Metadata: { 'aws:cdk:path': 'Shop/Open/Resource' },
});

/** A folder with the template of a stack, as CDK writes it, and an exemptions document. */
const synthesize = async (Resources: object, match: object = { stackName: 'Shop' }) => {
  const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const folder = await temporaryFolder({
    'Shop.template.json': JSON.stringify({ Resources }, null, 1),
    'exemptions.json': JSON.stringify({
      version: 1,
      exemptions: [{ id: 'shop', reason: 'a test', approvedBy: 'Network team', expires, match }],
    }),
    'broken.json': '{"version": 1, "exemptions": [{}]}',
  });
  const templatePath = join(folder, 'Shop.template.json');
  const stack = { templatePath, stackConstructPath: 'Shop', accountId: '123456789012', region: 'eu-west-1' };
  return { folder, context: { templatePaths: [templatePath], stackTemplates: [stack] } };
};

describe('the plugin for CDK', () => {
  test('tells what is open, where, and what to write in the app', async () => {
    const { context } = await synthesize({ Open: group('-1'), Named: group('tcp') });
    expect(new EgressGuard().validate(context)).toEqual({
      success: false,
      pluginVersion: expect.stringMatching(/^\d+\.\d+\.\d+/),
      violations: [
        {
          ruleName: 'security_group_egress_with_all_protocols',
          description:
            'Open (Shop/Open, AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
          fix: expect.stringContaining(
            'In CDK: allowAllOutbound: false on Shop/Open, and addEgressRule for what it needs.',
          ),
          severity: 'medium',
          violatingResources: [
            {
              resourceLogicalId: 'Open',
              templatePath: context.templatePaths[0],
              locations: ['Properties/SecurityGroupEgress/0/IpProtocol', 'line 9, column 7'],
            },
          ],
        },
      ],
    });
  });

  test('passes an app that names its protocols, also by the interface of the Beta', async () => {
    const { context } = await synthesize({ Named: group('tcp') });
    for (const given of [context, { templatePaths: context.templatePaths }])
      expect(new EgressGuard().validate(given)).toMatchObject({ success: true, violations: [] });
  });

  test('has rules, parameters, and strictness as check has them', async () => {
    const { context } = await synthesize({
      Wide: group('tcp', { FromPort: 0, ToPort: 65_535 }),
      Unknown: group({ 'Fn::ImportValue': 'protocol' }),
    });
    const count = (options: ConstructorParameters<typeof EgressGuard>[0]): number =>
      new EgressGuard(options).validate(context).violations.length;
    expect(count({})).toBe(0);
    expect(count({ strict: true })).toBe(1);
    expect(count({ rules: ['security_group_egress_with_all_ports'] })).toBe(1);
    expect(new EgressGuard({ rules: ['security_group_egress_with_all_ports'] }).ruleIds).toEqual([
      'security_group_egress_with_all_ports',
    ]);
  });

  test.each<[object, boolean]>([
    [{ stackName: 'Shop' }, true],
    [{ stackName: 'Shop', account: '123456789012', region: 'eu-west-1' }, true],
    [{ stackName: 'Shop', account: '210987654321' }, false],
    [{ stackName: 'Other' }, false],
  ])('applies exemptions: %j', async (match, success) => {
    const { folder, context } = await synthesize({ Open: group('-1') }, match);
    expect(new EgressGuard({ exemptions: join(folder, 'exemptions.json') }).validate(context).success).toBe(success);
  });

  test('refuses what it cannot work with, before anything is synthesized', async () => {
    const { folder } = await synthesize({});
    expect(() => new EgressGuard({ rules: ['none'] })).toThrow('there is no rule none. Known: security_group_');
    expect(() => new EgressGuard({ exemptions: join(folder, 'broken.json') })).toThrow('broken.json /exemptions/0');
  });

  test('does not pass a template that it cannot read', async () => {
    const folder = await temporaryFolder({ 'a.json': '{"Resources": {"A": {"Type": "AWS::EC2::SecurityGroup"' });
    expect(new EgressGuard().validate({ templatePaths: [join(folder, 'a.json')] })).toMatchObject({
      success: false,
      violations: [{ ruleName: 'unreadable', description: expect.stringContaining('unreadable') }],
    });
  });
});
