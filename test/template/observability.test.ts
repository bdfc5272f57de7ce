import { describe, expect, test } from 'vitest';
import { isObject } from '../../rule/value/place.ts';
import { part, readTemplate } from '../support/deployed.ts';
import { type Parameters, renderTemplate } from '../support/rendered-template.ts';
import { everything } from '../support/rendered-template-log.ts';

const template = await readTemplate('template.yaml');

const idsOf = (parameters: Parameters): string[] => Object.keys(renderTemplate(template, parameters).resources);
const outputsOf = (parameters: Parameters): string[] => Object.keys(renderTemplate(template, parameters).outputs);

const always = idsOf({ CreateDashboard: 'false' });
const alwaysTold = outputsOf({ CreateDashboard: 'false' });

/** What a parameter adds to the resources and outputs of a stack in which nothing is given. */
const added: Record<string, [parameters: Parameters, resources: readonly string[], outputs: readonly string[]]> = {
  'no parameter, the dashboard': [{}, ['Dashboard'], ['DashboardUrl']],
  'ExemptionsUri, what tells that they cannot be applied': [
    { CreateDashboard: 'false', ExemptionsUri: 's3://config/exemptions.json' },
    ['ExemptionsNotAppliedFilter', 'ExemptionsNotApplied'],
    ['ExemptionsDocument'],
  ],
  'ArchiveBucket, what tells that it cannot be written': [
    { CreateDashboard: 'false', ArchiveBucket: 'archive' },
    ['ArchiveFailuresFilter', 'ArchiveFailed'],
    ['Archive'],
  ],
  'AlarmTopicArn, what tells it of events': [
    { CreateDashboard: 'false', AlarmTopicArn: String(everything['AlarmTopicArn']) },
    ['HookEvents', 'ChangeEvents', 'AccessEvents', 'EventsUndelivered'],
    [],
  ],
  'EventBusArn, the same, and the role that sends events there': [
    { CreateDashboard: 'false', EventBusArn: String(everything['EventBusArn']) },
    ['EventRole', 'HookEvents', 'ChangeEvents', 'AccessEvents', 'EventsUndelivered'],
    [],
  ],
  'ExistingViolations, nothing': [{ CreateDashboard: 'false', ExistingViolations: 'ALLOW' }, [], []],
  'all of them, all of that': [
    everything,
    [
      ...['ExemptionsNotAppliedFilter', 'ArchiveFailuresFilter', 'ExemptionsNotApplied', 'ArchiveFailed'],
      ...['EventRole', 'HookEvents', 'ChangeEvents', 'AccessEvents', 'ExemptionsEvents', 'EventsUndelivered'],
      'Dashboard',
    ],
    ['DashboardUrl', 'ExemptionsDocument', 'Archive'],
  ],
};

const isOptional = (value: unknown): boolean => isObject(value) && value['Condition'] !== undefined;

describe('the template creates', () => {
  test('without the optional parts, the hooks and what watches them', () => {
    const { types } = renderTemplate(template, { CreateDashboard: 'false' });
    const counts = Object.entries(Object.groupBy(Object.values(types), (type) => type));
    expect(Object.fromEntries(counts.map(([type, all]) => [type, all?.length]))).toEqual({
      'AWS::Logs::LogGroup': 1,
      'AWS::IAM::Role': 2,
      'AWS::Lambda::Function': 2,
      'AWS::CloudFormation::LambdaHook': 2,
      'AWS::Logs::MetricFilter': 8,
      'AWS::CloudWatch::Alarm': 4,
      'AWS::Logs::QueryDefinition': 4,
    });
  });

  test.each(Object.entries(added))('for %s', (_name, [parameters, resources, outputs]) => {
    expect(idsOf(parameters).filter((id) => !always.includes(id))).toEqual(resources);
    expect(always.filter((id) => !idsOf(parameters).includes(id))).toEqual([]);
    expect(outputsOf(parameters).filter((name) => !alwaysTold.includes(name))).toEqual(outputs);
  });

  test('every optional part, where everything is given', () => {
    for (const section of ['Resources', 'Outputs']) {
      const optional = Object.entries(part(template, section)).filter(([, value]) => isOptional(value));
      const made = [...idsOf(everything), ...outputsOf(everything)];
      expect(made).toEqual(expect.arrayContaining(optional.map(([name]) => name)));
    }
  });
});

