import { describe, expect, test } from 'vitest';
import { excerptOf, linesOf } from '../../../infra/audit/excerpt.ts';

const shown = (text: string, line: number, column = 1) => excerptOf(linesOf(text), { line, column });

const template = `Resources:
  Sg:
    Properties:
      SecurityGroupEgress:
        - CidrIp: 0.0.0.0/0
          IpProtocol: -1
          Description: all
  Database:
    Properties:
      MasterUserPassword: hunter2
`;

describe('an excerpt', () => {
  test('has three lines before, and after it what is indented no less', () => {
    expect(shown(template, 6, 11)).toEqual({
      first: 3,
      lines: [
        '    Properties:',
        '      SecurityGroupEgress:',
        '        - CidrIp: 0.0.0.0/0',
        '          IpProtocol: -1',
        '          Description: all',
      ],
    });
  });

  test('has three lines after it at most, and ends at an empty one', () => {
    expect(shown('a\nb\nc\nd\ne', 1)).toEqual({ first: 1, lines: ['a', 'b', 'c', 'd'] });
    expect(shown('a\nb\n\nc', 1)).toEqual({ first: 1, lines: ['a', 'b'] });
  });

  test('counts lines however they are broken, and leaves out a byte-order mark', () => {
    expect(shown('\uFEFFa\r\nb\rc\nd', 3)).toEqual({ first: 1, lines: ['a', 'b', 'c', 'd'] });
  });

  test('shows of a template on one line the part around the column', () => {
    const before = `{"Resources":{${'"X":{},'.repeat(1000)}`;
    const text = `${before}"IpProtocol":"-1"${',"Y":{}'.repeat(1000)}}}`;
    const { first, lines } = shown(text, 1, before.length + 1);
    expect(first).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toHaveLength(100);
    expect(lines[0]).toContain('"X":{},"IpProtocol":"-1","Y":{}');
  });

  test('spells out control characters, and takes a tab for a space', () => {
    expect(shown('\ta\u001b[2Jb\u202ec', 1).lines).toEqual([' a\\u001b[2Jb\\u202ec']);
  });

  test('of a place that does not exist is empty', () => {
    expect(shown('a', 9)).toEqual({ first: 6, lines: [] });
  });
});
