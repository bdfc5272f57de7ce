import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readFormat } from '../../../flow/index.ts';
import { readFlowFiles } from '../../../infra/suggest/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ENI = 'eni-1235b8ca123456789';

const record = (port: number, start = 1000, id = ENI): string =>
  `2 123456789012 ${id} 10.0.0.5 10.0.1.1 40000 ${port} 6 3 300 ${start} ${start + 60} ACCEPT OK`;

const HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

const everything = { interfaces: undefined, from: 0, to: 2 ** 40 };

const read = async (files: Readonly<Record<string, string | Buffer>>, how = {}, name = '') => {
  const folder = await temporaryFolder(files);
  const progress: (readonly [number, number])[] = [];
  const onProgress = (bytes: number, all: number): void => void progress.push([bytes, all]);
  const { sums, notes } = await readFlowFiles([join(folder, name)], {
    format: undefined,
    scope: everything,
    onProgress,
    ...how,
  });
  return { ports: sums.map(({ destinationPort, records }) => [destinationPort, records]), notes, progress };
};

describe('flow log files', () => {
  test.each([
    ['plain, in the default format', { 'a.log': `${record(22)}\n${record(443)}\n` }],
    ['with their fields in the first line', { 'a.log': `${HEADER}\n${record(22)}\n${record(443)}\n` }],
    ['without a last line break', { 'a.log': `${record(22)}\n${record(443)}` }],
    ['with line breaks of Windows', { 'a.log': `${record(22)}\r\n${record(443)}\r\n` }],
    [
      'with the time in front, as CloudWatch Logs exports them',
      { a: `2026-11-01T10:00:00.000Z ${record(22)}\n2026-11-01T10:00:00.000Z ${record(443)}` },
    ],
    ['in gzip, whatever they are called', { 'a.txt': gzipSync(`${record(22)}\n${record(443)}\n`) }],
    ['in gzip of two members', { 'a.gz': Buffer.concat([gzipSync(`${record(22)}\n`), gzipSync(`${record(443)}\n`)]) }],
    ['in folders within each other', { '2026/11/01/a.log': record(22), '2026/11/02/b.log.gz': gzipSync(record(443)) }],
    ['beside an empty one', { 'a.log': '', 'b.log': `${record(22)}\n${record(443)}` }],
  ])('%s', async (_name, files) => {
    expect(await read(files)).toMatchObject({
      ports: [
        [22, 1],
        [443, 1],
      ],
      notes: [],
    });
  });

  test('in a format of their own, in any order', async () => {
    const format = readFormat(
      '${dstport} ${srcport} ${action} ${end} ${start} ${bytes} ${packets} ${protocol} ${dstaddr} ${srcaddr} ${interface-id} ${tcp-flags}',
    );
    const line = `443 40000 ACCEPT 1060 1000 300 3 6 10.0.1.1 10.0.0.5 ${ENI} 2`;
    expect((await read({ 'a.log': line }, { format })).ports).toEqual([[443, 1]]);
  });

  test('of several formats at once', async () => {
    const fields = 'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action';
    const files = {
      'a.log': record(22),
      'b.log': `${fields}\n${ENI} 10.0.0.5 10.0.1.1 40000 443 6 3 300 1000 1060 ACCEPT`,
    };
    expect((await read(files)).ports).toEqual([
      [22, 1],
      [443, 1],
    ]);
  });

  test('put together, each with its fields in its first line', async () => {
    const other =
      'interface-id tcp-flags srcaddr dstaddr dstport srcport protocol bytes packets end start action log-status flow-direction';
    const last = `${ENI} 2 10.0.0.5 10.0.1.1 6379 40000 6 300 3 1060 1000 ACCEPT OK egress`;
    const parts = [`${HEADER}\n${record(22)}\n`, `${HEADER}\n${record(443)}\n`, `${other}\n${last}\n`];
    const { ports, notes } = await read({ 'a.gz': Buffer.concat(parts.map((part) => gzipSync(part))) });
    expect({ ports, notes }).toEqual({
      ports: [
        [22, 1],
        [443, 1],
        [6379, 1],
      ],
      notes: [],
    });
  });

  test('are read for some interfaces and a time alone', async () => {
    const text = [record(22, 999), record(23), record(24, 2001), record(25, 1500, 'eni-0fedcba9876543210')].join('\n');
    const scope = { interfaces: new Set([ENI]), from: 1000, to: 2000 };
    const { ports, notes } = await read({ a: text }, { scope });
    expect(ports).toEqual([[23, 1]]);
    expect(notes).toEqual(['Records that begin in the future, by a wrong clock, and are not counted: 1.']);
  });

  test('are told to be none where no line ends, before the whole is held', async () => {
    const told: number[] = [];
    const onProgress = (bytes: number): void => void told.push(bytes);
    const reading = read({ 'large.log': Buffer.alloc(8_000_000, 'x') }, { onProgress });
    await expect(reading).rejects.toThrow('it begins with no record of the default format');
    expect(told.at(-1)).toBeLessThan(1_000_000);
  });

  test('tell how many lines are no records', async () => {
    const { ports, notes } = await read({ a: `${record(22)}\nwhat is this\n${record(22)} more\n` });
    expect(ports).toEqual([[22, 1]]);
    expect(notes).toEqual(["Lines that are no records of their file's format, and not counted: 2."]);
  });

  test('tell how far they are read', async () => {
    const { progress } = await read({ a: record(22), b: record(443) });
    const all = record(22).length + record(443).length;
    expect(progress).toEqual([
      [record(22).length, all],
      [all, all],
    ]);
  });
});

const packed = gzipSync(Array.from({ length: 500 }, (_, index) => record(index)).join('\n'));

describe('what cannot be read', () => {
  test.each([
    ['is not there', {}, 'none', /none: it does not exist\. Name flow logs, or their folder\.$/],
    ['is an empty folder', {}, '', /: holds no file\. Name flow logs, or their folder\.$/],
    [
      'is no flow log',
      { a: '{"Resources": {}}' },
      'a',
      /a: it begins with no record of the default format.*--log-format/,
    ],
    ['is one letter', { a: 'x' }, 'a', /a: it begins with no record of the default format/],
    ['is Parquet', { a: Buffer.from('PAR1\0\x15\x04') }, 'a', /a: it is Parquet.*--athena DATABASE\.TABLE\.$/],
    ['is half of a gzip file', { a: packed.subarray(0, 200) }, 'a', /a: its gzip data ends early\. Fetch it again\.$/],
    [
      'is a damaged gzip file',
      { a: Buffer.concat([packed.subarray(0, 200), Buffer.alloc(100, 7), packed.subarray(300)]) },
      'a',
      /a: its gzip data is damaged/,
    ],
    [
      'lacks fields',
      { a: 'version srcaddr dstaddr srcport\n' },
      'a',
      /a: its format lacks interface-id, dstport, .*action\..*\$\{tcp-flags\}/,
    ],
  ])('%s', async (_name, files, name, message) => {
    await expect(read(files, {}, name)).rejects.toThrow(message);
  });

  test('is not of the format that is given', async () => {
    await expect(read({ a: `${record(22)} more` }, { format: readFormat(HEADER) })).rejects.toThrow(
      /a: its first line is no record of the format that --log-format gives\.$/,
    );
  });
});
