import type { Terminal } from '../terminal/index.ts';
import type { CheckOutcome } from './check-report.ts';

/** Writes what a check came to; `columns`: prose is folded to so many, where they are known. */
type Format = (outcome: CheckOutcome, paint: Terminal['paint'], columns?: number) => Promise<string>;

/** Every format of a check's report. Each is loaded when it is asked for: what others need costs it nothing. */
export const formats = {
  text: async (outcome, paint, columns?) => (await import('./text.ts')).formatText(outcome, paint, columns),
  json: async ({ report }) => (await import('./json.ts')).formatJson(report),
  sarif: async ({ report }) => (await import('./sarif.ts')).formatSarif(report),
  junit: async ({ report }) => (await import('./junit.ts')).formatJunit(report),
  github: async ({ report }) => (await import('./github.ts')).formatGithub(report),
  gitlab: async ({ report }) => (await import('./gitlab.ts')).formatGitlab(report),
  compact: async ({ report }) => (await import('./compact.ts')).formatCompact(report),
  summary: async ({ report }, paint) => (await import('./text.ts')).formatSummary(report, paint),
} as const satisfies Readonly<Record<string, Format>>;
