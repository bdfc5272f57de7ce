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
    err: 'egress-guard: the template of Child, s3://bucket/child.yaml is not on this machine and is not played.\n',
    status: { app: 'CREATE_COMPLETE', Child: 'CREATE_COMPLETE' },
  });
});

describe('simulate deploys', () => {
  const OPEN = child(", Default: '-1'");

  test.each([
    ['text', OPEN],
    ['an object', { Resources: { Out: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { IpProtocol: -1 } } } }],
    ['what a function makes', { 'Fn::Join': ['\n', OPEN.split('\n')] }],
  ])('the template that a nested stack has as %s', async (_name, TemplateBody) => {
    const { err, status } = await simulate({ 'app.json': parent({ TemplateURL: undefined, TemplateBody }) });
    expect({ err, status }).toMatchObject({ err: '', status: { Child: 'CREATE_FAILED', Out: 'CREATE_FAILED' } });
  });

  test('no text that is no template, so that the stack fails', async () => {
    const { last } = await simulate({ 'app.json': parent({ TemplateURL: undefined, TemplateBody: 'text' }) });
    expect(last['Child']).toMatchObject({ ResourceStatusReason: 'the TemplateBody of Child is not a template' });
  });

  test('an application of SAM, with its parameters', async () => {
    const app = (Location: unknown): string =>
      JSON.stringify({
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: {
          Child: { Type: 'AWS::Serverless::Application', Properties: { Location, Parameters: { P: '-1' } } },
        },
      });
    const local = await simulate({ 'app.json': app('child.yaml'), 'child.yaml': child('') });
    expect(local).toMatchObject({ code: 1, err: '', status: { Child: 'CREATE_FAILED', Out: 'CREATE_FAILED' } });
    const stored = await simulate({
      'app.json': app({ ApplicationId: 'arn:aws:serverlessrepo:a', SemanticVersion: '1' }),
    });
    expect(stored).toMatchObject({
      code: 0,
      err: 'egress-guard: the template of Child is not known here and is not played.\n',
    });
  });

  test('no stack set, and says so', async () => {
    const set = { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateBody: OPEN } };
    const { code, err } = await simulate({ 'app.json': JSON.stringify({ Resources: { Set: set } }) });
    expect({ code, err }).toEqual({
      code: 0,
      err: 'egress-guard: the stacks of the stack set Set are deployed apart, and are not played.\n',
    });
  });

  test('no template whose place only a deployment tells, and says so', async () => {
    const { err } = await simulate({ 'app.json': parent({ TemplateURL: { 'Fn::ImportValue': 'a' } }) });
    expect(err).toBe('egress-guard: the template of Child is not known here and is not played.\n');
  });
});

describe('simulate plays what a template includes', () => {
  const include = (Location: string): object => ({
    'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location } },
  });
  const vpc = { Vpc: { Type: 'AWS::EC2::VPC' } };
  const OUT = 'Out: { Type: AWS::EC2::SecurityGroupEgress, Properties: { IpProtocol: -1 } }';

  test('from a local file, also in a nested template', async () => {
    const files = {
      'app.json': JSON.stringify({ Resources: { ...vpc, ...include('b/part.yaml') } }),
      'b/part.yaml': OUT,
    };
    expect(await simulate(files)).toMatchObject({ code: 1, err: '', status: { Out: 'CREATE_FAILED' } });
    const inner = JSON.stringify({ Resources: { ...vpc, ...include('part.yaml') } });
    const nested = { 'app.json': parent({ TemplateURL: 'b/c.json' }), 'b/c.json': inner, 'b/part.yaml': OUT };
    expect(await simulate(nested)).toMatchObject({ code: 1, err: '', status: { Out: 'CREATE_FAILED' } });
  });

  test.each([
    [
      'what is not at hand',
      { Resources: { ...vpc, ...include('s3://bucket/part.yaml') } },
      'Fn::Transform is not played: AWS::Include adds resources that are not known here.',
    ],
    ['what a macro may add', { Transform: 'Mine', Resources: vpc }, 'what Mine may add is not played.'],
    [
      'what has a type that nobody knows',
      { Resources: { ...vpc, A: { Type: { 'Fn::ImportValue': 'a' } } } },
      'A is not played: its type is known only at deployment.',
    ],
  ])('and says it of %s', async (_name, template, note) => {
    expect(await simulate({ 'app.json': JSON.stringify(template) })).toMatchObject({
      code: 0,
      err: `egress-guard: ${note}\n`,
    });
  });

  test('and says why a file cannot be included', async () => {
    const files = {
      'app.json': JSON.stringify({ Resources: { ...vpc, ...include('part.yaml') } }),
      'part.yaml': 'text',
    };
    const { err } = await simulate(files);
    expect(err).toContain('part.yaml: it is not a template: its top level is text. It is not included.\n');
  });
});
