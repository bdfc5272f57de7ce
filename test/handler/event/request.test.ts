import { describe, expect, test } from 'vitest';
import { limitProblem } from '../../../handler/event/limits.ts';
import { parseRequest, RequestError, readToken } from '../../../handler/event/request.ts';
import { allOut, FUNCTION_ARN, groupOf, resourceEvent, STACK_ID, TOKEN, templateEvent } from '../../support/events.ts';

const properties = groupOf(allOut);
const envelope = {
  clientRequestToken: TOKEN,
  awsAccountId: '123456789012',
  stackId: STACK_ID,
  hookTypeName: 'Private::Lambda::EgressGuard',
  functionArn: FUNCTION_ARN,
  actionInvocationPoint: 'UPDATE_PRE_PROVISION',
  targetName: 'AWS::EC2::SecurityGroup',
  targetLogicalId: 'AppSg',
};
const resource = { logicalId: 'AppSg', type: 'AWS::EC2::SecurityGroup', properties };
/** What the event of an update tells of the properties as they are. */
const previousProperties = { GroupDescription: 'x' };
const request = { ...envelope, kind: 'resource', resource, previousProperties };
const { stackId: _, ...withoutStack } = request;
const { previousProperties: __, ...withoutPrevious } = request;
const { actionInvocationPoint: ___, ...withoutPoint } = withoutPrevious;

const readable: Record<string, readonly [event: unknown, request: unknown]> = {
  'an update': [resourceEvent(properties), request],
  'a change set that is absent': [resourceEvent(properties, { event: { changeSetId: undefined } }), request],
  'a change set that is empty': [resourceEvent(properties, { event: { changeSetId: '' } }), request],
  'a change set that is named': [
    resourceEvent(properties, { event: { changeSetId: 'arn:cs' } }),
    { ...request, changeSetId: 'arn:cs' },
  ],
  'no point, as one of the documented shapes has none': [
    resourceEvent(properties, { event: { actionInvocationPoint: undefined } }),
    withoutPoint,
  ],
  'unknown keys': [
    resourceEvent(properties, { event: { region: 'r' }, data: { callerCredentials: {} }, model: { extra: 1 } }),
    request,
  ],
  'Cloud Control, which has no stack and calls every type RESOURCE': [
    resourceEvent(properties, { event: { stackId: '' }, data: { targetType: 'RESOURCE' } }),
    withoutStack,
  ],
  'a stack that is null': [resourceEvent(properties, { event: { stackId: null } }), withoutStack],
  'a point that is not documented': [
    resourceEvent(properties, { event: { actionInvocationPoint: 'IMPORT_PRE_PROVISION' } }),
    { ...withoutPrevious, actionInvocationPoint: 'IMPORT_PRE_PROVISION' },
  ],
  'a creation, before which there was nothing, whatever it says': [
    resourceEvent(properties, { event: { actionInvocationPoint: 'CREATE_PRE_PROVISION' } }),
    { ...withoutPrevious, actionInvocationPoint: 'CREATE_PRE_PROVISION' },
  ],
  'previous properties that are none': [
    resourceEvent(properties, { model: { previousResourceProperties: [properties] } }),
    withoutPrevious,
  ],
  'a deletion without properties': [
    resourceEvent(undefined, { event: { actionInvocationPoint: 'DELETE_PRE_PROVISION' } }),
    { ...envelope, actionInvocationPoint: 'DELETE_PRE_PROVISION', kind: 'delete' },
  ],
  'a type of others, whatever its model': [
    resourceEvent('?', { data: { targetName: 'AWS::S3::Bucket' } }),
    { ...envelope, targetName: 'AWS::S3::Bucket', kind: 'foreign' },
  ],
  'a type of ours that targetType denies': [
    resourceEvent(properties, { data: { targetType: 'AWS::S3::Bucket' } }),
    request,
  ],
};

const MODEL = 'requestData.targetModel';
const PROPERTIES = `${MODEL}.resourceProperties`;
const ID = 'requestData.targetLogicalId';

const unreadable: Record<string, readonly [event: unknown, message: string]> = {
  nothing: [undefined, 'event: expected an object, got nothing.'],
  null: [null, 'event: expected an object, got null.'],
  'a string': ['{}', 'event: expected an object, got a string.'],
  'a number': [0, 'event: expected an object, got a number.'],
  'a boolean': [false, 'event: expected an object, got a boolean.'],
  'a list': [[resourceEvent(properties)], 'event: expected an object, got a list.'],
  'an empty object': [{}, 'requestData: expected an object, got nothing.'],
  'requestData that is null': [{ requestData: null }, 'requestData: expected an object, got null.'],
  'requestData that is a list': [{ requestData: [] }, 'requestData: expected an object, got a list.'],
  'no type': [
    resourceEvent(properties, { data: { targetName: undefined } }),
    'requestData.targetName: expected a string, got nothing.',
  ],
  'a type that is an object': [
    resourceEvent(properties, { data: { targetName: {} } }),
    'requestData.targetName: expected a string, got an object.',
  ],
  'no logical id': [
    resourceEvent(properties, { data: { targetLogicalId: undefined } }),
    `${ID}: expected a string, got nothing.`,
  ],
  'a line break in the logical id': [
    resourceEvent(properties, { data: { targetLogicalId: 'A\nB' } }),
    `${ID}: holds control characters.`,
  ],
  'a NUL in the logical id': [
    resourceEvent(properties, { data: { targetLogicalId: 'A\u0000' } }),
    `${ID}: holds control characters.`,
  ],
  'an endless logical id': [
    resourceEvent(properties, { data: { targetLogicalId: 'A'.repeat(1025) } }),
    `${ID}: is longer than 1024 characters.`,
  ],
  'no model': [
    resourceEvent(properties, { data: { targetModel: undefined } }),
    `${MODEL}: expected an object, got nothing.`,
  ],
  'a model that is a string': [
    resourceEvent(properties, { data: { targetModel: '{}' } }),
    `${MODEL}: expected an object, got a string.`,
  ],
  'no properties': [resourceEvent(undefined), `${PROPERTIES}: expected an object, got nothing.`],
  'properties that are null': [resourceEvent(null), `${PROPERTIES}: expected an object, got null.`],
  'properties that are a list': [resourceEvent([properties]), `${PROPERTIES}: expected an object, got a list.`],
  'properties that are a string': [
    resourceEvent(JSON.stringify(properties)),
    `${PROPERTIES}: expected an object, got a string.`,
  ],
  'a stack without a payload': [
    templateEvent('STACK', undefined),
    'requestData.payload: expected a string, got nothing.',
  ],
  'a change set with an empty payload': [
    templateEvent('CHANGE_SET', ''),
    'requestData.payload: expected a string, got an empty one.',
  ],
  'fields that are inherited': [
    Object.create(resourceEvent(properties)),
    'requestData: expected an object, got nothing.',
  ],
};

