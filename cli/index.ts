#!/usr/bin/env node
import { join } from 'node:path';
import { argv, stderr, stdin, stdout } from 'node:process';
import { buffer } from 'node:stream/consumers';
import { styleText } from 'node:util';
import { main } from './main.ts';

// A reader that closes the pipe early, like `head`, has what it wanted.
stdout.on('error', () => process.exit());

process.exitCode = await main(
  argv.slice(2),
  {
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    input: () => buffer(stdin),
    isInteractive: stderr.isTTY === true,
    paint: (format, text) => styleText(format, text, { stream: stdout }),
  },
  join(import.meta.dirname, '..'),
);
