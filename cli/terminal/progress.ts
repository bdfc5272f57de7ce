import type { Terminal } from './terminal.ts';

export interface Progress {
  readonly update: (files: number) => void;
  /** Takes the line away, until the next update. */
  readonly end: () => void;
}

/** One line that says how far a long run is, while somebody watches. */
export function makeProgress(terminal: Terminal): Progress {
  let last = Date.now();
  let isShown = false;
  return {
    update: (files) => {
      if (Date.now() - last < PAUSE) return;
      last = Date.now();
      if (!terminal.isInteractive) return;
      isShown = true;
      terminal.err(`${CLEAR_LINE}${files} files checked`);
    },
    end: () => {
      if (isShown) terminal.err(CLEAR_LINE);
      isShown = false;
    },
  };
}

/** Milliseconds before the first line, and between two. */
const PAUSE = 200;

const CLEAR_LINE = '\r\u001B[K';