describe('the outputs', () => {
  test('tell what comes next', () => {
    const { outputs } = renderTemplate(template, everything);
    expect(outputs).toMatchObject({
      Archive: 's3://archive/123456789012/us-east-1/',
      ExemptionsDocument: 's3://config/exemptions.json',
      SavedQueries: 'egress-guard',
    });
  });

  test.each([
    ['aws', 'us-east-1.console.aws.amazon.com'],
    ['aws-us-gov', 'us-east-1.console.amazonaws-us-gov.com'],
    ['aws-cn', 'us-east-1.console.amazonaws.cn'],
  ])('link to the dashboard in the partition %s', (partition, host) => {
    const text = JSON.stringify(template).replaceAll('{"Ref":"AWS::Partition"}', JSON.stringify(partition));
    const { outputs } = renderTemplate(JSON.parse(text));
    expect(outputs['DashboardUrl']).toMatch(
      new RegExp(
        `^https://${host}/cloudwatch/home\\?region=us-east-1#dashboards/dashboard/egress-guard-Dashboard-\\w+$`,
      ),
    );
  });
});

interface Values {
  readonly otherwise: string;
  readonly takes: readonly string[];
  readonly refuses: readonly string[];
}

const values: Record<string, Values> = {
  ExistingViolations: { otherwise: 'BLOCK', takes: ['BLOCK', 'ALLOW'], refuses: ['', 'allow', 'WARN'] },
  CreateDashboard: { otherwise: 'true', takes: ['true', 'false'], refuses: ['', 'yes'] },
  ExemptionsUri: {
    otherwise: '',
    takes: ['', 's3://abc/e', 's3://my.bucket-1/security/exemptions_v1=(2)@+!.json', `s3://abc/${'k'.repeat(1024)}`],
    refuses: [
      's3://abc',
      's3://abc/',
      's3://ab/e',
      's3://ABC/e',
      's3://abc-/e',
      's3://a*c/e',
      's3://abc/e*',
      's3://abc/e?',
      's3://abc/${aws:username}',
      's3://abc/$e',
      's3://abc/a b',
      's3://abc/é',
      's3://abc/e\n',
      's3://abc/s3://abd/e',
      'https://abc/e',
      'arn:aws:s3:::abc/e',
      ' s3://abc/e',
      `s3://abc/${'k'.repeat(1025)}`,
    ],
  },
  ArchiveBucket: {
    otherwise: '',
    takes: ['', 'abc', 'my.bucket-1', 'b'.repeat(63)],
    refuses: ['ab', 's3://abc', 'abc/', 'abc/key', 'ABC', 'a*c', 'a?c', 'a$c', '-abc', 'abc-', 'abc\n', 'b'.repeat(64)],
  },
  AlarmTopicArn: {
    otherwise: '',
    takes: ['', 'arn:aws:sns:us-east-1:123456789012:a_B-1', 'arn:aws-us-gov:sns:us-gov-west-1:123456789012:t'],
    refuses: [
      'operations',
      'arn:aws:sns:us-east-1:123456789012:',
      'arn:aws:sns:us-east-1:123456789012:a:1b2c',
      'arn:aws:sns:us-east-1:123456789012:queue.fifo',
      'arn:aws:sns:us-east-1:12345678901:a',
      'arn:aws:sqs:us-east-1:123456789012:a',
      'arn:aws:sns:*:123456789012:a',
    ],
  },
};

describe.each(Object.entries(values))('the parameter %s', (name, { otherwise, takes, refuses }) => {
  test(`is ${JSON.stringify(otherwise)} unless it is given`, () => {
    expect(part(template, 'Parameters', name)['Default']).toBe(otherwise);
  });

  test.each(takes)('takes %j', (value) => {
    expect(() => renderTemplate(template, { [name]: value })).not.toThrow();
  });

  test.each(refuses)('refuses %j', (value) => {
    expect(() => renderTemplate(template, { [name]: value })).toThrow(`Parameter '${name}' must`);
  });
});
