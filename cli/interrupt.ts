/** Runs what can be stopped; the first Ctrl-C asks it to stop, a second one ends the program. */
export const withInterrupt = async <T>(use: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop);
  try {
    return await use(controller.signal);
  } finally {
    process.off('SIGINT', stop);
  }
};
