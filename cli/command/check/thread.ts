import { enableCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';

// A thread that `checkAhead` starts: it does its share of the work, tells of what it found, and ends.
enableCompileCache?.();
import('./share.ts').then(({ checkShare }) => {
  parentPort?.once('message', (work) => parentPort?.postMessage(checkShare(work)));
});
