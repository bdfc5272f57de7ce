export type { CheckOutcome, CheckReport, InFile } from './check-report.ts';
export { fingerprintsOf } from './fingerprint.ts';
export { formats } from './formats.ts';
export { formatSarifLog, type SarifDialect, type SarifInput } from './sarif-log.ts';
