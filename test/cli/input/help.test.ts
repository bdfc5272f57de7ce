import { describe, expect, test } from 'vitest';
import { type CommandHelp, helpText } from '../../../cli/input/help.ts';

const help: CommandHelp = {
  usage: ['pack FILE [options]', 'pack --all [options]'],
  about: ['Packs what is named, and tells where it went when it is done.'],
  groups: {
    Options: {
      'a-name-that-is-too-long-for-it': { type: 'string', value: 'WORD', default: 'box', help: 'what to pack it in' },
      all: { type: 'boolean', default: false, help: 'everything' },
      leave: { type: 'string', multiple: true, value: 'FILE', help: 'what is left where it is, whatever is named' },
    },
  },
  parts: ['A part:\n  as it stands, however long a line of it may come to be\n'],
  exitCodes: '0 packed',
  examples: ['egress-guard pack a'],
};

describe('the help of a command', () => {
  test('is folded to the width, its options in two columns', () => {
    expect(helpText(help, 55)).toBe(`Usage: egress-guard pack FILE [options]
       egress-guard pack --all [options]

Packs what is named, and tells where it went when it is
done.

Options:
  --a-name-that-is-too-long-for-it WORD
                              what to pack it in
                              (default: box)
  --all                       everything
  --leave FILE                what is left where it is,
                              whatever is named; may be
                              repeated

A part:
  as it stands, however long a line of it may come to be

Exit codes: 0 packed

Example:
  egress-guard pack a
`);
  });

  test('says nothing of exit codes where there is nothing to say', () => {
    const { exitCodes: _, ...rest } = help;
    expect(helpText(rest)).not.toContain('Exit codes');
  });
});
