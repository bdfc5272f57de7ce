import { describe, expect, test } from 'vitest';
import type { Resource } from '../../rule/library.ts';
import { group, judge, standalone } from '../support/egress.ts';

const all = { IpProtocol: -1, CidrIp: '0.0.0.0/0' };

describe('keys of the language itself are ordinary keys', () => {
  const silent: Record<string, string> = {
    constructor: '{"constructor":{"IpProtocol":-1},"IpProtocol":"tcp"}',
    __proto__: '{"__proto__":{"IpProtocol":-1,"CidrIp":"0.0.0.0/0"},"IpProtocol":"tcp"}',
    toString: '{"toString":-1,"IpProtocol":"tcp"}',
    hasOwnProperty: '{"hasOwnProperty":-1,"IpProtocol":"tcp"}',
  };

  test.each(Object.entries(silent))('%s lends an entry nothing', (_name, json) => {
    expect(judge(group([JSON.parse(json)]))).toEqual({ findings: [], undetermined: [] });
    expect(judge(standalone(JSON.parse(json)))).toEqual({ findings: [], undetermined: [] });
  });

  test('__proto__ lends a group no egress', () => {
    const properties: unknown = JSON.parse('{"__proto__":{"SecurityGroupEgress":[{"IpProtocol":-1}]}}');
    expect(judge({ ...group([]), properties })).toEqual({ findings: [], undetermined: [] });
  });

  test('__proto__ hides no entry', () => {
    const entry: unknown = JSON.parse('{"__proto__":{"IpProtocol":"tcp"},"IpProtocol":"-1","CidrIp":"0.0.0.0/0"}');
    expect(judge(group([entry])).findings).toEqual([
      [
        '/Resources/Sg/Properties/SecurityGroupEgress/0/IpProtocol',
        'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
      ],
    ]);
  });

  test('judging changes no prototype', () => {
    judge(standalone(JSON.parse('{"__proto__":{"polluted":1},"IpProtocol":"-1"}')));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('a logical id is escaped where it is a path, and only there', () => {
  const ids: Record<string, readonly [path: string, shown: string]> = {
    'a/b': ['/Resources/a~1b/Properties/IpProtocol', 'a/b'],
    'a~b': ['/Resources/a~0b/Properties/IpProtocol', 'a~b'],
    'a~1b': ['/Resources/a~01b/Properties/IpProtocol', 'a~1b'],
    '~/': ['/Resources/~0~1/Properties/IpProtocol', '~/'],
    __proto__: ['/Resources/__proto__/Properties/IpProtocol', '__proto__'],
    IpProtocol: ['/Resources/IpProtocol/Properties/IpProtocol', 'IpProtocol'],
    '': ['/Resources//Properties/IpProtocol', ''],
  };

  test.each(Object.entries(ids))('"%s"', (id, [path, shown]) => {
    expect(judge(standalone(all, id)).findings).toEqual([
      [path, `${shown} (AWS::EC2::SecurityGroupEgress) allows all protocols (IpProtocol -1) to 0.0.0.0/0.`],
    ]);
  });
});

describe('a message stays one harmless line', () => {
  const LABEL = '(AWS::EC2::SecurityGroupEgress) allows all protocols';
  const cases: Record<string, readonly [resource: Resource, message: string]> = {
    'with a line break in the logical id': [
      standalone(all, 'A\nSUCCESS'),
      `A\\u000aSUCCESS ${LABEL} (IpProtocol -1) to 0.0.0.0/0.`,
    ],
    'with an escape sequence in the logical id': [
      standalone(all, 'A\u001b[2J'),
      `A\\u001b[2J ${LABEL} (IpProtocol -1) to 0.0.0.0/0.`,
    ],
    'with reversed text in the logical id': [
      standalone(all, '\u202eA'),
      `\\u202eA ${LABEL} (IpProtocol -1) to 0.0.0.0/0.`,
    ],
    'with half a character in the logical id': [
      standalone(all, 'A\ud83d'),
      `A\ufffd ${LABEL} (IpProtocol -1) to 0.0.0.0/0.`,
    ],
    'with control characters in the destination': [
      standalone({ ...all, CidrIp: '10.0.0.0/8\r\n\u0007' }),
      `Out ${LABEL} (IpProtocol -1) to 10.0.0.0/8\\u000d\\u000a\\u0007.`,
    ],
    'with control characters in an intrinsic': [
      standalone({ ...all, CidrIp: { Ref: 'A\u2028\n' } }),
      `Out ${LABEL} (IpProtocol -1) to A\\u2028\\u000a.`,
    ],
    'with an endless destination': [
      standalone({ ...all, CidrIp: '1'.repeat(1_000_000) }),
      `Out ${LABEL} (IpProtocol -1) to ${'1'.repeat(77)}....`,
    ],
    'with an endless logical id': [
      standalone(all, 'x'.repeat(1_000_000)),
      `${'x'.repeat(97)}... ${LABEL} (IpProtocol -1) to 0.0.0.0/0.`,
    ],
    'with an endless value': [
      standalone({ IpProtocol: `-1.${'0'.repeat(100)}` }),
      `Out ${LABEL} (IpProtocol -1.${'0'.repeat(34)}...).`,
    ],
    'with a value between line breaks': [standalone({ IpProtocol: '\n-1\n' }), `Out ${LABEL} (IpProtocol -1).`],
  };

  test.each(Object.entries(cases))('%s', (_name, [resource, message]) => {
    expect(judge(resource).findings.map(([, said]) => said)).toEqual([message]);
  });

  test.each([
    ['control characters', '\u001b[2J\n\u202e'],
    ['a million characters', 'x'.repeat(1_000_000)],
  ])('with %s in the name of a function', (_name, name) => {
    const messages = judge(standalone({ [`Fn::${name}`]: [] })).undetermined.map(([, message]) => message);
    expect(messages).toHaveLength(1);
    expect(messages.join()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(messages.join().length).toBeLessThan(400);
  });
});

test('ten thousand levels of lists are undetermined, not a fault', () => {
  let egress: unknown = [];
  for (let depth = 0; depth < 10_000; depth += 1) egress = [egress];
  expect(judge(group(egress)).undetermined).toHaveLength(1);
});

test('ten thousand levels in a destination are reported, not a fault', () => {
  let destination: unknown = 'deep';
  for (let depth = 0; depth < 10_000; depth += 1) destination = { Ref: destination };
  expect(judge(standalone({ IpProtocol: '-1', CidrIp: destination })).findings).toHaveLength(1);
});