describe('reads', () => {
  test.each(Object.entries(readable))('%s', (_name, [event, expected]) => {
    expect(parseRequest(event)).toEqual(expected);
  });

  test('a logical id of 1,024 characters', () => {
    const targetLogicalId = 'A'.repeat(1024);
    expect(parseRequest(resourceEvent(properties, { data: { targetLogicalId } }))).toMatchObject({ targetLogicalId });
  });
});

describe('refuses', () => {
  test.each(Object.entries(unreadable))('%s', (_name, [event, message]) => {
    expect(() => parseRequest(event)).toThrow(new RequestError(message));
    expect(() => parseRequest(event)).toThrow(expect.objectContaining({ name: 'RequestError' }));
  });
});

describe('the token', () => {
  const cases: Record<string, readonly [event: unknown, token: string | undefined]> = {
    'is echoed': [{ clientRequestToken: 't' }, 't'],
    'is found in its other spelling': [{ clientRequesttoken: 't' }, 't'],
    'is taken from the usual spelling where both are there': [
      { clientRequesttoken: 'a', clientRequestToken: 'b' },
      'b',
    ],
    'is found in its other spelling where the usual one is null': [
      { clientRequestToken: null, clientRequesttoken: 't' },
      't',
    ],
    'is left out where it is absent': [{}, undefined],
    'is left out where it is empty': [{ clientRequestToken: '' }, undefined],
    'is left out where it is a number': [{ clientRequestToken: 1 }, undefined],
    'is left out where it is endless': [{ clientRequestToken: 't'.repeat(4097) }, undefined],
    'is echoed up to 4,096 characters': [{ clientRequestToken: 't'.repeat(4096) }, 't'.repeat(4096)],
    'is not looked for in a list': [['t'], undefined],
    'is not looked for in null': [null, undefined],
  };

  test.each(Object.entries(cases))('%s', (_name, [event, token]) => {
    expect(readToken(event)).toBe(token);
  });
});

const nested = (levels: number): Record<string, unknown> => {
  let value: Record<string, unknown> = {};
  for (let level = 0; level < levels; level += 1) value = { key: value };
  return value;
};

const LIMIT = 4 * 1024 * 1024;

describe('an event is unfit where it', () => {
  const TOO_LARGE = `holds more than ${LIMIT} characters`;
  const TOO_MANY = 'holds more than 100000 lists and objects';
  const TOO_DEEP = 'is nested more than 100 levels deep';
  const cases: Record<string, readonly [event: Readonly<Record<string, unknown>>, problem: string | undefined]> = {
    'is not: an empty one': [{}, undefined],
    'is not: of the greatest depth': [nested(101), undefined],
    'is deeper': [{ key: nested(101) }, TOO_DEEP],
    'is 10,000 levels deep': [nested(10_000), TOO_DEEP],
    'is not: of the greatest size': [{ key: 'x'.repeat(LIMIT - 3) }, undefined],
    'is larger': [{ key: 'x'.repeat(LIMIT - 2) }, TOO_LARGE],
    'has endless keys': [{ ['k'.repeat(LIMIT)]: 1 }, TOO_LARGE],
    'has many small parts': [{ list: new Array(LIMIT).fill(0) }, TOO_LARGE],
    'is not: of as many lists and objects as may be': [{ list: new Array(99_998).fill({}) }, undefined],
    'has one more': [{ list: new Array(99_999).fill({}) }, TOO_MANY],
    'has too many in several lists': [{ a: new Array(50_001).fill([]), b: new Array(50_001).fill([]) }, TOO_MANY],
    'names __proto__': [JSON.parse('{"__proto__":{}}'), 'holds a key named __proto__'],
    'names __proto__ deep inside': [JSON.parse('{"a":[{"b":{"__proto__":1}}]}'), 'holds a key named __proto__'],
    'is not: with constructor as a key': [{ constructor: { prototype: {} } }, undefined],
  };

  test.each(Object.entries(cases))('%s', (_name, [event, problem]) => {
    expect(limitProblem(event)).toBe(problem);
  });
});
