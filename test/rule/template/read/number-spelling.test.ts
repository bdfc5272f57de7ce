import { describe, expect, test } from 'vitest';
import { EGRESS, judgePlaces, judgeText, type Told, yamlProtocol } from '../../../support/template.ts';
import { withProtocol } from '../../../support/template-object.ts';

/** What is reported as the value of each: the number where YAML and JSON print it so, else the text as written. */
const minusOne: Readonly<Record<string, unknown>> = {
  '-1': -1,
  '"-1"': '-1',
  "' -1 '": ' -1 ',
  '-01': '-01',
  '-0001': '-0001',
  '-1.0': '-1.0',
  '-1.': '-1.',
  '-1e0': '-1e0',
  '-1E+00': '-1E+00',
  '-10e-1': '-10e-1',
  '-.1e1': '-.1e1',
  '-0x1': '-0x1',
  '-0X01': '-0X01',
  '-0o1': '-0o1',
  '-0b1': '-0b1',
  '-0_1': '-0_1',
  '-1_': '-1_',
  '-0b_1': '-0b_1',
  '-0:1': '-0:1',
  '-0:01.': '-0:01.',
  all: 'all',
  ALL: 'ALL',
};

const others = ['1', '-2', '-10', '-0x11', '-0b11', '-0b12', '-0o18', '-1e1', '--1', 'tcp', '6', 'true'];
const base60 = ['-1:0', '-1:01'];
const noNames = ['-1.5', '+-1'];

/** That nobody can tell what it opens, and why. */
const open = (reason: string): Told => ({ undetermined: [`Sg ${EGRESS}/0/IpProtocol: ${reason}`] });
const NO_NAME = 'its IpProtocol is neither the name nor the number of a protocol';

describe('in YAML all protocols are', () => {
  test.each(Object.entries(minusOne))('%s', (spelling, value) => {
    expect(judgeText(yamlProtocol(spelling))).toEqual({
      findings: [`6:11 Sg ${EGRESS}/0/IpProtocol = ${JSON.stringify(value)}`],
    });
  });
});

describe('in YAML one protocol is', () => {
  test.each([...others, ...base60])('"%s"', (spelling) => {
    expect(judgePlaces(yamlProtocol(spelling))).toEqual({});
  });
});

describe('in YAML no protocol is', () => {
  test.each([...noNames, '"- 1"', '""'])('%s', (spelling) => {
    expect(judgePlaces(yamlProtocol(spelling))).toEqual(open(NO_NAME));
  });

  test.each(['~', '', 'null'])('"%s"', (spelling) => {
    expect(judgePlaces(yamlProtocol(spelling))).toEqual(open('it names no IpProtocol'));
  });
});

describe('in JSON all protocols are', () => {
  test.each(['-1', '-1.0', '-1e0', '-1E+00', '-10e-1', '-0.1e1'])('the number %s', (spelling) => {
    const text = JSON.stringify(withProtocol('@')).replace('"@"', spelling);
    expect(judgePlaces(text)).toEqual({ findings: [`Sg ${EGRESS}/0/IpProtocol = -1`] });
  });

  test.each(['-1', ' -1 ', '-01', '-1.0', '-0x1', '-0o1', '-0b1', '-0_1', 'all', 'All'])(
    'the string "%s"',
    (spelling) => {
      expect(judgePlaces(JSON.stringify(withProtocol(spelling)))).toEqual({
        findings: [`Sg ${EGRESS}/0/IpProtocol = ${JSON.stringify(spelling)}`],
      });
    },
  );
});

describe('in JSON one protocol is', () => {
  test.each(others)('the string "%s"', (spelling) => {
    expect(judgePlaces(JSON.stringify(withProtocol(spelling)))).toEqual({});
  });
});

describe('in JSON no protocol is', () => {
  test.each([...noNames, ...base60, '- 1', '~', ''])('the string "%s"', (spelling) => {
    expect(judgePlaces(JSON.stringify(withProtocol(spelling)))).toEqual(open(NO_NAME));
  });
});
