import { describe, expect, test } from 'vitest';
import { readIpProtocol } from '../../../../rule/rules/security-group/ip-protocol.ts';

const all = {
  'the number -1': -1,
  'the string -1': '-1',
  '-1 behind a space': ' -1',
  '-1 before a space': '-1 ',
  '-1 between tabs and line breaks': '\t-1\r\n',
  '-1 between no-break spaces': '\u00a0-1\u00a0',
  '-1 behind a byte-order mark': '\ufeff-1',
  'the number -1.0': -1.0,
  'a fraction of zero': '-1.0',
  'a fraction of many zeros': '-1.000',
  'a bare point': '-1.',
  'a leading zero': '-01',
  'many leading zeros': '-0001.00',
  'an exponent': '-1e0',
  'an exponent in capitals': '-1E+0',
  'a negative exponent': '-10e-1',
  'a fraction with an exponent': '-0.1e1',
  hexadecimal: '-0x1',
  'hexadecimal in capitals': '-0X01',
  octal: '-0o1',
  binary: '-0b1',
  'an underscore between digits, as YAML 1.1 writes it': '-0_1',
  'base 60, as YAML 1.1 writes it': '-0:1',
  'base 60 of many parts': '-00:00:01',
  'base 60 with a fraction': '-0:01.0',
  'the word all': 'all',
  'the word in capitals': 'ALL',
  'the word in mixed case': 'aLl',
  'the word between spaces': ' All ',
};

const named = {
  'the name tcp': 'tcp',
  'the name udp': 'udp',
  'the name icmp': 'icmp',
  'the name icmpv6': 'icmpv6',
  'a name in capitals': 'TCP',
  'the number 6': 6,
  'the string 6': '6',
  'the string 50': '50',
  zero: 0,
  'minus zero': -0,
  one: 1,
  'minus ten': -10,
  'minus eleven': '-11',
  'minus two': '-2',
  'hexadecimal of another number': '-0x11',
  'octal of another number': '-0o10',
  'octal with a digit that is none': '-0o18',
  'binary with a digit that is none': '-0b12',
  'hexadecimal with a digit that is none': '-0x1g',
  'binary of another number': '-0b11',
  'an exponent of another number': '-1e1',
  'two signs': '--1',
  'a word that begins with all': 'allow',
  'a word that ends with all': 'firewall',
  'a boolean': true,
};

const undetermined = {
  'base 60 of another number': '-1:0',
  'base 60 of minus 61': '-1:1',
  'base 60 with a fraction that is another number': '-0:1.5',
  'a fraction': '-1.5',
  'a space behind the sign': '- 1',
  'a typographic minus': '\u22121',
  'a word behind -1': '-1 tcp',
  'a list in a string': '-1,6',
  'an empty string': '',
  'spaces only': '   ',
  'one brace': '{-1}',
  'a dollar': '$-1',
  'digits of full width': '\uff0d\uff11',
  'digits of Arabic': '-\u0661',
  'letters of full width': '\uff41\uff4c\uff4c',
  'Cyrillic that looks like all': '\u0430ll',
  'a name behind a byte-order mark': '\ufefftcp',
  'a name with a zero-width space': 't\u200bcp',
  'a name between no-break spaces': '\u00a0tcp\u00a0',
  'a name with a control character': 'tcp\u0000',
  'a name over two lines': 'tcp\nudp',
  'an underscore': 'tcp_udp',
  'a secret that is resolved later': '{{resolve:ssm-secure:/egress/protocol}}',
  'a dynamic reference inside text': '-{{resolve:ssm:/egress/protocol}}',
  'a dynamic reference over two lines': '{{resolve:ssm:\n/egress/protocol}}',
  'a value known after apply': '{{changeSet:KNOWN_AFTER_APPLY}}',
  'a variable that nothing replaced': '$' + '{Protocol}',
  'a masked value': '****',
  'a masked value between spaces': ' **** ',
  'an intrinsic': { Ref: 'Protocol' },
  'an object': {},
  'a list of -1': [-1],
  'an empty list': [],
  null: null,
};

describe('opens all protocols', () => {
  test.each(Object.entries(all))('%s', (_name, value) => {
    expect(readIpProtocol(value)).toBe('all');
  });
});

describe('names a protocol', () => {
  test.each(Object.entries(named))('%s', (_name, value) => {
    expect(readIpProtocol(value)).toBe('named');
  });
});

describe('cannot be told', () => {
  test.each(Object.entries(undetermined))('%s', (_name, value) => {
    expect(readIpProtocol(value)).toBe('undetermined');
  });
});

test('an endless value is read in a moment', () => {
  expect(readIpProtocol('{'.repeat(2_000_000))).toBe('undetermined');
  expect(readIpProtocol(' '.repeat(2_000_000))).toBe('undetermined');
  expect(readIpProtocol(`${'a'.repeat(1_000_000)}_`)).toBe('undetermined');
  expect(readIpProtocol(`${'{'.repeat(1_000_000)}}}`)).toBe('undetermined');
});
