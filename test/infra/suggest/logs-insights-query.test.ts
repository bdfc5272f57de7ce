import { describe, expect, test } from 'vitest';
import { DEFAULT_FORMAT as DEFAULT_FIELDS, formatText } from '../../../flow/index.ts';
import { flowSumOf } from '../../../infra/suggest/flow-sum-of.ts';
import { insightsQuery } from '../../../infra/suggest/logs-insights/query.ts';
import { sumsOf } from '../../../infra/suggest/logs-insights/read.ts';
import { DAY, DAYS, FIRST_DAY, type FlowRecord, INTERFACES, makeFlowRecords } from '../../support/flow-records.ts';
import { askModel } from '../../support/insights-model.ts';
import { makeRandom } from '../../support/random.ts';
import { inOrder, sumRecords } from '../../support/sum-records.ts';

const DEFAULT_FORMAT = formatText(DEFAULT_FIELDS);

const WITH_FLAGS = `${DEFAULT_FORMAT} \${vpc-id} \${tcp-flags}`;
const SHUFFLED =
  '${flow-direction} ${dstport} ${action} ${interface-id} ${srcport} ${tcp-flags} ${start} ${end} ${bytes} ${packets} ${dstaddr} ${srcaddr} ${protocol}';

const fieldsIn = (format: string): readonly string[] =>
  [...format.matchAll(/\{(.*?)\}/g)].map(([, field = '']) => field);

const eventOf = (record: FlowRecord, fields: readonly string[]) => ({
  stream: `${record['interface-id']}-all`,
  message: fields.map((field) => record[field]).join(' '),
});

describe('the query of Logs Insights', () => {
  test('reads what it can be read as', () => {
    expect(insightsQuery({ format: WITH_FLAGS, interfaces: ['eni-1'], streams: ['eni-1-all'] })).toMatchInlineSnapshot(`
      "filter @logStream in ["eni-1-all"]
      | parse @message "* * * * * * * * * * * * * * * *" as other0, other1, eni, fromAddress, toAddress, fromPort, toPort, ipProtocol, packetCount, byteCount, startTimeOf, endTimeOf, verdict, status, other14, tcpFlags
      | filter eni in ["eni-1"]
      | fields floor(fromPort / 32768) as fromHigh, floor(toPort / 32768) as toHigh
      | fields floor((tcpFlags % 4) / 2) as hasSyn, floor((tcpFlags % 32) / 16) as hasAck
      | fields hasSyn * (1 - hasAck) as isSyn, hasSyn * hasAck as isAnswer
      | fields fromPort * (1 - greatest(isSyn, fromHigh * (1 - toHigh) * (1 - isAnswer))) as fromKey, toPort * (1 - greatest(isAnswer, toHigh * (1 - fromHigh) * (1 - isSyn))) as toKey
      | stats count(*) as records, sum(packetCount) as packetSum, sum(byteCount) as byteSum, min(startTimeOf) as firstStart, max(endTimeOf) as lastEnd by eni, status, verdict, ipProtocol, fromAddress, toAddress, fromKey, toKey, isSyn"
    `);
  });

  const formats = {
    'the default format': DEFAULT_FORMAT,
    'one with tcp-flags': WITH_FLAGS,
    'one in another order': SHUFFLED,
  };

  test.each(Object.entries(formats))('sums up records of %s, as the model runs it', (_name, format) => {
    const records = makeFlowRecords(makeRandom(7), 4000);
    const fields = fieldsIn(format);
    const interfaces = INTERFACES.slice(0, 2);
    const query = insightsQuery({ format, interfaces });
    const found = sumsOf(
      askModel(
        query,
        records.map((record) => eventOf(record, fields)),
      ),
    );
    const expected = sumRecords(records, fields, { interfaces, from: FIRST_DAY, to: FIRST_DAY + DAYS * DAY });
    expect(expected.length).toBeGreaterThan(1000);
    expect(inOrder(found)).toEqual(inOrder(expected));
  });

  test('reads the streams alone that hold what is asked for', () => {
    const records = makeFlowRecords(makeRandom(8), 500);
    const fields = fieldsIn(DEFAULT_FORMAT);
    const streams = [`${INTERFACES[0]}-all`];
    const query = insightsQuery({ format: DEFAULT_FORMAT, interfaces: INTERFACES, streams });
    const found = sumsOf(
      askModel(
        query,
        records.map((record) => eventOf(record, fields)),
      ),
    );
    expect(new Set(found.map(({ interfaceId }) => interfaceId))).toEqual(new Set([INTERFACES[0]]));
  });

  test('takes a format as the first line of a file has it', () => {
    const plain = DEFAULT_FORMAT.replace(/[${}]/g, '');
    expect(insightsQuery({ format: plain, interfaces: ['eni-1'] })).toBe(
      insightsQuery({ format: DEFAULT_FORMAT, interfaces: ['eni-1'] }),
    );
  });

  test('is not made of a format that lacks what is needed', () => {
    expect(() => insightsQuery({ format: '${interface-id} ${dstaddr} ${bytes}', interfaces: ['eni-1'] })).toThrow(
      "the format of the flow log lacks srcaddr, srcport, dstport, protocol, packets, start, end, action. Set in the flow log: --log-format '${version} ",
    );
  });

  test('cannot be led astray by an id', () => {
    const query = insightsQuery({ format: DEFAULT_FORMAT, interfaces: ['eni-1"] | limit 1 #'] });
    expect(query).toContain('| filter eni in ["eni-1limit1"]\n');
  });
});

describe('a sum', () => {
  test('is read of texts', () => {
    const texts = [
      'eni-1',
      'OK',
      'ACCEPT',
      '6',
      '10.0.0.1',
      '10.0.0.2',
      '0',
      '443',
      'egress',
      '1.0',
      '3',
      '9',
      '1.2E3',
      '5',
      '7',
    ];
    expect(flowSumOf(texts)).toEqual({
      ...{ interfaceId: 'eni-1', logStatus: 'OK', action: 'ACCEPT', protocol: 6, direction: 'egress', isSyn: true },
      ...{ source: '10.0.0.1', destination: '10.0.0.2', sourcePort: 0, destinationPort: 443 },
      ...{ records: 3, packets: 9, bytes: 1200, first: 5, last: 7 },
    });
  });
});
