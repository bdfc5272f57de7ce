import { describe, expect, test } from 'vitest';
import { EGRESS, judgeText, lines, type Told } from '../../../support/template.ts';

const OUT = '/Resources/Out/Properties/IpProtocol';
const START = '{"Resources":{"Out":{"Type":"AWS::EC2::SecurityGroupEgress","Properties":{';
const json = (properties: string): string => `${START}${properties}}}}}`;
const found = (at: string, value: unknown = -1): Told => ({
  findings: [`${at} Out ${OUT} = ${JSON.stringify(value)}`],
});

const readings: Record<string, readonly [text: string, told: Told]> = {
  'one line': [json('"IpProtocol":-1'), found('1:75')],
  'one line, a string': [json('"CidrIp":"::/0","IpProtocol":"-1"'), found('1:91', '-1')],
  'spaces around colons': [json('"IpProtocol"  :  -1'), found('1:75')],
  'a colon on the next line': [json('\n"IpProtocol"\n:\n-1'), found('2:1')],
  tabs: [json('\n\t\t"IpProtocol":\t-1'), found('2:3')],
  'line breaks of Windows': [json('\r\n  "IpProtocol":\r\n-1\r\n'), found('2:3')],
  'line breaks of old Macs': [json('\r  "IpProtocol":\r-1\r'), found('2:3')],
  'a byte-order mark': [`\ufeff${json('"IpProtocol":-1')}`, found('1:75')],
  'empty lines before': [`\n\n${json('"IpProtocol":-1')}`, found('3:75')],
  'an escaped key': [json('"\\u0049pProtocol":-1'), found('1:75')],
  'an escaped value': [json('"IpProtocol":"\\u002d\\u0031"'), found('1:75', '-1')],
  'an escaped slash before': [json('"Description":"a\\/b","IpProtocol":-1'), found('1:96')],
  'an emoji as two escapes before': [json('"Description":"\\ud83d\\ude00","IpProtocol":-1'), found('1:104')],
  'an emoji before': [json('"Description":"\u{1f600}","IpProtocol":-1'), found('1:94')],
  'half an emoji before': [json('"Description":"\ud83d","IpProtocol":-1'), found('1:93')],
  'control characters before': [json('"Description":"\u007f\u0085","IpProtocol":-1'), found('1:94')],
  'line separators before': [json('"Description":"\u2028\u2029","IpProtocol":-1'), found('1:94')],
  'a key of 2,000 characters before': [json(`"${'k'.repeat(2000)}":1,"IpProtocol":-1`), found('1:2080')],
  'brackets in strings': [json('"Description":"[[{{","IpProtocol":-1'), found('1:96')],
  'hundreds of brackets in a string': [json(`"Description":"${'{'.repeat(500)}",\n"IpProtocol":-1`), found('2:1')],
  'the key twice, bad at last': [json('"IpProtocol":"tcp",\n"IpProtocol":-1'), found('2:1')],
  'the key twice, good at last': [json('"IpProtocol":-1,"IpProtocol":"tcp"'), {}],
  'a key of the language': [json('"__proto__":{"IpProtocol":"tcp"},"IpProtocol":-1'), found('1:108')],
};

test.each(Object.entries(readings))('reads %s', (_name, [text, told]) => {
  expect(judgeText(text)).toEqual(told);
});

describe('reads what only looks like JSON', () => {
  const loose: Record<string, readonly [text: string, told: Told]> = {
    'trailing commas': [json('"IpProtocol":-1,'), found('1:75')],
    'trailing commas and tabs': [json('\n\t"IpProtocol":-1,\n\t'), found('2:2')],
    'a comment': [`${json('"IpProtocol":-1')} # as is`, found('1:75')],
    'a comment right behind a comma': [json('"CidrIp":"::/0",#here\n"IpProtocol":-1'), found('2:1')],
    'keys without quotes': [json('IpProtocol: -1'), found('1:75')],
    'single quotes': [json("'IpProtocol': '-1'"), found('1:75', '-1')],
    'a short tag': [json('"IpProtocol": !Sub "-1"'), found('1:75', '-1')],
    'a line break in a string': [json('"Description":"a\nb","IpProtocol":-1'), found('2:4')],
  };

  test.each(Object.entries(loose))('%s', (_name, [text, told]) => {
    expect(judgeText(text)).toEqual(told);
  });
});

test('a group over several lines', () => {
  const text = lines(
    '{',
    '  "Resources": {',
    '    "Sg": {',
    '      "Type": "AWS::EC2::SecurityGroup",',
    '      "Properties": {',
    '        "SecurityGroupEgress": [',
    '          { "IpProtocol": "tcp" },',
    '          {',
    '            "CidrIp": "0.0.0.0/0",',
    '            "IpProtocol": "-1"',
    '          }',
    '        ]',
    '      }',
    '    }',
    '  }',
    '}',
  );
  expect(judgeText(text)).toEqual({ findings: [`10:13 Sg ${EGRESS}/1/IpProtocol = "-1"`] });
});
