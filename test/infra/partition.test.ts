import { expect, test } from 'vitest';
import { partitionOf, urlSuffixOf } from '../../infra/partition.ts';

test.each([
  ['eu-central-1', 'aws', 'amazonaws.com'],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
  ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov'],
])('%s is in %s, where hosts end with %s', (region, partition, suffix) => {
  expect(partitionOf(region)).toBe(partition);
  expect(urlSuffixOf(partition)).toBe(suffix);
});

test('nothing is known of another partition', () => {
  expect(urlSuffixOf('aws-other')).toBeUndefined();
});
