export type { CheckOutcome, CheckReport, InFile } from './check-report.ts';
export { formatJson } from './json.ts';
export { formatJunit } from './junit.ts';
export { formatSarif } from './sarif.ts';
export { limitResults } from './sarif-limit.ts';
export { describeRule, levelOf } from './sarif-rule.ts';
export { formatText } from './text.ts';
