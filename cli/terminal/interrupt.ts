import { exitCodes } from './terminal.ts';

/**
 * Runs what can be stopped; the first Ctrl-C asks it to stop, a second one ends the program. The system may leave that
 * undone: it spares the first process of a container.
 */
export async function withInterrupt<T>(use: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on('SIGINT', stop);
  try {
    return await use(controller.signal);
  } finally {
    process.off('SIGINT', stop);
  }
}
