import { describe, expect, test } from 'vitest';
import { run } from '../../../support/command-line.ts';
import { documentOf, exemption } from '../../../support/exemptions.ts';

const parent = (properties: object): string =>
  JSON.stringify({
    Resources: {
      Child: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'child.yaml', ...properties } },
    },
  });

const child = (declaration: string, others = ''): string => `Parameters: { P: { Type: String${declaration} } }
Resources:
  Out:
    Type: AWS::EC2::SecurityGroupEgress
    Properties: { GroupId: sg-1, CidrIp: 0.0.0.0/0, IpProtocol: !Ref P }
${others}`;

interface Event {
  readonly LogicalResourceId: string;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string;
  readonly HookStatus?: string;
}

/** Simulates, and gives the last event of each thing by its name. */
const simulate = async (files: Readonly<Record<string, string>>, ...args: readonly string[]) => {
  const { code, out, err } = await run(['simulate', '@/app.json', ...args, '--format', 'json'], { files });
  const { StackEvents: events } = JSON.parse(out) as { StackEvents: readonly Event[] };
  const last = Object.fromEntries(events.map((event) => [event.LogicalResourceId, event]));
  const status = Object.fromEntries(Object.entries(last).map(([name, event]) => [name, event.ResourceStatus]));
  return { code, err, events, last, status };
};

const CHILD = expect.stringMatching(/^app-Child-[0-9A-F]{12}$/);
const nameOfChild = (names: object): string => Object.keys(names).find((name) => name.startsWith('app-Child-')) ?? '';

describe('simulate deploys a nested stack', () => {
  test('with what its parent gives it, and both fail where it is refused', async () => {
    const files = { 'app.json': parent({ Parameters: { P: '-1' } }), 'child.yaml': child(', Default: tcp') };
    const { code, err, last, status } = await simulate(files);
    const name = nameOfChild(status);
    expect({ code, err, name }).toEqual({ code: 1, err: '', name: CHILD });
    expect(status).toEqual({
      app: 'ROLLBACK_COMPLETE',
      Child: 'CREATE_FAILED',
      [name]: 'ROLLBACK_COMPLETE',
      Out: 'CREATE_FAILED',
    });
    expect(last['Child']?.ResourceStatusReason).toMatch(
      /^Embedded stack arn:\S+ was not successfully created: ROLLBACK/,
    );
  });

  test('with its own default, and it is complete before its parent', async () => {
    const files = { 'app.json': parent({}), 'child.yaml': child(', Default: tcp') };
    const { code, events, status } = await simulate(files);
    expect(code).toBe(0);
    const complete = events.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_COMPLETE');
    expect(complete.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(['Out', CHILD, 'Child', 'app']);
    expect(nameOfChild(status)).not.toBe('');
  });

  test('under the name that CloudFormation gives it, which exemptions may name', async () => {
    const files = {
      'app.json': parent({ Parameters: { P: '-1' } }),
      'child.yaml': child(''),
      'nested.json': documentOf(exemption(Date.now(), { match: { stackName: 'app-Child-*' } })),
      'parent.json': documentOf(exemption(Date.now(), { match: { stackName: 'app' } })),
    };
    expect((await simulate(files, '--exemptions', '@/nested.json')).code).toBe(0);
    expect((await simulate(files, '--exemptions', '@/parent.json')).code).toBe(1);
  });

  test('on an update too, where the template is another at the same place', async () => {
    const files = {
      'app.json': parent({ Parameters: { P: 'tcp' } }),
      'child.yaml': child('', '  More:\n    Type: AWS::EC2::SecurityGroupEgress\n    Properties: { IpProtocol: -1 }\n'),
      'old/app.json': parent({ Parameters: { P: 'tcp' } }),
      'old/child.yaml': child(''),
    };
    const { code, status } = await simulate(files, '--operation', 'update', '--previous', '@/old/app.json');
    expect({ code, status }).toMatchObject({
      code: 1,
      status: { app: 'UPDATE_ROLLBACK_COMPLETE', Child: 'UPDATE_FAILED', More: 'CREATE_FAILED' },
    });
  });

  test('to any depth', async () => {
    const files = {
      'app.json': parent({ Parameters: { P: '-1' } }),
      'child.yaml': `Parameters: { P: { Type: String } }
Resources:
  Grandchild:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: deep/c.yaml, Parameters: { P: !Ref P } }
`,
      'deep/c.yaml': child(''),
    };
    expect((await simulate(files)).status).toMatchObject({ app: 'ROLLBACK_COMPLETE', Out: 'CREATE_FAILED' });
  });

  test('whose parameters do not fit, so that it fails as it would', async () => {
    const files = { 'app.json': parent({}), 'child.yaml': child('') };
    const { code, last } = await simulate(files);
    expect(code).toBe(1);
    expect(last['Child']).toMatchObject({
      ResourceStatus: 'CREATE_FAILED',
      ResourceStatusReason: expect.stringContaining('[P] must have values'),
    });
  });

  test('that nests itself, and ends', async () => {
    const { code, last } = await simulate({ 'app.json': parent({ TemplateURL: 'app.json' }) });
    expect(code).toBe(1);
    expect(last['Child']?.ResourceStatusReason).toBe('the template of Child nests itself');
  });
});

test('what a nested stack is given that only a deployment tells, the gate cannot determine', async () => {
  const files = {
    'app.json': JSON.stringify({
      Resources: {
        Custom: { Type: 'AWS::CloudFormation::CustomResource', Properties: { ServiceToken: 'a' } },
        Child: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: 'child.yaml', Parameters: { P: { 'Fn::GetAtt': ['Custom', 'Protocol'] } } },
        },
      },
    }),
    'child.yaml': child(', AllowedValues: [tcp, udp]'),
  };
  expect((await simulate(files)).status).toMatchObject({ Out: 'CREATE_FAILED' });
});

test('a nested stack whose template is elsewhere is passed over, and that is said', async () => {
  const { code, err, status } = await simulate({ 'app.json': parent({ TemplateURL: 's3://bucket/child.yaml' }) });
  expect({ code, err, status }).toEqual({
    code: 0,
    err: 'egress-guard: the nested template s3://bucket/child.yaml is not on this machine and is not played.\n',
    status: { app: 'CREATE_COMPLETE', Child: 'CREATE_COMPLETE' },
  });
});
