import { expect, test } from 'vitest';
import { managementAccountOf } from '../../../infra/aws/stack-set.ts';

const arns: Record<string, readonly [string, string | undefined]> = {
  'from a name of the ordinary partition': [
    'arn:aws:cloudformation:eu-west-1:123456789012:stackset/a:1',
    '123456789012',
  ],
  'from another partition': ['arn:aws-us-gov:cloudformation:us-gov-west-1:123456789012:stackset/a:1', '123456789012'],
  'not from what is no stack set': ['arn:aws:cloudformation:eu-west-1:123456789012:stack/a/1', undefined],
  'not from nothing': ['', undefined],
};

test.each(Object.entries(arns))('the management account is told %s', (_name, [arn, account]) => {
  expect(managementAccountOf({ arn })).toBe(account);
});
