import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, test } from 'vitest';
import { DEFAULT_FORMAT as DEFAULT_FIELDS, formatText } from '../../../flow/index.ts';
import { readLogGroup } from '../../../infra/suggest/logs-insights/read.ts';
import { startJsonService } from '../../support/json-service.ts';

const DEFAULT_FORMAT = formatText(DEFAULT_FIELDS);

// A server on this machine answers in the shapes of the API of CloudWatch Logs: none of its queries is run.

const MB = 2 ** 20;

/** Whether there are more sums in a time than AWS returns, which is told by the number of rows alone. */
const play = async (isFull: (seconds: number) => boolean, maxScan = 1000 * MB) => {
  const ranges: { from: number; to: number }[] = [];
  const full = Array.from({ length: 100_000 }, () => []);
  const service = await startJsonService({
    StartQuery: ({ startTime, endTime }) => {
      ranges.push({ from: Number(startTime), to: Number(endTime) });
      return { queryId: String(ranges.length - 1) };
    },
    GetQueryResults: ({ queryId }) => {
      const { from = 0, to = 0 } = ranges[Number(queryId)] ?? {};
      const row = [{ field: 'eni', value: `eni-${from}` }];
      return {
        status: 'Complete',
        results: isFull(to - from + 1) ? full : [row],
        statistics: { bytesScanned: 100 * MB },
      };
    },
    StopQuery: () => ({}),
  });
  const run = {
    ...{ client: new CloudWatchLogsClient(service.config), logGroup: '/vpc/flows', maxScan, interval: 1 },
    signal: new AbortController().signal,
  };
  const queries = (): string[] =>
    service.calls.flatMap(({ action, input }) => (action === 'StartQuery' ? String(input['queryString']) : []));
  return { run, ranges, queries };
};

const how = { format: DEFAULT_FORMAT };

describe('a log group', () => {
  test('is asked once where AWS returns all', async () => {
    const { run, ranges } = await play(() => false);
    const answer = await readLogGroup(run, { interfaces: ['eni-1'], from: 1000, to: 1999 }, how);
    expect({ ...answer, sums: answer.sums.length }).toEqual({ sums: 1, scanned: 100 * MB, notes: [] });
    expect(ranges).toEqual([{ from: 1000, to: 1999 }]);
  });

  test('is asked for halves of the time, none of it twice, where there is more than AWS returns', async () => {
    const { run, ranges } = await play((seconds) => seconds > 300);
    const { sums, scanned, notes } = await readLogGroup(run, { interfaces: ['eni-1'], from: 1000, to: 1999 }, how);
    expect(ranges).toEqual([
      { from: 1000, to: 1999 },
      { from: 1000, to: 1499 },
      { from: 1000, to: 1249 },
      { from: 1250, to: 1499 },
      { from: 1500, to: 1999 },
      { from: 1500, to: 1749 },
      { from: 1750, to: 1999 },
    ]);
    expect(sums.map(({ interfaceId }) => interfaceId)).toEqual(['eni-1000', 'eni-1250', 'eni-1500', 'eni-1750']);
    expect({ scanned, notes }).toEqual({
      scanned: 700 * MB,
      notes: [
        'There was more than CloudWatch Logs Insights returns at once, so the time was halved 3 times; in all 700 MB were scanned.',
      ],
    });
  });

  test('is not asked for halves of the time where these would take more than is allowed', async () => {
    const { run, ranges } = await play((seconds) => seconds > 300, 350 * MB);
    await expect(readLogGroup(run, { interfaces: ['eni-1'], from: 1000, to: 1999 }, how)).rejects.toThrow(
      'CloudWatch Logs Insights has scanned 400 MB. What is still to be asked would scan about 50 MB more, and --max-scan allows 350 MB. Give a shorter --since or a larger --max-scan.',
    );
    expect(ranges).toHaveLength(4);
  });

  test('is not asked for halves of the time where what it took to find this out is all that is allowed', async () => {
    const { run, ranges } = await play((seconds) => seconds > 300, 150 * MB);
    await expect(readLogGroup(run, { interfaces: ['eni-1'], from: 1000, to: 1999 }, how)).rejects.toThrow(
      'CloudWatch Logs Insights has scanned 100 MB. What is still to be asked would scan about 100 MB more, and --max-scan allows 150 MB.',
    );
    expect(ranges).toHaveLength(1);
  });

  test('is given up where a minute holds more than AWS returns', async () => {
    const { run } = await play(() => true);
    await expect(readLogGroup(run, { interfaces: ['eni-1'], from: 1000, to: 1199 }, how)).rejects.toThrow(
      'CloudWatch Logs Insights finds more in a minute than it returns. Name fewer interfaces with --interface, or ask Athena with --athena.',
    );
  });

  test('is asked for 80 interfaces at a time, and their streams alone', async () => {
    const { run, queries } = await play(() => false);
    const interfaces = Array.from({ length: 150 }, (_, index) => `eni-${String(index).padStart(17, '0')}`);
    const streams = interfaces.flatMap((id) => [`${id}-accept`, `${id}-reject`]);
    await readLogGroup(run, { interfaces, from: 1000, to: 1999 }, { ...how, streams });
    expect(queries().map((query) => query.match(/eni-\d+-(accept|reject)/g)?.length)).toEqual([160, 140]);
    expect(queries().every((query) => query.length < 10_000)).toBe(true);
  });

  test('is not asked for interfaces of which none has a stream', async () => {
    const { run, queries } = await play(() => false);
    const interfaces = Array.from({ length: 100 }, (_, index) => `eni-${String(index).padStart(17, '0')}`);
    await readLogGroup(run, { interfaces, from: 1000, to: 1999 }, { ...how, streams: [`${interfaces[0]}-all`] });
    expect(queries()).toHaveLength(1);
  });

  test('is not asked for more interfaces once the bound is passed', async () => {
    const { run, queries } = await play(() => false, 90 * MB);
    const interfaces = Array.from({ length: 100 }, (_, index) => `eni-${String(index).padStart(17, '0')}`);
    await expect(readLogGroup(run, { interfaces, from: 1000, to: 1999 }, how)).rejects.toThrow(
      'CloudWatch Logs Insights has scanned 100 MB. What is still to be asked would scan more, and --max-scan allows 90 MB.',
    );
    expect(queries()).toHaveLength(1);
  });
});
