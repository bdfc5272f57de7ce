import type { styleText } from 'node:util';

/** Where a command writes: plain functions, so that tests read what a terminal would show. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Reads standard input to its end. */
  readonly input: () => Promise<Buffer>;
  /** Asks the person at the terminal for a line; undefined where nobody is there. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** Whether a person watches `err`, for progress. */
  readonly isInteractive: boolean;
  /** How wide the terminal is that shows standard output; undefined where none does. */
  readonly columns?: number | undefined;
  /** Paints a text where standard output is a terminal that shows colours; NO_COLOR is respected. */
  readonly paint: (format: Parameters<typeof styleText>[0], text: string) => string;
}

export const exitCodes = { done: 0, violations: 1, failed: 2, interrupted: 130 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
