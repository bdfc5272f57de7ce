import type { CheckReport } from './check-report.ts';

/** The report as it is; report.schema.json beside this file describes it. */
export function formatJson(report: CheckReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
