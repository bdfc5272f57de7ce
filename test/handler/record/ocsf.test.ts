import { describe, expect, test } from 'vitest';
import { version } from '../../../rule/version.ts';
import { allOut, groupOf, STACK_ID, TOKEN, tcpOut } from '../../support/events.ts';
import {
  CHANGE_SET_ID,
  type eventsOf,
  resourceEvents,
  STARTED,
  samples,
  templateEvents,
} from '../../support/ocsf-events.ts';

/** In bytes; CloudWatch took no longer ones until 2025. */
const MAX_LOG_EVENT = 256 * 1024;

const RULE = 'security_group_egress_with_all_protocols';
const PATH = '/Resources/AppSg/Properties/SecurityGroupEgress/0/IpProtocol';
const MESSAGE =
  'AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.';
const account = { uid: '123456789012', type: 'AWS Account', type_id: 10 };

const blocked = {
  activity_id: 1,
  category_uid: 2,
  class_uid: 2003,
  class_name: 'Compliance Finding',
  type_uid: 200301,
  time: STARTED,
  severity_id: 3,
  severity: 'Medium',
  message: MESSAGE,
  status_id: 1,
  status: 'New',
  metadata: {
    version: '1.3.0',
    profiles: ['cloud'],
    product: {
      uid: 'egress-guard',
      name: 'Egress Guard',
      vendor_name: 'Egress Guard',
      version,
      feature: { name: 'Private::Lambda::EgressGuard' },
    },
  },
  cloud: { provider: 'AWS', account, region: 'us-west-2' },
  compliance: {
    control: RULE,
    standards: ['Datadog IaC Security'],
    status: 'Fail',
    status_id: 3,
    status_detail: MESSAGE,
  },
  finding_info: {
    uid: `${RULE}:${STACK_ID}/AppSg#${PATH}`,
    title: 'Security group egress with all protocols',
    desc: 'Egress that allows all protocols (IpProtocol -1) lets data, command-and-control traffic and lateral movement out unhindered.',
    types: ['Networking and Firewall'],
    created_time: STARTED,
    analytic: { uid: RULE, name: 'Security group egress with all protocols', type: 'Rule', type_id: 1 },
  },
  resources: [
    {
      uid: `${STACK_ID}/AppSg`,
      name: 'AppSg',
      type: 'AWS::EC2::SecurityGroup',
      cloud_partition: 'aws',
      region: 'us-west-2',
      owner: { account },
      group: { uid: STACK_ID, name: 'MyStack', type: 'AWS::CloudFormation::Stack' },
      data: { path: PATH, value: '-1', destination: '0.0.0.0/0' },
    },
  ],
  remediation: {
    desc: 'Name the protocol and ports it needs, e.g. tcp 443.',
    references: [
      'https://docs.datadoghq.com/security/code_security/iac_security/iac_rules/cloudformation/aws/security_group_egress_with_all_protocols',
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html',
    ],
  },
  unmapped: { verdict: 'BLOCKED', isExisting: false, actionInvocationPoint: 'UPDATE_PRE_PROVISION' },
};

const enrichment = (status: string, expires: string) => ({
  name: 'status',
  value: status,
  type: 'exemption',
  data: { id: 'proxy', reason: 'The proxy filters what leaves.', approvedBy: 'network-security', expires },
});

const [resource] = blocked.resources;
const place = { path: PATH, line: 10, column: 11, condition: 'IsProd', value: '-1', destination: '0.0.0.0/0' };
const CLOUD_CONTROL_ID = 'Sg-op-1-request-1';
const CLOUD_CONTROL_PATH = `/Resources/${CLOUD_CONTROL_ID}/Properties/SecurityGroupEgress/0/IpProtocol`;
const cloudControlMessage = MESSAGE.replace('AppSg', CLOUD_CONTROL_ID);

