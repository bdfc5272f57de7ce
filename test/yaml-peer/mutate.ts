import type { Random } from '../support/random.ts';

type Mutation = (text: string, random: Random) => string;

const BREAKS = ['\r\n', '\r', '\u0085', '\u2028', '\u2029', '\n\n', '\n \n', '\n\t\n'] as const;
const PIECES = [
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '&a ',
  '*a',
  '!If ',
  '- ',
  ': ',
  ':',
  ',',
  '\n',
  '\t',
  ' ',
  '#',
  ' # ',
  '|',
  '>',
  '<<',
  '\\',
  '---',
  '?',
  '!',
  '%',
  '@',
  '`',
  '\ufeff',
  '\u00a0',
  '~',
  '0',
  '_',
] as const;
const PREFIXES = [
  '!!str ',
  '!!int ',
  '!!float ',
  '! ',
  '!Sub ',
  '!!map ',
  '!!seq ',
  '&a ',
  '&b ',
  '!<tag:yaml.org,2002:str> ',
  '!!null ',
  '\n            ',
  '\t',
  '   ',
  '|\n            ',
  '>-\n            ',
  '|2+\n              ',
  '# c\n            ',
  '*a # ',
] as const;
const MARKERS = [
  '---',
  '--- ',
  '...',
  '%YAML 1.1\n---',
  '%TAG ! tag:x,2000:\n---',
  '--- # c',
  '--- !!map',
  '# c',
  '\t# c',
  '? a',
  ': b',
  '-',
  '<<: *a',
  '<<: {IpProtocol: 6}',
  '<<: {IpProtocol: -1}',
  'a: &a {IpProtocol: -1}',
  "'<<': *a",
] as const;
const SPELLINGS = [
  '-1',
  "'-1'",
  '"-1"',
  '"\\x2d1"',
  '"\\u002D\\u0031"',
  '"-\\\n  1"',
  '-01',
  '-0x1',
  '-0b1',
  '-0_1',
  '-1_',
  '-1.0',
  '-1.',
  '-1e0',
  '-1.0e+0',
  '-0:1.',
  ' -1',
  '"- 1"',
  '|-\n              -1',
  '>\n              -1\n',
  '!!int "-1"',
  '!!str -1',
  '! -1',
  '-1 #c',
  '-1\t#c',
  '&x -1',
  '\n              -1',
  "' -1'",
  '"-1\\ "',
  "'-1\n\n              '",
  '{-1}',
  '[-1]',
  '-1\u2028',
  '-1\u0085',
] as const;
const ITEMS = [
  '[-, a]',
  '[a, -]',
  '{a: -}',
  '[?a, b]',
  '["a":b]',
  '{"a":-1}',
  '{a, b: c}',
  '{? a : b}',
  '[a: b, c]',
  '[a,\n b]',
  '{a: [b,\n]}',
  '["#"]',
  "{'a': 'b''c'}",
  '"a\n  b"',
  "'a\n\n b'",
  '"a\\\n\tb"',
  'a\n              b',
  '[a #c\n]',
  '{a: b}#c',
  '[,]',
  '[a,]',
  '{a: ,}',
] as const;

const lineOf = (lines: readonly string[], random: Random): number => random.below(Math.max(lines.length, 1));

/** Changes one line of a text. */
const onLine =
  (change: (line: string, random: Random) => string): Mutation =>
  (text, random) => {
    const lines = text.split('\n');
    const index = lineOf(lines, random);
    lines[index] = change(lines[index] ?? '', random);
    return lines.join('\n');
  };

/** Changes one of the places that a pattern matches. */
const onMatch =
  (pattern: RegExp, change: (match: string, random: Random) => string): Mutation =>
  (text, random) => {
    const matches = [...text.matchAll(pattern)];
    const match = matches[random.below(matches.length)];
    if (match === undefined) return text;
    const end = match.index + match[0].length;
    return text.slice(0, match.index) + change(match[0], random) + text.slice(end);
  };

const disguise = (letter: string, random: Random): string => {
  const code = letter.charCodeAt(0).toString(16);
  return random.pick([
    `\\x${code.padStart(2, '0')}`,
    `\\u${code.padStart(4, '0')}`,
    `\\U${code.padStart(8, '0')}`,
    `\\\n    ${letter}`,
  ]);
};

const shift = (line: string, random: Random): string =>
  random.below(2) === 0
    ? ' '.repeat(1 + random.below(4)) + line
    : line.replace(/^ {1,4}/, (blank) => blank.slice(1 + random.below(4)));

