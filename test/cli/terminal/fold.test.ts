import { describe, expect, test } from 'vitest';
import { formatText } from '../../../cli/format/text.ts';
import { helpText } from '../../../cli/input/help.ts';
import { fold, foldLines } from '../../../cli/terminal/fold.ts';
import { exampleFinding, reportOf } from '../../support/check-report.ts';

const text = 'It tells what is wrong, and what to do about it.';

describe('prose', () => {
  test('is folded at spaces, and keeps its indentation', () => {
    expect(foldLines([text, 'Short.'], 46)).toBe('  It tells what is wrong, and what to do about\n  it.\n  Short.\n');
  });

  test('stays as it is where nobody knows how wide the terminal is', () => {
    expect(foldLines([text.repeat(20)])).toBe(`  ${text.repeat(20)}\n`);
  });

  test('loses no word, however narrow the terminal, and gives a long one a line of its own', () => {
    const long = `a ${'x'.repeat(90)} b`;
    for (const columns of [1, 20, 40, 80]) expect(foldLines([long], columns).split(/\s+/).join(' ').trim()).toBe(long);
    expect(fold(long, 40)).toBe(`a\n${'x'.repeat(90)}\nb\n`);
  });
});

const widest = (shown: string): number => Math.max(...shown.split('\n').map((line) => line.length));

test('a finding is told within the width of the terminal, and the entry to paste stays one', () => {
  const finding = exampleFinding({ instead: { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' } });
  const outcome = { report: reportOf({ findings: [finding] }), texts: new Map() };
  const plain = (_format: unknown, shown: string): string => shown;
  const explained = (columns?: number): string =>
    formatText(outcome, plain, columns).replace(/^[\s\S]*?\n\n +AppSg/, 'AppSg');
  expect(widest(explained(60))).toBeLessThanOrEqual(60);
  expect(widest(explained())).toBeGreaterThan(90);
  expect(JSON.parse(/\{[^}]*\}/.exec(explained(60))?.[0] ?? '')).toEqual(finding.instead);
});

test('help is folded to a narrow terminal, and no wider than is read in one look', () => {
  const help = {
    usage: ['x'],
    about: [text.repeat(10)],
    groups: { Options: { all: { type: 'boolean', help: text.repeat(3) } } },
    examples: [],
  } as const;
  expect(widest(helpText(help, 70))).toBeLessThanOrEqual(70);
  expect(widest(helpText(help, 300))).toBeLessThanOrEqual(100);
});
