import { execFile } from 'node:child_process';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { cdkModules } from './client.ts';

/** Groups of every kind that CDK makes: by hand, by a VPC endpoint, by a service; and what a line more does to the app. */
const appWith = (
  line: string,
  app = 'new App()',
): string => `const { App, Stack, Validations } = require('aws-cdk-lib');
const ec2 = require('aws-cdk-lib/aws-ec2');
const ecs = require('aws-cdk-lib/aws-ecs');
const { EgressGuard } = require('egress-guard/cdk');
const app = ${app};
const stack = new Stack(app, 'Shop');
const vpc = new ec2.Vpc(stack, 'Vpc');
const open = new ec2.SecurityGroup(stack, 'Open', { vpc });
const closed = new ec2.SecurityGroup(stack, 'Closed', { vpc, allowAllOutbound: false });
closed.addEgressRule(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.tcp(443));
const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
taskDefinition.addContainer('web', { image: ecs.ContainerImage.fromRegistry('nginx') });
new ecs.FargateService(stack, 'Service', { cluster, taskDefinition });
${line}
`;

/** It is a plugin of today's CDK and of the Beta before it, for the compiler, too. */
const TYPED = `import { App, type IPolicyValidationPlugin, type IPolicyValidationPluginBeta1, Validations } from 'aws-cdk-lib';
import { EgressGuard } from 'egress-guard/cdk';
const plugin: IPolicyValidationPlugin = new EgressGuard({ strict: true });
const beta: IPolicyValidationPluginBeta1 = new EgressGuard({ rules: ['security_group_egress_with_all_ports'] });
Validations.of(new App({ policyValidationBeta1: [beta] })).addPlugins(plugin);
`;

const run = (cwd: string, script: string, ...args: readonly string[]) =>
  new Promise<{ code: number; out: string }>((done) => {
    const env = { PATH: process.env['PATH'], HOME: '/nonexistent', NO_COLOR: '1' };
    execFile(process.execPath, [script, ...args], { cwd, env, maxBuffer: 2 ** 26 }, (error, out, err) =>
      done({ code: Number(error?.code ?? 0), out: `${out}${err}` }),
    );
  });

/** An app with CDK and this package, as npm would install them. */
const makeApp = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await temporaryFolder({ 'cdk.json': '{"app": "node app.js", "notices": false}', ...files });
  const modules = join(folder, 'node_modules');
  await mkdir(modules);
  const from = resolve(cdkModules());
  for (const name of await readdir(from)) await symlink(join(from, name), join(modules, name));
  await symlink(dirname(dirname(import.meta.dirname)), join(modules, 'egress-guard'));
  return folder;
};

const synthesize = async (line: string, app?: string) => {
  const folder = await makeApp({ 'app.js': appWith(line, app) });
  return run(folder, join(folder, 'node_modules/aws-cdk/bin/cdk'), 'synth', '--quiet', '--ci');
};

const ADD = 'Validations.of(app).addPlugins(new EgressGuard());';

const OPEN =
  'Suggested fix: Name the protocol and ports it needs, e.g. tcp 443. In CDK: allowAllOutbound: false on Shop/Open,';

describe('the plugin in a synthesis', () => {
  test('fails it with each construct that is open, and what to write there', async () => {
    const { code, out } = await synthesize(ADD);
    expect(code).toBe(1);
    expect(out).toContain(OPEN);
    expect(out).toContain('allowAllOutbound: false on Shop/Service/SecurityGroup,');
    expect(out).not.toContain('Shop/Closed');
  });

  test('fails it by the interface of the Beta, too', async () => {
    const { code, out } = await synthesize('', 'new App({ policyValidationBeta1: [new EgressGuard()] })');
    expect({ code, isTold: out.includes('Shop/Open') }).toEqual({ code: 1, isTold: true });
  });

  test('passes what is acknowledged as CDK has it', async () => {
    const id = 'EgressGuard::security_group_egress_with_all_protocols';
    const { code, out } = await synthesize(
      `${ADD}\nValidations.of(stack).acknowledge({ id: '${id}', reason: 'a test' });`,
    );
    expect({ code, out: out.includes('allows all protocols') }).toEqual({ code: 0, out: false });
  });

  test('passes an app that names its protocols', async () => {
    expect((await synthesize('')).code).toBe(0);
  });

  test('is a plugin for the compiler', async () => {
    const folder = await makeApp({ 'app.ts': TYPED, 'package.json': '{"type": "module"}' });
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2024', 'app.ts'];
    expect(await run(folder, resolve('node_modules/typescript/bin/tsc'), ...options)).toEqual({ code: 0, out: '' });
  });
});
