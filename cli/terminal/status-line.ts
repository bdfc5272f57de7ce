import type { Terminal } from './terminal.ts';

/** One line on standard error that says how far a long run is; it is there only while somebody watches. */
export interface StatusLine {
  /** Shows a text in place of the last one, unless that was shown just now. `isDue`: show it all the same. */
  readonly show: (text: string, isDue?: boolean) => void;
  /** Takes the line away, until the next text. */
  readonly end: () => void;
}

/** Times in milliseconds: `pause` between two texts, `delay` before the first. */
export function makeStatusLine(terminal: Terminal, { pause = 0, delay = 0 } = {}): StatusLine {
  let next = Date.now() + delay;
  let isShown = false;
  return {
    show: (text, isDue = false) => {
      const now = Date.now();
      if (!isDue && now < next) return;
      next = now + pause;
      if (!terminal.isInteractive) return;
      isShown = true;
      terminal.err(`${CLEAR_LINE}${text}`);
    },
    end: () => {
      if (isShown) terminal.err(CLEAR_LINE);
      isShown = false;
    },
  };
}

const CLEAR_LINE = '\r\u001B[K';