/** Shifts lines that stand one after the other by the same number of columns. */
const shiftBlock: Mutation = (text, random) => {
  const lines = text.split('\n');
  const [first, count, width] = [lineOf(lines, random), 1 + random.below(6), 1 + random.below(4)];
  const change =
    random.below(2) === 0
      ? (line: string) => ' '.repeat(width) + line
      : (line: string) => line.slice(Math.min(width, line.search(/\S|$/)));
  return lines.map((line, index) => (index >= first && index < first + count ? change(line) : line)).join('\n');
};

const swap: Mutation = (text, random) => {
  const lines = text.split('\n');
  const [one, other] = [lineOf(lines, random), lineOf(lines, random)];
  [lines[one], lines[other]] = [lines[other] ?? '', lines[one] ?? ''];
  return lines.join('\n');
};

const insert: Mutation = (text, random) => {
  const at = random.below(text.length);
  return text.slice(0, at) + random.pick(PIECES) + text.slice(at + random.below(2));
};

const VALUE = /(?<=[:\-,[] )[^\s,[\]{}#][^\n,[\]{}#]*/g;
const PROTOCOL = /(?<=IpProtocol"?: )[^\n,}]+/g;
const QUOTED = /"[^"\n]*"|'[^'\n]*'/g;

const mutations: readonly [Mutation, ...Mutation[]] = [
  onLine(shift),
  onLine((line) => line.replace(/^ +/, (blank) => '\t'.repeat(Math.ceil(blank.length / 8)))),
  onLine((line, random) => line + random.pick([' # c', '#c', '\t# c', ' ', '\t', ',', ':', ' #', '\r', '\u2028# c'])),
  onLine((line, random) => `${random.pick(MARKERS)}\n${line}`),
  onLine((line, random) => `${' '.repeat(random.below(12)) + random.pick(MARKERS)}\n${line}`),
  onLine((line) => `${line}\n${line}`),
  onLine(() => ''),
  onLine((line, random) =>
    line.replace(
      /^( *(?:- )?)("?[\w:]+"?):( |$)/,
      random.pick(['$1? $2\n$1: ', '$1$2 :$3', "$1'$2':$3", '$1&k $2:$3', '$1!!str $2:$3', '$1$2:\t$3']),
    ),
  ),
  onMatch(/ +/g, () => '\t'),
  onMatch(/ /g, (_blank, random) =>
    random.pick(['\n', '\n    ', '  ', '\t', ' \t', '\n\n                ', '\u2028', '\u00a0', '']),
  ),
  onMatch(/\n/g, (_break, random) => random.pick(BREAKS)),
  onMatch(VALUE, (value, random) => random.pick([`"${value}"`, `'${value}'`])),
  onMatch(VALUE, (value, random) => random.pick(PREFIXES) + value),
  onMatch(VALUE, (_value, random) => random.pick(ITEMS)),
  onMatch(VALUE, (_value, random) => random.pick(SPELLINGS)),
  onMatch(PROTOCOL, (_value, random) => random.pick(SPELLINGS)),
  onMatch(PROTOCOL, (_value, random) => random.pick(SPELLINGS)),
  onMatch(QUOTED, (quoted) => quoted.slice(1, -1)),
  onMatch(/(?<="[^"\n]*)\w(?=[^"\n]*")/g, disguise),
  onMatch(
    /[[{,]/g,
    (mark, random) => mark + random.pick(['\n', '\n\n', '#c\n', ' # c\n', '\t', '\n\t', '-,', '\n# c\n', '\u2029']),
  ),
  onMatch(/[\]},]/g, (mark, random) => random.pick([',', '\n', '\n\t', ' ', ' # c\n', '\n  ', '-', ' -']) + mark),
  onMatch(/\{[^{}]*\}/g, (mapping, random) => random.pick(['&a ', '!!map ', '!If ', '? ']) + mapping),
  onMatch(/\{/g, (mark) => `${mark}<<: *a, `),
  onMatch(/\b(?:Resources|Properties|SecurityGroupEgress|IpProtocol|Type)\b/g, (name, random) =>
    random.pick([
      `"${name}"`,
      `'${name}'`,
      `? ${name}\n`,
      `&n ${name}`,
      `!!str ${name}`,
      `${name} `,
      `${name.slice(0, 3)}\\\n${name.slice(3)}`,
    ]),
  ),
  (text) => text.replaceAll('\n', '\r\n'),
  (text, random) => text.replaceAll('\n', random.pick(['\r', '\u0085', '\u2028', '\u2029'])),
  (text) => `\ufeff${text}`,
  (text) => `x: &a {IpProtocol: -1, CidrIp: "::/0"}\n${text}`,
  shiftBlock,
  shiftBlock,
  swap,
  insert,
  insert,
];

/** A text with some changes of the kinds that matter in YAML. */
export function mutate(text: string, random: Random): string {
  const count = 1 + random.below(3);
  return Array.from({ length: count }).reduce<string>((changed) => random.pick(mutations)(changed, random), text);
}
