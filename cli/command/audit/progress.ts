import { makeStatusLine, type Terminal } from '../../terminal/index.ts';

export interface AuditProgress {
  /** Tells that a stack is done, and how much would be blocked in it. */
  readonly step: (findings: number) => void;
  readonly end: () => void;
}

/** A bar that says how far an audit is, while somebody watches. */
export function makeAuditProgress(terminal: Terminal, total: number): AuditProgress {
  const line = makeStatusLine(terminal, { pause: PAUSE });
  let [done, findings] = [0, 0];
  return {
    step: (more) => {
      done += 1;
      findings += more;
      line.show(draw(done, total, findings), done === total);
    },
    end: line.end,
  };
}

/** Milliseconds between two drawings. */
const PAUSE = 100;

const WIDTH = 30;

const draw = (done: number, total: number, findings: number): string => {
  const filled = Math.floor((done / total) * WIDTH);
  const bar = `${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}`;
  return `[${bar}] ${done}/${total} stacks, ${findings} findings`;
};
