import type { Finding, Undetermined } from '../rule/rule.ts';
import type { Position } from '../rule/template/position.ts';

/** Where a finding is: `file` as given or found, relative to the working folder, with `/` between its parts. */
export interface InFile extends Position {
  readonly file: string;
}

/** Of an unreadable file: the position, where the reader got stuck at one. */
export interface UnreadableFile extends Partial<Position> {
  readonly file: string;
  readonly reason: string;
}

/** The outcome of `check`, as `--format json` prints it; its schema is report.schema.json. */
export interface CheckReport {
  readonly version: 1;
  readonly summary: {
    /** Files that were looked at. */
    readonly files: number;
    /** Those of them that are templates. */
    readonly templates: number;
    readonly findings: number;
    readonly undetermined: number;
    readonly unreadable: number;
  };
  readonly findings: readonly (Finding & InFile)[];
  readonly undetermined: readonly (Undetermined & InFile)[];
  readonly unreadable: readonly UnreadableFile[];
}
