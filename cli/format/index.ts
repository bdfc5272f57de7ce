export type { CheckOutcome, CheckReport, InFile } from './check-report.ts';
export { formatJson } from './json.ts';
export { formatJunit } from './junit.ts';
export { formatSarif } from './sarif.ts';
export { formatSarifLog, type SarifDialect, type SarifInput } from './sarif-log.ts';
export { formatText } from './text.ts';
