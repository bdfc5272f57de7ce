export type { CheckOutcome, CheckReport, InFile } from './check-report.ts';
export { formatCompact } from './compact.ts';
export { formatGithub } from './github.ts';
export { formatGitlab } from './gitlab.ts';
export { formatJson } from './json.ts';
export { formatJunit } from './junit.ts';
export { formatSarif } from './sarif.ts';
export { formatSarifLog, type SarifDialect, type SarifInput } from './sarif-log.ts';
export { formatSummary, formatText } from './text.ts';
