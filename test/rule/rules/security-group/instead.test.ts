import { describe, expect, test } from 'vitest';
import { rules } from '../../../../rule/index.ts';
import { explainSpot, reportFinding } from '../../../../rule/report-finding.ts';
import { evaluateTemplate } from '../../../../rule/template/index.ts';

const every = { rules: rules.map(({ meta }) => meta.id) };

const HTTPS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };

const findingsIn = (properties: object, type = 'AWS::EC2::SecurityGroup', settings: object = every) => {
  const text = JSON.stringify({
    Parameters: { Udp: { Type: 'String', Default: 'udp' } },
    Resources: { Sg: { Type: type, Properties: properties } },
  });
  return evaluateTemplate(text, settings).findings.map((finding) => reportFinding(finding));
};

const insteadOf = (...entries: readonly object[]) =>
  findingsIn({ GroupDescription: 'app', SecurityGroupEgress: entries }).map(({ instead }) => instead);

describe('what is offered instead of an entry', () => {
  test.each([
    ['a block', { CidrIp: '0.0.0.0/0' }],
    ['a block of IPv6', { CidrIpv6: '::/0' }],
    ['a prefix list', { DestinationPrefixListId: 'pl-0123' }],
    ['a group, by a function', { DestinationSecurityGroupId: { 'Fn::GetAtt': ['Db', 'GroupId'] } }],
    ['nowhere that is named', {}],
  ])('leads to the same: %s', (_what, destination) => {
    expect(insteadOf({ IpProtocol: '-1', Description: 'all', ...destination })).toEqual([{ ...HTTPS, ...destination }]);
  });

  test.each([['udp'], [17], ['6'], [{ Ref: 'Udp' }]])('keeps the protocol that it names: %j', (IpProtocol) => {
    const entry = { IpProtocol, FromPort: 0, ToPort: 65535, CidrIp: '0.0.0.0/0' };
    expect(insteadOf(entry)).toEqual([{ ...HTTPS, IpProtocol, CidrIp: '0.0.0.0/0' }]);
  });

  test.each([
    ['that leads to the machine itself', { IpProtocol: '-1', CidrIp: '127.0.0.1/32' }],
    ['whose protocol has no ports', { IpProtocol: '50', CidrIp: '0.0.0.0/0' }],
  ])('is nothing, where no port mends one %s', (_what, entry) => {
    expect(findingsIn({ SecurityGroupEgress: [entry] }).map(({ instead }) => instead)).toEqual([undefined]);
  });

  test('is for a resource of its own what differs', () => {
    const properties = { GroupId: 'sg-0123', IpProtocol: -1, CidrIp: '10.0.0.0/8' };
    const [finding] = findingsIn(properties, 'AWS::EC2::SecurityGroupEgress');
    expect(finding?.instead).toEqual({ ...HTTPS, CidrIp: '10.0.0.0/8' });
  });
});

test('a group without egress is offered some', () => {
  const [finding] = findingsIn({ GroupDescription: 'app' });
  expect(finding?.instead).toEqual({ SecurityGroupEgress: [{ ...HTTPS, CidrIp: '0.0.0.0/0' }] });
});

describe('the line for a person', () => {
  test('is JSON, and so YAML', () => {
    const [finding] = findingsIn({ SecurityGroupEgress: [{ IpProtocol: -1, CidrIp: { Ref: 'Cidr' } }] });
    const [, , line = ''] = finding === undefined ? [] : explainSpot(finding);
    expect(line).toMatch(/^Instead, for example: \{ "IpProtocol": "tcp", /);
    expect(JSON.parse(line.replace('Instead, for example: ', ''))).toEqual({ ...HTTPS, CidrIp: { Ref: 'Cidr' } });
  });

  test('stays one line of moderate length, whatever the template holds', () => {
    const [finding] = findingsIn({
      SecurityGroupEgress: [{ IpProtocol: -1, CidrIp: `\n\u001b[2J${'x'.repeat(5000)}` }],
    });
    const [, , line = ''] = finding === undefined ? [] : explainSpot(finding);
    expect(line.length).toBeLessThan(600);
    expect(line).toMatch(/^[ -~]*$/);
  });
});
