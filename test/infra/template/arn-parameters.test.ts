import { describe, expect, test } from 'vitest';
import { checkArns } from '../../../infra/template/arn-parameters.ts';

const place = { region: 'us-east-1', id: '123456789012' };

const topic = (partition: string, region: string) => ({
  AlarmTopicArn: `arn:${partition}:sns:${region}:123456789012:operations`,
});

const bus = (partition: string, region: string) => ({
  EventBusArn: `arn:${partition}:events:${region}:210987654321:event-bus/security`,
});

const boundary = (account: string, partition = 'aws') => ({
  PermissionsBoundaryArn: `arn:${partition}:iam::${account}:policy/boundary`,
});

describe('the ARNs of a deployment', () => {
  test.each([
    {},
    { AlarmTopicArn: '' },
    topic('aws', 'us-east-1'),
    bus('aws', 'us-east-1'),
    bus('aws', 'eu-west-1'),
    boundary('123456789012'),
    boundary('aws'),
  ])('may be %j', (given) => {
    expect(checkArns(given, place)).toBeUndefined();
  });

  test.each([
    [topic('aws', 'eu-west-1'), 'it is in eu-west-1, and the stack is to be in us-east-1'],
    [topic('aws-cn', 'cn-north-1'), 'it is of the partition aws-cn, and us-east-1 of aws'],
    [bus('aws-us-gov', 'us-gov-west-1'), 'it is of the partition aws-us-gov, and us-east-1 of aws'],
    [boundary('aws', 'aws-cn'), 'it is of the partition aws-cn, and us-east-1 of aws'],
    [boundary('210987654321'), 'it is a policy of the account 210987654321, and the roles are to be in 123456789012'],
  ])('may not be %j', (given, why) => {
    const [[name, value] = []] = Object.entries(given);
    expect(checkArns(given, place)).toBe(`the parameter ${name} cannot be ${JSON.stringify(value)}: ${why}.`);
  });

  test('of many accounts are not held against one', () => {
    expect(checkArns(boundary('210987654321'), { region: 'us-east-1' })).toBeUndefined();
  });
});
