import { type Location, type LocationRecord, printable } from '../../rule/index.ts';
import type { CheckReport, InFile, UnreadableFile } from './check-report.ts';

/** A line for each finding, `file:line:column: message`, as compilers write them: for editors and grep. */
export function formatCompact(report: CheckReport): string {
  return [
    ...report.findings.map((spot) => lineOf(spot, 'error')),
    ...report.undetermined.map((spot) => lineOf(spot, 'warning')),
    ...report.unreadable.map((file) => `${placeOf(file)}: error: unreadable: ${printable(file.reason, 300)}\n`),
  ].join('');
}

const lineOf = (spot: LocationRecord<Location> & InFile, level: string): string =>
  `${placeOf(spot)}: ${level}: ${spot.message} ${spot.remediation} [${spot.ruleId}]\n`;

const placeOf = ({ file, line = 1, column = 1 }: Omit<UnreadableFile, 'reason'>): string =>
  `${printable(file, 1000)}:${line}:${column}`;
