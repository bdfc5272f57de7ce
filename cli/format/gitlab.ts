import { type Location, type LocationRecord, printable } from '../../rule/index.ts';
import type { CheckReport, InFile, UnreadableFile } from './check-report.ts';
import { fingerprintsOf } from './fingerprint.ts';

/** The report for GitLab's code quality: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function formatGitlab(report: CheckReport): string {
  const { findings, undetermined, unreadable } = report;
  const issues = [
    ...issuesOf(findings, ({ severity }) => severities[severity] ?? 'major'),
    ...issuesOf(undetermined, () => 'info'),
    ...unreadable.map(unreadIssue),
  ];
  return `${JSON.stringify(issues, null, 2)}\n`;
}

const severities: Readonly<Record<string, string>> = {
  Info: 'info',
  Low: 'minor',
  Medium: 'major',
  High: 'critical',
  Critical: 'blocker',
};

type Spot = LocationRecord<Location> & InFile;

const issuesOf = (spots: readonly Spot[], severityOf: (spot: Spot) => string): readonly object[] => {
  const fingerprints = fingerprintsOf(spots, ({ file }) => file);
  return spots.map((spot, index) => ({
    description: `${spot.message} ${spot.remediation}`,
    check_name: spot.ruleId,
    fingerprint: fingerprints[index],
    severity: severityOf(spot),
    location: locationOf(spot),
  }));
};

const locationOf = ({ file, line = 1 }: Omit<UnreadableFile, 'reason'>): object => ({
  path: file,
  lines: { begin: line },
});

const unreadIssue = (file: UnreadableFile): object => ({
  description: `The template is unreadable: ${printable(file.reason, 300)}`,
  check_name: 'unreadable',
  fingerprint: fingerprintsOf([{ ruleId: 'unreadable', logicalId: '', path: '' }], () => file.file)[0],
  severity: 'major',
  location: locationOf(file),
});