describe('tells the whole of a finding', () => {
  const { actionInvocationPoint: _, ...unmapped } = blocked.unmapped;
  const { feature: __, ...product } = blocked.metadata.product;
  const unknownOrigin = {
    metadata: { ...blocked.metadata, product },
    cloud: { provider: 'AWS' },
    finding_info: { ...blocked.finding_info, uid: `${RULE}:AppSg#${PATH}` },
    unmapped,
  };
  const unplaced = { uid: 'AppSg', name: 'AppSg', type: 'AWS::EC2::SecurityGroup' };
  const different: Record<keyof Omit<typeof samples, 'with hostile texts'>, object> = {
    blocked: {},
    exempted: {
      status_id: 3,
      status: 'Suppressed',
      status_detail: 'Exempted by proxy until 2027-01-31.',
      enrichments: [enrichment('Suppressed', '2027-01-31')],
      unmapped: { ...blocked.unmapped, verdict: 'EXEMPTED' },
    },
    'exempted until yesterday': {
      status_detail: 'Its exemption proxy expired on 2026-09-30.',
      enrichments: [enrichment('New', '2026-09-30')],
    },
    'that stood there before': {
      status_detail: 'It stood there before this update.',
      unmapped: { ...blocked.unmapped, isExisting: true },
    },
    'that stood there before, and passes': {
      status_detail: 'Warning: it stood there before this update, and passes for now.',
      unmapped: { ...blocked.unmapped, isExisting: true, verdict: 'EXISTING' },
    },
    'of Cloud Control': {
      message: cloudControlMessage,
      compliance: { ...blocked.compliance, status_detail: cloudControlMessage },
      finding_info: { ...blocked.finding_info, uid: `${RULE}:${CLOUD_CONTROL_ID}#${CLOUD_CONTROL_PATH}` },
      resources: [
        {
          ...unplaced,
          uid: CLOUD_CONTROL_ID,
          name: CLOUD_CONTROL_ID,
          cloud_partition: 'aws',
          region: 'us-west-2',
          owner: { account },
          data: { ...resource?.data, path: CLOUD_CONTROL_PATH },
        },
      ],
    },
    'of a stack': { resources: [{ ...resource, data: place }] },
    'of a change set': {
      resources: [{ ...resource, data: place }],
      unmapped: { ...blocked.unmapped, changeSetId: CHANGE_SET_ID },
    },
    'of a request that says nothing of itself': {
      ...unknownOrigin,
      resources: [{ ...unplaced, data: resource?.data }],
    },
    'of no request': { ...unknownOrigin, resources: [{ ...unplaced, data: place }] },
  };

  test.each(Object.entries(different))('%s', (name, difference) => {
    expect(Object.entries(samples).find(([sample]) => sample === name)?.[1]).toStrictEqual([
      { ...blocked, ...difference },
    ]);
  });
});

describe('the identifier of a finding', () => {
  const idsOf = (events: ReturnType<typeof eventsOf>): string[] => events.map((event) => event.finding_info.uid);
  const [id = ''] = idsOf(samples.blocked);
  const otherStack = STACK_ID.replace('MyStack', 'OtherStack');

  test.each(['exempted', 'that stood there before, and passes', 'of a stack', 'of a change set'] as const)(
    'is the same for the same one %s',
    (name) => {
      expect(idsOf(samples[name])).toEqual([id]);
    },
  );

  test('is the same for the same one at another time, in another request', () => {
    expect(idsOf(resourceEvents(groupOf(allOut), { event: { clientRequestToken: 'other' } }))).toEqual([id]);
  });

  const others = {
    'of another stack': resourceEvents(groupOf(allOut), { event: { stackId: otherStack } }),
    'of another resource': resourceEvents(groupOf(allOut), { data: { targetLogicalId: 'Other' } }),
    'at another place': resourceEvents(groupOf(tcpOut, allOut)),
    'of Cloud Control': samples['of Cloud Control'],
  };

  test.each(Object.entries(others))('is another one for a finding %s', (_name, events) => {
    expect(idsOf(events)).not.toContain(id);
  });

  test('is another one for each resource that a loop makes at one place', () => {
    const group = { Type: 'AWS::EC2::SecurityGroup', Properties: groupOf(allOut) };
    const template = { Resources: { 'Fn::ForEach::Loop': ['Name', ['A', 'B'], { 'Sg${Name}': group }] } };
    const events = templateEvents('STACK', JSON.stringify(template));
    expect(new Set(events.map((event) => event.resources[0].data.path)).size).toBe(1);
    expect(new Set(idsOf(events)).size).toBe(2);
  });

  test('is not cut where the logical id is as long as one can be', () => {
    const events = resourceEvents(groupOf(allOut, allOut), { data: { targetLogicalId: 'A'.repeat(1024) } });
    expect(new Set(idsOf(events)).size).toBe(2);
  });
});

