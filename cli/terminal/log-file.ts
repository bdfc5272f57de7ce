import { appendFileSync, writeFileSync } from 'node:fs';
import { UsageError } from '../usage-error.ts';
import { explainWriteFault } from './write-fault.ts';

/** A file that takes what the function logs, and tells in the end why it did not. */
export interface LogFile {
  readonly onLog: (text: string) => void;
  readonly close: () => void;
}

/** Empties the file, so that one that cannot be written is told before anything happens. */
export function openLog(log: string): LogFile {
  let fault: UsageError | undefined;
  const write = (how: typeof appendFileSync, text: string): void => {
    try {
      how(log, text);
    } catch (error) {
      fault = new UsageError(`--log ${log}: ${explainWriteFault(log, error)}`);
    }
  };
  const close = (): void => {
    if (fault !== undefined) throw fault;
  };
  write(writeFileSync, '');
  close();
  return { onLog: (text) => write(appendFileSync, text), close };
}
