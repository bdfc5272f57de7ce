import { describe, expect, test } from 'vitest';
import { evaluateTemplate } from '../../../rule/library.ts';

const all = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

const remediationOf = (resource: object, rules?: readonly string[]): string | undefined =>
  evaluateTemplate(JSON.stringify({ Resources: { Web3C8945DB: resource } }), rules && { rules }).findings[0]
    ?.remediation;

const group = (path: unknown, egress: object = all): object => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'Net/Web', SecurityGroupEgress: [egress] },
  Metadata: { 'aws:cdk:path': path },
});

describe('of a group that a CDK construct made', () => {
  test('the construct and what to write there are named', () => {
    expect(remediationOf(group('Net/Web/Resource'))).toBe(
      'Name the protocol and ports it needs, e.g. tcp 443. In CDK: allowAllOutbound: false on Net/Web, and addEgressRule for what it needs.',
    );
  });

  test('its path stands beside the logical id, also of what cannot be told and of an egress of its own', () => {
    const findingsOf = (resource: object) => evaluateTemplate(JSON.stringify({ Resources: { Web3C8945DB: resource } }));
    const { findings } = findingsOf(group('Net/Web/Resource'));
    expect(findings[0]).toMatchObject({ construct: 'Net/Web', logicalId: 'Web3C8945DB' });
    expect(findings[0]?.message).toMatch(
      /^Web3C8945DB \(Net\/Web, AWS::EC2::SecurityGroup\) SecurityGroupEgress\[0\] allows/,
    );
    const { undetermined } = findingsOf(group('Net/Web/Resource', { ...all, IpProtocol: { 'Fn::ImportValue': 'p' } }));
    expect(undetermined[0]).toMatchObject({ construct: 'Net/Web' });
    const alone = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: all, Metadata: { 'aws:cdk:path': 'Net/Out' } };
    expect(findingsOf(alone).findings[0]?.message).toMatch(
      /^Web3C8945DB \(Net\/Out, AWS::EC2::SecurityGroupEgress\) allows/,
    );
    expect(findingsOf(group(undefined)).findings[0]).not.toHaveProperty('construct');
  });

  test('its path is bounded, and on one line in the message', () => {
    const [finding] = evaluateTemplate(
      JSON.stringify({ Resources: { Web: group(`a\n${'b'.repeat(5000)}`) } }),
    ).findings;
    expect(finding?.construct?.length).toBeLessThanOrEqual(1000);
    expect(finding?.message).toMatch(/^Web \(a\\u000ab{1,100}\S*, AWS::EC2::SecurityGroup\)/);
  });

  test('by the rule of all ports, too', () => {
    const ports = { IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535, CidrIp: '0.0.0.0/0' };
    expect(remediationOf(group('Net/Web', ports), ['security_group_egress_with_all_ports'])).toContain(
      'In CDK: allowAllOutbound: false on Net/Web,',
    );
  });

  test('on one line, whatever it is called', () => {
    expect(remediationOf(group('a\nb\u001b[2J'))).toContain('on a\\u000ab\\u001b[2J,');
  });
});

describe('no construct is named', () => {
  test.each([
    ['where the template has none', group(undefined)],
    ['where it is no text', group(['Net'])],
    [
      'of an egress of its own, which allowAllOutbound does not make',
      {
        Type: 'AWS::EC2::SecurityGroupEgress',
        Properties: { GroupId: 'sg-1', ...all },
        Metadata: { 'aws:cdk:path': 'Net/Web/to all' },
      },
    ],
  ])('%s', (_name, resource) => {
    expect(remediationOf(resource)).toBe('Name the protocol and ports it needs, e.g. tcp 443.');
  });
});
