import { describe, expect, test } from 'vitest';
import { type Config, readConfig } from '../../handler/config.ts';
import { allOut, groupOf, resourceEvent, TOKEN, templateEvent } from '../support/events.ts';
import { expectWellFormed } from '../support/hook-response.ts';
import { invoke } from '../support/invoke.ts';

const SECRET = 'SECRET';
const CANNOT_READ = 'Egress Guard got an event that it cannot read: ';
const PROPERTIES = 'requestData.targetModel.resourceProperties';

const deep = (levels: number): unknown =>
  JSON.parse(`${'{"a":['.repeat(levels / 2)}"${SECRET}"${']}'.repeat(levels / 2)}`);
const secretGroup = { ...groupOf(allOut), GroupDescription: SECRET };

/** Each holds the marker, which neither the answer nor the log may repeat; the token is undefined where none can be read. */
const events: Record<string, readonly [event: unknown, complaint: string, token?: string]> = {
  nothing: [undefined, 'event: expected an object, got nothing.'],
  null: [null, 'event: expected an object, got null.'],
  'a string': [SECRET, 'event: expected an object, got a string.'],
  'a number': [7, 'event: expected an object, got a number.'],
  'a list': [[SECRET, resourceEvent(secretGroup)], 'event: expected an object, got a list.'],
  'an event without requestData': [
    resourceEvent({}, { event: { requestData: undefined, secret: SECRET } }),
    'requestData: expected an object, got nothing.',
    TOKEN,
  ],
  'requestData as a string': [
    resourceEvent({}, { event: { requestData: SECRET } }),
    'requestData: expected an object, got a string.',
    TOKEN,
  ],
  '6 MB': [
    resourceEvent({ ...secretGroup, Padding: 'x'.repeat(6 * 1024 * 1024) }),
    'event: holds more than 4194304 characters.',
    TOKEN,
  ],
  'properties as a list': [resourceEvent([secretGroup]), `${PROPERTIES}: expected an object, got a list.`, TOKEN],
  'properties as a string': [
    resourceEvent(JSON.stringify(secretGroup)),
    `${PROPERTIES}: expected an object, got a string.`,
    TOKEN,
  ],
  'properties that are null': [
    resourceEvent(null, { model: { previousResourceProperties: secretGroup } }),
    `${PROPERTIES}: expected an object, got null.`,
    TOKEN,
  ],
  'properties 10,000 levels deep': [resourceEvent(deep(10_000)), 'event: is nested more than 100 levels deep.', TOKEN],
  '__proto__ among the properties': [
    resourceEvent(JSON.parse(`{"__proto__":{"GroupDescription":"${SECRET}"}}`)),
    'event: holds a key named __proto__.',
    TOKEN,
  ],
  '__proto__ beside requestData': [
    JSON.parse(`{"__proto__":{"requestData":"${SECRET}"},"clientRequestToken":"${TOKEN}"}`),
    'event: holds a key named __proto__.',
    TOKEN,
  ],
  'a line break in the logical id': [
    resourceEvent(secretGroup, { data: { targetLogicalId: `App\n${SECRET}` } }),
    'requestData.targetLogicalId: holds control characters.',
    TOKEN,
  ],
  'an escape sequence in the logical id': [
    resourceEvent(secretGroup, { data: { targetLogicalId: `\u001b[2J${SECRET}` } }),
    'requestData.targetLogicalId: holds control characters.',
    TOKEN,
  ],
  'a logical id that is a list': [
    resourceEvent(secretGroup, { data: { targetLogicalId: [SECRET] } }),
    'requestData.targetLogicalId: expected a string, got a list.',
    TOKEN,
  ],
  'a stack whose payload is an object': [
    templateEvent('STACK', { url: SECRET }),
    'requestData.payload: expected a string, got an object.',
    TOKEN,
  ],
};

describe('what cannot be read is refused, the field named and nothing repeated', () => {
  test.each(Object.entries(events))('%s', async (_name, [event, complaint, token]) => {
    const { response, lines } = await invoke(event);
    expect(response).toStrictEqual({
      hookStatus: 'FAILED',
      errorCode: 'InternalFailure',
      message: `${CANNOT_READ}${complaint}`,
      ...(token !== undefined && { clientRequestToken: token }),
    });
    expectWellFormed(response);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'decision', outcome: 'ERROR', hookStatus: 'FAILED' },
    ]);
    expect(JSON.stringify([response, lines])).not.toContain(SECRET);
  });
});

test('a template behind an address that is not of S3 stops nothing, and the address is not repeated', async () => {
  const { response, lines } = await invoke(templateEvent('STACK', `https://example.com/?X-Amz-Signature=${SECRET}`));
  expect(response.hookStatus).toBe('SUCCESS');
  expect(response.annotations).toMatchObject([{ status: 'SKIPPED' }]);
  expectWellFormed(response);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ event: 'decision', outcome: 'ERROR' }]);
  expect(JSON.stringify([response, lines])).not.toContain(SECRET);
});

test('a wrong setting is refused by its name', async () => {
  const config = (): Config => readConfig({ EGRESS_GUARD_ALLOW_LOOPBACK_ONLY_EGRESS: SECRET });
  const { response, lines } = await invoke(resourceEvent(groupOf()), { config });
  expect(response).toStrictEqual({
    hookStatus: 'FAILED',
    errorCode: 'InternalFailure',
    message: 'Egress Guard is set up wrongly: EGRESS_GUARD_ALLOW_LOOPBACK_ONLY_EGRESS: expected true or false.',
    clientRequestToken: TOKEN,
  });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ outcome: 'ERROR', reason: response.message }]);
  expect(lines.join()).not.toContain(SECRET);
});

const throwing = (fault: unknown) => (): Config => {
  throw fault;
};

describe('a fault of ours is told by its kind alone', () => {
  const faults: Record<string, readonly [config: () => Config, kind: string]> = {
    'an error': [throwing(new TypeError(SECRET)), 'TypeError'],
    'an error with a cause': [throwing(new Error('outer', { cause: new Error(SECRET) })), 'Error'],
    'an error whose text looks like a stack frame': [throwing(new Error(`bad\n    at ${SECRET} (a.ts:1:1)`)), 'Error'],
    'an error of parsing, which quotes its input': [() => JSON.parse(`@\n at ${SECRET}`), 'SyntaxError'],
    'a string': [throwing(SECRET), 'string'],
    nothing: [throwing(undefined), 'undefined'],
  };

  test.each(Object.entries(faults))('%s', async (_name, [config, kind]) => {
    const { response, lines } = await invoke(resourceEvent(secretGroup), { config });
    expect(response).toStrictEqual({
      hookStatus: 'FAILED',
      errorCode: 'InternalFailure',
      message: `Egress Guard failed (${kind}) and decided nothing; its log has the details.`,
      clientRequestToken: TOKEN,
    });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ outcome: 'ERROR', fault: { name: kind } }]);
    expect(JSON.stringify([response, lines])).not.toContain(SECRET);
  });

  test('its log names the functions that it passed through', async () => {
    const config = function brokenConfig(): Config {
      throw new Error('broken');
    };
    const { lines } = await invoke(resourceEvent(groupOf()), { config });
    expect(JSON.parse(lines.join()).fault.stack.join('\n')).toMatch(/^at .*brokenConfig/);
  });
});