const severities = { Low: 2, Medium: 3, High: 4 } as const;

test.each(['Low', 'Medium', 'High'] as const)('%s is told as the schema numbers it', (severity) => {
  const [event] = resourceEvents(groupOf(allOut), {}, { severity });
  expect(event).toMatchObject({ severity, severity_id: severities[severity] });
});

test.each(['aws-cn', 'aws-us-gov'])('the partition is told: %s', (partition) => {
  const [event] = resourceEvents(groupOf(allOut), { event: { stackId: STACK_ID.replace('aws', partition) } });
  expect(event.resources[0].cloud_partition).toBe(partition);
});

test('an identifier that is no ARN tells no partition, Region or name', () => {
  const [event] = resourceEvents(groupOf(allOut), { event: { stackId: 'my-arn:aws:x' } });
  expect(event.cloud).toEqual({ provider: 'AWS', account });
  expect(event.resources[0]).toEqual({
    uid: 'my-arn:aws:x/AppSg',
    name: 'AppSg',
    type: 'AWS::EC2::SecurityGroup',
    owner: { account },
    group: { uid: 'my-arn:aws:x', type: 'AWS::CloudFormation::Stack' },
    data: resource?.data,
  });
});

test('a value without a destination has none', () => {
  const [event] = resourceEvents(groupOf({ IpProtocol: -1 }));
  expect(event.resources[0].data).toEqual({ path: PATH, value: '-1' });
});

test.each(['__proto__', 'constructor'])('a resource may be called %s', (logicalId) => {
  const [event] = resourceEvents(groupOf(allOut), { data: { targetLogicalId: logicalId } });
  expect(event.resources[0]).toMatchObject({ name: logicalId, uid: `${STACK_ID}/${logicalId}` });
});

describe('texts from outside', () => {
  const textsOf = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
  };
  const texts = textsOf(samples['with hostile texts']);

  test('are told', () => {
    expect(texts.filter((text) => text.includes('<script>'))).toHaveLength(26);
  });

  test('keep no control character and no half of a character', () => {
    expect(texts.filter((text) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text) || !text.isWellFormed())).toEqual([]);
  });

  test('make no line longer than a log event may be', () => {
    expect(Buffer.byteLength(JSON.stringify(samples['with hostile texts'][0]))).toBeLessThan(MAX_LOG_EVENT);
  });
});

test('nothing is told of a resource but what is found in it', () => {
  const properties = {
    ...groupOf({ ...allOut, Description: 'secret', FromPort: 31337 }, { ...tcpOut, CidrIp: '198.51.100.7/32' }),
    GroupDescription: 'secret',
    Tags: [{ Key: 'secret', Value: 'secret' }],
  };
  const line = JSON.stringify(resourceEvents(properties));
  expect(line).toContain(MESSAGE);
  for (const secret of ['secret', '31337', '198.51.100.7', TOKEN]) expect(line).not.toContain(secret);
});

test('the address of a template is not told', () => {
  expect(JSON.stringify([samples['of a stack'], samples['of a change set']])).not.toContain('secret');
});
