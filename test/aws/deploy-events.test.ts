import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { followStack, lastEventId, readEvents, type StackEvent } from '../../infra/aws/stack-events.ts';
import { startMoto } from './support/moto.ts';
import { playEvents, playStack } from './support/stack-play.ts';
import { type StandIn, startStandIn } from './support/stand-in.ts';

const stackId = 'arn:aws:cloudformation:us-east-1:123456789012:stack/egress-guard/1a2345b6';

let standIn: StandIn;
let clients: { readonly cloudFormation: CloudFormationClient };

/** Follows without waiting, and tells the events, the ending and the number of pauses. */
const follow = async (after?: string) => {
  let pauses = 0;
  const pause = async (): Promise<void> => {
    pauses += 1;
  };
  const events: StackEvent[] = [];
  const stream = followStack(clients, { stackId, after, pause });
  let next = await stream.next();
  for (; next.done !== true; next = await stream.next()) events.push(next.value);
  return { told: events.map(({ logicalId, status }) => `${logicalId} ${status}`), ending: next.value, pauses };
};

beforeAll(async () => {
  standIn = await startStandIn(await startMoto());
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  clients = {
    cloudFormation: new CloudFormationClient({ credentials, region: 'us-east-1', endpoint: standIn.origin }),
  };
});

beforeEach(() => standIn.reset());

const before = [
  { status: 'CREATE_IN_PROGRESS' },
  { logicalId: 'Role', status: 'CREATE_FAILED' },
  { status: 'CREATE_COMPLETE' },
];

describe('the events of a stack', () => {
  test('are read over all pages, oldest first', async () => {
    playEvents(standIn, [[...before, ...before, ...before]]);
    const read = await readEvents(clients, stackId);
    expect(read.map(({ id }) => id)).toEqual(Array.from({ length: 9 }, (_, index) => `event-${index}`));
  });

  test('are read as far as what is known', async () => {
    playEvents(standIn, [[...before, ...before, ...before]]);
    expect((await readEvents(clients, stackId, 'event-6')).map(({ id }) => id)).toEqual(['event-7', 'event-8']);
    expect(standIn.calls).toHaveLength(1);
  });

  test('have a newest one', async () => {
    playEvents(standIn, [before]);
    expect(await lastEventId(clients, stackId)).toBe('event-2');
  });

  test('may be none yet', async () => {
    playEvents(standIn, []);
    expect(await lastEventId(clients, stackId)).toBeUndefined();
  });
});

describe('an operation', () => {
  test('is told without what was before it, each event once, to its end', async () => {
    const begin = [{ status: 'UPDATE_IN_PROGRESS' }, { logicalId: 'Role', status: 'UPDATE_COMPLETE' }];
    const clean = [{ status: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' }];
    playEvents(standIn, [[...before, ...begin], [], clean, [{ status: 'UPDATE_COMPLETE' }]]);
    expect(await follow('event-2')).toEqual({
      told: [
        'egress-guard UPDATE_IN_PROGRESS',
        'Role UPDATE_COMPLETE',
        'egress-guard UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
        'egress-guard UPDATE_COMPLETE',
      ],
      ending: 'UPDATE_COMPLETE',
      pauses: 3,
    });
  });

  test('does not end with a resource, or with the stack of a change set', async () => {
    const nested = { logicalId: 'Nested', type: 'AWS::CloudFormation::Stack', status: 'CREATE_COMPLETE' };
    playEvents(standIn, [[{ status: 'REVIEW_IN_PROGRESS' }, nested], [{ status: 'CREATE_COMPLETE' }]]);
    expect(await follow()).toMatchObject({ ending: 'CREATE_COMPLETE', pauses: 1 });
  });

  test('that leaves no event of the stack ends with the status that it has', async () => {
    playEvents(standIn, [before]);
    playStack(standIn, { status: 'CREATE_COMPLETE' });
    expect(await follow('event-2')).toEqual({ told: [], ending: 'CREATE_COMPLETE', pauses: 11 });
  });

  test('is followed for as long as it runs', async () => {
    playEvents(standIn, [before]);
    playStack(standIn, { status: 'UPDATE_IN_PROGRESS' }, 5);
    const { ending, pauses } = await follow('event-2');
    // moto does not know the stack: it is gone then.
    expect({ ending, pauses }).toEqual({ ending: 'DELETE_COMPLETE', pauses: 16 });
  });
});
