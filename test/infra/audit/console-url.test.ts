import { expect, test } from 'vitest';
import { consoleUrl } from '../../../infra/audit/stack.ts';

const idIn = (partition: string, region: string): string =>
  `arn:${partition}:cloudformation:${region}:123456789012:stack/app/6f0c1d2e-1111-4b5c-8d9e-0123456789ab`;

test.each([
  ['aws', 'eu-west-1', 'eu-west-1.console.aws.amazon.com'],
  ['aws-us-gov', 'us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com'],
  ['aws-cn', 'cn-north-1', 'cn-north-1.console.amazonaws.cn'],
  ['aws-eusc', 'eusc-de-east-1', 'eusc-de-east-1.console.amazonaws-eusc.eu'],
])('of a stack in %s leads there', (partition, region, host) => {
  const url = new URL(consoleUrl(idIn(partition, region)) ?? '');
  expect({ host: url.host, region: url.searchParams.get('region') }).toEqual({ host, region });
  expect(decodeURIComponent(url.hash)).toBe(`#/stacks/stackinfo?stackId=${idIn(partition, region)}`);
});

test.each([
  ['a partition whose console is not known', idIn('aws-iso', 'us-iso-east-1')],
  ['a group that no stack made', 'arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1'],
  ['a Region that is none', idIn('aws', 'evil.example/x')],
  ['a name', 'app'],
])('there is none of %s', (_what, id) => {
  expect(consoleUrl(id)).toBeUndefined();
});
