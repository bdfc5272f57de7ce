#!/usr/bin/env node
import { join } from 'node:path';
import { styleText } from 'node:util';
import { main } from './main.ts';

// The global, and not node:process: importing that opens all three streams, which takes longer than a small check.
const { argv, stdout, stderr } = process;

// A reader that closes the pipe early, like `head`, has what it wanted.
stdout.on('error', () => process.exit());

process.exitCode = await main(
  argv.slice(2),
  {
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    input: async () => (await import('node:stream/consumers')).buffer(process.stdin),
    isInteractive: stderr.isTTY === true,
    paint: (format, text) => styleText(format, text, { stream: stdout }),
  },
  join(import.meta.dirname, '..'),
);
