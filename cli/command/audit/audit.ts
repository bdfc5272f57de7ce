import type { AuditReport } from '../../../infra/audit/index.ts';
import { withAws } from '../../aws/index.ts';
import { type ExitCode, exitCodes, type Terminal, writeOutput } from '../../terminal/index.ts';
import { auditSummary } from './format/index.ts';
import { type AuditRequest, readAuditRequest } from './options.ts';
import { prepareAudit, runAudit } from './run.ts';
import { auditAggregator } from './run-aggregator.ts';

export { auditHelp } from './options.ts';

/** Runs the command. @throws {UsageError} */
export async function audit(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const request = readAuditRequest(args);
  const { aggregator } = request;
  const report =
    aggregator === undefined
      ? await prepareAudit(request, terminal).then((task) =>
          withAws(request.aws, terminal, (session) => runAudit(session, task)),
        )
      : await auditAggregator(request, aggregator, terminal);
  await write(report, request, terminal);
  return exitCodeOf(report, request.isStrict);
}

/** Each format is loaded when it is asked for. */
const formats = {
  text: async (report: AuditReport, { paint, columns }: View) =>
    (await import('./format/index.ts')).formatAuditText(report, paint, columns),
  json: async (report: AuditReport) => `${JSON.stringify(report, null, 2)}\n`,
  sarif: async (report: AuditReport) => (await import('./format/index.ts')).formatAuditSarif(report),
  html: async (report: AuditReport, { suggested }: View) =>
    (await import('./format/index.ts')).formatAuditHtml(report, suggested),
};

type View = Pick<Terminal, 'paint' | 'columns'> & Pick<AuditRequest, 'suggested'>;

const write = async (report: AuditReport, request: AuditRequest, terminal: Terminal): Promise<void> => {
  const { format, output, suggested } = request;
  const { paint, columns } = terminal;
  if (output === undefined) return terminal.out(await formats[format](report, { paint, columns, suggested }));
  const text = await formats[format](report, { paint: (_format, plain) => plain, columns: undefined, suggested });
  writeOutput(output, text);
  return terminal.err(`${auditSummary(report)}\n`);
};

const exitCodeOf = ({ summary }: AuditReport, isStrict: boolean): ExitCode => {
  if (summary.unread > 0) return exitCodes.failed;
  return summary.findings > 0 || (isStrict && summary.undetermined > 0) ? exitCodes.violations : exitCodes.done;
};
