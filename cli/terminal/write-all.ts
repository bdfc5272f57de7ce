import { writeSync } from 'node:fs';
import { errorCode } from './error-code.ts';

/** Writes a text to a stream of the process. Done by hand, since opening `process.stdout` takes as long as a small check. */
export function writeAll(descriptor: number, text: string): void {
  if (closed.has(descriptor)) return;
  try {
    for (let bytes = Buffer.from(text); bytes.length > 0; ) bytes = bytes.subarray(writeSome(descriptor, bytes));
  } catch (error) {
    if (errorCode(error) !== 'EPIPE') throw error;
    closed.add(descriptor);
  }
}

/** Streams whose reader closed them early, like `head`, which has what it wanted. */
const closed = new Set<number>();

const PAUSE = 5;

/** Writes some of the bytes and tells how many; none where a pipe is full for now. */
const writeSome = (descriptor: number, bytes: Buffer): number => {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    if (errorCode(error) !== 'EAGAIN') throw error;
    sleep(PAUSE);
    return 0;
  }
};

const sleep = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};
