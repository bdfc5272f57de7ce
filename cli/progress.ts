import type { Terminal } from './terminal.ts';

/** Milliseconds before the first line, and between two. */
const PAUSE = 200;
const CLEAR_LINE = '\r\u001B[K';

export interface Progress {
  readonly update: (files: number) => void;
  /** Takes the line away, until the next update. */
  readonly end: () => void;
}

/** One line that says how far a long run is, while somebody watches. */
export const makeProgress = ({ err, isInteractive }: Terminal): Progress => {
  let last = Date.now();
  let isShown = false;
  return {
    update: (files) => {
      if (Date.now() - last < PAUSE || !isInteractive) return;
      last = Date.now();
      isShown = true;
      err(`${CLEAR_LINE}${files} files checked`);
    },
    end: () => {
      if (isShown) err(CLEAR_LINE);
      isShown = false;
    },
  };
};
