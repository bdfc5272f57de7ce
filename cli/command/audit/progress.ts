import type { Terminal } from '../../terminal/index.ts';

export interface AuditProgress {
  /** Tells that a stack is done, and how much would be blocked in it. */
  readonly step: (findings: number) => void;
  readonly end: () => void;
}

/** A bar that says how far an audit is, while somebody watches. */
export function makeAuditProgress(terminal: Terminal, total: number): AuditProgress {
  let [done, findings, last] = [0, 0, 0];
  return {
    step: (more) => {
      done += 1;
      findings += more;
      const isDue = done === total || Date.now() - last >= PAUSE;
      if (!terminal.isInteractive || !isDue) return;
      last = Date.now();
      terminal.err(draw(done, total, findings));
    },
    end: () => {
      if (terminal.isInteractive && last > 0) terminal.err(CLEAR_LINE);
    },
  };
}

/** Milliseconds between two drawings. */
const PAUSE = 100;

const CLEAR_LINE = '\r\u001B[K';

const WIDTH = 30;

const draw = (done: number, total: number, findings: number): string => {
  const filled = Math.floor((done / total) * WIDTH);
  const bar = `${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}`;
  return `${CLEAR_LINE}[${bar}] ${done}/${total} stacks, ${findings} findings`;
};
