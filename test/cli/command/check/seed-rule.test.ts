import { describe, expect, test } from 'vitest';
import type { ProgressEvent } from '../../../../infra/sandbox/cloud-control.ts';
import type { StackEvent } from '../../../../infra/sandbox/stack-event.ts';
import { run } from '../../../support/command-line.ts';

const RESOURCE_HOOK = 'Private::EgressGuard::Resource';
const FINE = 'Hook succeeded with message: No security group egress is open to all protocols.';

const files = ['yaml', 'json'];

/** Each way to deploy, as options. */
const ways: Record<string, readonly string[]> = {
  'a stack': [],
  'a stack, numbers as texts': ['--stringified'],
  'Cloud Control': ['--cloud-control'],
  'Cloud Control, numbers as texts': ['--cloud-control', '--stringified'],
};

const cases = Object.entries(ways).flatMap(([way, options]) => files.map((file) => [file, way, options] as const));

interface Output {
  readonly StackEvents?: readonly StackEvent[];
  readonly ProgressEvents?: readonly ProgressEvent[];
}

/** The exit code, and what the resource hook said of each resource that it was asked about. */
const play = async (file: string, options: readonly string[]) => {
  const { code, out } = await run(['simulate', `test/fixture/seed/${file}`, '--format', 'json', ...options]);
  const { StackEvents = [], ProgressEvents = [] }: Output = JSON.parse(out);
  const answers = StackEvents.filter(
    ({ HookType, HookStatus }) => HookType === RESOURCE_HOOK && HookStatus !== 'HOOK_IN_PROGRESS',
  );
  return {
    code,
    said: [
      ...answers.map(({ LogicalResourceId, HookStatusReason }) => [LogicalResourceId, HookStatusReason]),
      ...ProgressEvents.map(({ Identifier, HookStatusMessage }) => [Identifier, HookStatusMessage]),
    ],
  };
};

const saying = (text: string) => expect.stringContaining(text);

describe("the publisher's examples", () => {
  test.each(cases)(
    '%s that does not comply, through %s: its egress is blocked, its ingress is not',
    async (file, _way, options) => {
      expect(await play(`non-compliant.${file}`, options)).toEqual({
        code: 1,
        said: [
          [
            'InstanceSecurityGroup',
            saying(
              '(AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
            ),
          ],
          ['OutboundRule', saying('(AWS::EC2::SecurityGroupEgress) allows all protocols (IpProtocol -1)')],
        ],
      });
    },
  );

  test.each(cases)('%s that complies, through %s: nothing is blocked', async (file, _way, options) => {
    expect(await play(`compliant.${file}`, options)).toEqual({
      code: 0,
      said: [
        ['InstanceSecurityGroup', FINE],
        ['OutboundRule', FINE],
      ],
    });
  });

  test.each(files)('%s that does not comply: the template hook finds both at once', async (file) => {
    const { out } = await run([
      'simulate',
      `test/fixture/seed/non-compliant.${file}`,
      '--mode',
      'fail',
      '--format',
      'json',
    ]);
    const { StackEvents = [] }: Output = JSON.parse(out);
    const { HookStatusReason = '' } = StackEvents.find(({ HookStatus }) => HookStatus === 'HOOK_COMPLETE_FAILED') ?? {};
    expect(HookStatusReason.match(/\w+ \(AWS::EC2::\w+\)[^(]* allows all protocols/g)).toEqual([
      'InstanceSecurityGroup (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols',
      'OutboundRule (AWS::EC2::SecurityGroupEgress) allows all protocols',
    ]);
  });
});
