import { describe, expect, test } from 'vitest';
import { readDocuments } from '../../../../rule/template/read/documents.ts';
import { EGRESS, judgeText, yamlGroup, yamlProtocol } from '../../../support/template.ts';

const plain = yamlProtocol('-1');
const breaks = { 'the next line': '\u0085', 'the line separator': '\u2028', 'the paragraph separator': '\u2029' };

describe.each(Object.entries(breaks))('%s', (_name, character) => {
  test('ends a comment', () => {
    const text = yamlGroup('', `        - {IpProtocol: tcp} # web${character}        - {IpProtocol: -1}`);
    expect(judgeText(text)).toEqual({ findings: [`6:46 Sg ${EGRESS}/1/IpProtocol = -1`] });
  });

  test('ends every line, and is counted by nobody', () => {
    const position = plain.indexOf('IpProtocol') + 1;
    expect(judgeText(plain.replaceAll('\n', character))).toEqual({
      findings: [`1:${position} Sg ${EGRESS}/0/IpProtocol = -1`],
    });
  });

  test('makes a text unreadable where no line can end', () => {
    const text = yamlGroup('', `        - IpProtocol: tcp${character}- IpProtocol: -1`);
    expect(judgeText(text)).toEqual({
      unreadable: { reason: 'end of the stream or a document separator is expected', line: 6, column: 27 },
    });
  });

  test('in quotes folds a line, and what stands behind keeps its place', () => {
    const text = yamlGroup(`[{Description: "a${character}b", IpProtocol: -1}]`);
    expect(judgeText(text)).toEqual({ findings: [`5:50 Sg ${EGRESS}/0/IpProtocol = -1`] });
  });

  test('behind a backslash goes on with the name', () => {
    const type = `"AWS::EC2::SecurityGroup\\${character}  Egress"`;
    const text = `Resources:\n  Out:\n    Type: ${type}\n    Properties: {IpProtocol: -1}\n`;
    expect(judgeText(text)).toEqual({ findings: ['4:18 Out /Resources/Out/Properties/IpProtocol = -1'] });
  });

  test('in the strings of JSON is a character', () => {
    const [document] = readDocuments(JSON.stringify({ Resources: { A: `a${character}b` } }));
    expect(document?.value).toEqual({ Resources: { A: `a${character}b` } });
  });

  test('beside lines that are indented further to read them', () => {
    const text = yamlGroup('[', `{Description: "a`, `b"}, # ${character}{IpProtocol: -1}`, ']');
    expect(judgeText(text)).toEqual({ findings: [`7:10 Sg ${EGRESS}/1/IpProtocol = -1`] });
  });
});
