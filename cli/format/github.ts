import { type Location, type LocationRecord, printable, ruleOf } from '../../rule/index.ts';
import type { CheckReport, InFile, UnreadableFile } from './check-report.ts';

/**
 * The report as commands of a GitHub workflow, which become annotations of the changed lines:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function formatGithub(report: CheckReport): string {
  return [
    ...report.findings.map((spot) => command('error', spot, ruleOf(spot).title, textOf(spot))),
    ...report.undetermined.map((spot) => command('warning', spot, 'Undetermined egress', textOf(spot))),
    ...report.unreadable.map((file) => command('error', file, 'Unreadable template', file.reason)),
  ].join('');
}

const textOf = ({ message, remediation }: LocationRecord<Location> & InFile): string => `${message} ${remediation}`;

const command = (
  level: string,
  { file, line, column }: Omit<UnreadableFile, 'reason'>,
  title: string,
  message: string,
): string => {
  const properties = { file, line, col: column, title };
  const listed = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
  );
  return `::${level} ${listed.join(',')}::${escapeData(printable(message, 2000))}\n`;
};

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
