import { writeSync } from 'node:fs';

const STANDARD_OUTPUT = 1;
/** A full pipe is emptied within milliseconds; a log that takes nothing for so long is given up. */
const ATTEMPTS = 100;

const isFull = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EAGAIN';

const sleep = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};

/** Writes some bytes and tells how many: none where the pipe is full for now. */
const writeSome = (bytes: Buffer): number => {
  try {
    return writeSync(STANDARD_OUTPUT, bytes);
  } catch (error) {
    if (!isFull(error)) throw error;
    sleep(1);
    return 0;
  }
};

/**
 * Writes a line to standard output, past `console`, which Lambda wraps in a record of its own. Never throws: a log that
 * cannot be written changes no decision.
 */
export const writeLine = (line: string): void => {
  let bytes = Buffer.from(`${line}\n`);
  try {
    for (let attempt = 0; attempt < ATTEMPTS && bytes.length > 0; attempt += 1)
      bytes = bytes.subarray(writeSome(bytes));
  } catch {}
};
