import type { AuditReport } from '../../../infra/audit/report.ts';
import { withAws } from '../../input/aws-session.ts';
import { writeOutput } from '../../terminal/output-file.ts';
import { type ExitCode, exitCodes, type Terminal } from '../../terminal/terminal.ts';
import { auditSummary } from './format/summary.ts';
import { type AuditRequest, readAuditRequest } from './options.ts';
import { prepareAudit, runAudit } from './run.ts';

export { auditHelp } from './options.ts';

/** Runs the command. @throws {UsageError} */
export async function audit(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const request = readAuditRequest(args);
  const task = await prepareAudit(request, terminal);
  const report = await withAws(request.aws, terminal, (session) => runAudit(session, task));
  await write(report, request, terminal);
  return exitCodeOf(report, request.isStrict);
}

/** Each format is loaded when it is asked for. */
const formats = {
  text: async (report: AuditReport, paint: Terminal['paint']) =>
    (await import('./format/text.ts')).formatAuditText(report, paint),
  json: async (report: AuditReport) => `${JSON.stringify(report, null, 2)}\n`,
  sarif: async (report: AuditReport) => (await import('./format/sarif.ts')).formatAuditSarif(report),
  html: async (report: AuditReport) => (await import('./format/html/page.ts')).formatAuditHtml(report),
};

const write = async (report: AuditReport, { format, output }: AuditRequest, terminal: Terminal): Promise<void> => {
  if (output === undefined) return terminal.out(await formats[format](report, terminal.paint));
  const text = await formats[format](report, (_format, plain) => plain);
  writeOutput(output, text);
  return terminal.err(`${auditSummary(report)}\n`);
};

const exitCodeOf = ({ summary }: AuditReport, isStrict: boolean): ExitCode => {
  if (summary.unread > 0) return exitCodes.failed;
  return summary.findings > 0 || (isStrict && summary.undetermined > 0) ? exitCodes.violations : exitCodes.done;
};
