import { makeStatusLine, type Terminal } from '../../terminal/index.ts';

export interface AuditProgress {
  /** Tells that one is done, or so many are, and how much is found in them. */
  readonly step: (findings: number, done?: number) => void;
  readonly end: () => void;
}

/** A bar that says how far an audit is, while somebody watches. */
export function makeAuditProgress(terminal: Terminal, total: number, things = 'stacks'): AuditProgress {
  const line = makeStatusLine(terminal, { pause: PAUSE });
  let [done, findings] = [0, 0];
  return {
    step: (more, these = 1) => {
      done += these;
      findings += more;
      line.show(draw(Math.min(done, total), total, findings, things), done >= total);
    },
    end: line.end,
  };
}

/** Milliseconds between two drawings. */
const PAUSE = 100;

const WIDTH = 30;

const draw = (done: number, total: number, findings: number, things: string): string => {
  const filled = Math.floor((done / total) * WIDTH);
  const bar = `${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}`;
  return `[${bar}] ${done}/${total} ${things}, ${findings} findings`;
};
