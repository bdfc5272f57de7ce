import { describe, expect, test } from 'vitest';
import { type Origin, originOf } from '../../../handler/event/origin.ts';
import { parseRequest } from '../../../handler/event/request.ts';
import { groupOf, resourceEvent, STACK_ID, templateEvent } from '../../support/events.ts';

const known = { account: '123456789012', region: 'us-west-2', stackName: 'MyStack' };
const { stackName: _, ...withoutStack } = known;
const { account: __, ...withoutAccount } = known;

const about = (event: Readonly<Record<string, unknown>>) => resourceEvent(groupOf(), { event });
const ofStack = (stackId: string) => ({ ...templateEvent('STACK', 'https://x'), stackId });

describe('a request comes from', () => {
  const cases: Record<string, readonly [event: unknown, origin: Origin]> = {
    'the account, the Region and the stack that its ARN names': [about({}), known],
    'no stack through Cloud Control, and the Region of the function': [about({ stackId: '' }), withoutStack],
    'nowhere that it does not say': [about({ stackId: '', awsAccountId: '', hookModel: {} }), {}],
    'no stack where the ARN is of something else': [
      about({ stackId: STACK_ID.replace(':stack/', ':type/') }),
      withoutStack,
    ],
    'no stack where an ARN stands within a text': [about({ stackId: ` ${STACK_ID}` }), withoutStack],
    'a stack of another partition': [about({ stackId: STACK_ID.replace('arn:aws:', 'arn:aws-cn:') }), known],
    'no Region where the ARN names none': [
      about({ stackId: STACK_ID.replace('us-west-2', '') }),
      { account: known.account, stackName: known.stackName },
    ],
    'no account where it names none': [about({ awsAccountId: undefined }), withoutAccount],
    'the stack that it is about': [ofStack(STACK_ID), known],
    'the stack that it is about, by its name alone': [ofStack(''), { ...known, stackName: 'my-cloudformation-stack' }],
  };

  test.each(Object.entries(cases))('%s', (_name, [event, origin]) => {
    expect(originOf(parseRequest(event))).toEqual(origin);
  });
});
