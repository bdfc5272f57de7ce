import type { ExemptedBy, LocationRecord, Note, Position, ReportFinding, Undetermined } from '../../rule/index.ts';

/** Where a finding is: `file` as given or found, relative to the working folder, with `/` between its parts; or `<stdin>`. */
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
    readonly exempted: number;
    /** Where a baseline was given. */
    readonly known?: number;
    readonly undetermined: number;
    readonly notes: number;
    readonly unreadable: number;
    readonly notChecked: NotChecked;
  };
  /** Those that nothing exempts. */
  readonly findings: readonly (ReportFinding & InFile)[];
  readonly exempted: readonly (ReportFinding & InFile & ExemptedBy)[];
  /** Those that the baseline knows, where one was given. */
  readonly known?: readonly (ReportFinding & InFile)[];
  readonly undetermined: readonly (LocationRecord<Undetermined> & InFile)[];
  /** What is to be known of resources that violate nothing. */
  readonly notes: readonly (LocationRecord<Note> & InFile)[];
  readonly unreadable: readonly UnreadableFile[];
}

/** A report, and what it takes to show it to a person. */
export interface CheckOutcome {
  readonly report: CheckReport;
  /** The texts of the files of which there is something to show, by name. */
  readonly texts: ReadonlyMap<string, string>;
  /** The names of the stacks that each finding comes to be in, as far as they are known; absent: of none. */
  readonly stackNames?: StackNames;
  /** Of the exemptions in the report that end soon: how many more days, by id. */
  readonly expiring?: ReadonlyMap<string, number>;
}

/** How much was not looked at; each is told in a line when it is met. */
interface NotChecked {
  /** Nested templates that are not on this machine, or of which is not known which they are. */
  readonly nestedTemplates: number;
  /** Macros and modules, which may add resources. */
  readonly additions: number;
  /** Files and folders that `.gitignore` hides. */
  readonly ignored: number;
  /** Files that `--exclude` leaves out. */
  readonly excluded: number;
}

/** The names of the stacks that each finding comes to be in, by `spotKey`; undefined: one whose name is not known. */
type StackNames = ReadonlyMap<string, readonly (string | undefined)[]>;
