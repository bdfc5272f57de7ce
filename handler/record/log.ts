import { writeSync } from 'node:fs';

/**
 * Opens the log of one answer: what writes a line to standard output, past `console`, which Lambda wraps in a record of
 * its own. Never throws: a log that cannot be written changes no decision, and delays it by half a second at most.
 */
export function openLog(): (line: string) => void {
  let remainingMs = ANSWER_MS;
  return (line) => {
    const text = `${line}\n`;
    try {
      const written = writeSome(text);
      // Bytes are made of a text only where it is not written at once.
      if (written === Buffer.byteLength(text)) return;
      let bytes = Buffer.from(text).subarray(written);
      for (let waited = 0; waited < LINE_MS && remainingMs > 0 && bytes.length > 0; waited += 1) {
        sleep(1);
        remainingMs -= 1;
        bytes = bytes.subarray(writeSome(bytes));
      }
    } catch {}
  };
}

/** What all the lines of one answer may wait for. */
const ANSWER_MS = 500;

/** A full pipe is emptied within milliseconds: a log that takes nothing for so long is given up. */
const LINE_MS = 100;

const STANDARD_OUTPUT = 1;

/** Writes some bytes and tells how many: none where the pipe is full. */
const writeSome = (content: string | Buffer): number => {
  try {
    return typeof content === 'string' ? writeSync(STANDARD_OUTPUT, content) : writeSync(STANDARD_OUTPUT, content);
  } catch (error) {
    if (!isFull(error)) throw error;
    return 0;
  }
};

const isFull = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EAGAIN';

const sleep = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};
