import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { cdkModules, startClients } from './client.ts';

/** An app of two stacks: one with the default of a security group, one that names what it allows. */
const APP = `const { App, Stack } = require('aws-cdk-lib');
const ec2 = require('aws-cdk-lib/aws-ec2');
const app = new App({ analyticsReporting: false });
const make = (id, allowAllOutbound) => {
  const stack = new Stack(app, id, { env: { account: '123456789012', region: 'us-east-1' } });
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['us-east-1a'] });
  const group = new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound });
  if (!allowAllOutbound) group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443));
};
make('Blocked', true);
make('Fine', false);
`;

const makeApp = async (): Promise<string> => {
  const config = { app: 'node app.js', notices: false, versionReporting: false };
  const folder = await temporaryFolder({ 'app.js': APP, 'cdk.json': JSON.stringify(config) });
  await symlink(cdkModules(), join(folder, 'node_modules'));
  return folder;
};

const YES = ['--require-approval', 'never', '--progress', 'events', '--ci'];

describe('CDK', () => {
  test('deploys a group that names what it allows, and then finds no difference', async () => {
    const clients = await startClients('--template-mode', 'fail');
    const folder = await makeApp();
    const deployed = await clients.cdk(folder, 'deploy', 'Fine', ...YES);
    expect({ code: deployed.code, out: deployed.out }).toEqual({ code: 0, out: expect.stringContaining('✅  Fine') });
    const { code, out } = await clients.cdk(folder, 'diff', 'Fine');
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('There were no differences') });
  });

  test('prints what to change where the default of a group is blocked at the resource', async () => {
    const clients = await startClients();
    const { code, out } = await clients.cdk(await makeApp(), 'deploy', 'Blocked', ...YES);
    expect(code).toBe(1);
    expect(out).toContain('The following hook(s) failed: [Private::EgressGuard::Resource] : NonCompliant Rules:');
    expect(out).toContain('[security_group_egress_with_all_protocols]');
    expect(out).toMatch(/• \w+ \(AWS::EC2::SecurityGroup\) SecurityGroupEgress\[0\] allows all protocols/);
    expect(out).toContain('Remediation: Name the protocol and ports it needs, e.g. tcp 443.');
    expect(clients.told()).toContain('Blocked  ROLLBACK_COMPLETE');
  });

  test('prints the same of a change set, where the template hook fails', async () => {
    const clients = await startClients('--template-mode', 'fail');
    const { code, out } = await clients.cdk(await makeApp(), 'deploy', 'Blocked', ...YES);
    expect(code).toBe(1);
    expect(out).toContain("Hook 'Private::EgressGuard::Template' failed: NonCompliant Rules:");
    expect(out).toContain('Remediation: Name the protocol and ports it needs, e.g. tcp 443.');
    expect(clients.told()).not.toContain('CREATE_IN_PROGRESS  User Initiated');
  });

  test('says nothing of a hook that warns', async () => {
    const clients = await startClients('--mode', 'warn');
    const { code, out } = await clients.cdk(await makeApp(), 'deploy', 'Blocked', ...YES);
    expect({ code, isSilent: !out.includes('Remediation') }).toEqual({ code: 0, isSilent: true });
  });
});
