import { expect, test } from 'vitest';
import { DEFAULT_FORMAT, makeSumming } from '../../flow/index.ts';
import { DAY, DAYS, FIRST_DAY, INTERFACES, makeFlowRecords } from '../support/flow-records.ts';
import { makeRandom } from '../support/random.ts';
import { inOrder, sumRecords } from '../support/sum-records.ts';
import { takeLine } from '../support/take-line.ts';

const formats = {
  'the default': DEFAULT_FORMAT,
  'with flags': [...DEFAULT_FORMAT, 'tcp-flags'],
  'with flags and direction, in another order': [
    ...[
      'flow-direction',
      'tcp-flags',
      'log-status',
      'action',
      'end',
      'start',
      'bytes',
      'packets',
      'protocol',
      'dstport',
    ],
    ...['srcport', 'dstaddr', 'srcaddr', 'interface-id', 'vpc-id'],
  ],
};

test.each(Object.entries(formats))(
  'records come to the sums that the rule says, record by record: %s',
  (_name, format) => {
    const records = makeFlowRecords(makeRandom(7), 5000);
    const query = { interfaces: INTERFACES.slice(0, 2), from: FIRST_DAY + DAY, to: FIRST_DAY + (DAYS - 2) * DAY };
    const summing = makeSumming(format, { ...query, interfaces: new Set(query.interfaces) });
    for (const record of records)
      expect(takeLine(summing, format.map((field) => record[field] ?? '-').join(' '))).toBe(true);
    const plain = (sums: readonly object[]) => inOrder(JSON.parse(JSON.stringify(sums)));
    expect(plain(summing.sums())).toEqual(plain(sumRecords(records, format, query)));
  },
);

test('there is room for so many sums, and what finds none is counted', () => {
  const records = makeFlowRecords(makeRandom(1), 1000);
  const summing = makeSumming(DEFAULT_FORMAT, { interfaces: undefined, from: 0, to: 2 ** 40 }, 10);
  for (const record of records) takeLine(summing, DEFAULT_FORMAT.map((field) => record[field] ?? '-').join(' '));
  const counted = summing.sums().reduce((sum, { records: count }) => sum + count, 0);
  expect([summing.sums().length, counted + summing.folded()]).toEqual([10, 1000]);
});

const lineTo = (index: number, packets = '1'): string =>
  `2 123456789012 eni-1235b8ca123456789 10.0.0.1 10.0.${index >> 8}.${index & 255} 443 443 6 ${packets} 40 1000 1060 ACCEPT OK`;

test('tens of thousands of sums stay apart, each with its own counts', () => {
  const summing = makeSumming(DEFAULT_FORMAT, { interfaces: undefined, from: 0, to: 2000 });
  const indices = Array.from({ length: 40_000 }, (_, index) => index);
  for (const index of [...indices, ...indices]) takeLine(summing, lineTo(index, String(index)));
  const told = summing.sums().map(({ destination, records, packets }) => `${destination} ${records} ${packets}`);
  expect(told).toEqual(indices.map((index) => `10.0.${index >> 8}.${index & 255} 2 ${2 * index}`));
});

test.each([
  ['a letter where a number has to be', lineTo(1, 'x1')],
  ['a field less', lineTo(1).replace(' OK', '')],
  ['a field more', `${lineTo(1)} 2`],
  ['no time', lineTo(1).replace('1000', '-')],
])('%s: no record', (_what, line) => {
  const summing = makeSumming(DEFAULT_FORMAT, { interfaces: undefined, from: 0, to: 2000 });
  expect([takeLine(summing, line), summing.sums()]).toEqual([false, []]);
});
