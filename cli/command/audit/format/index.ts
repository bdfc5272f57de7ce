export { formatAuditHtml } from './html/index.ts';
export { formatAuditSarif } from './sarif.ts';
export { auditSummary } from './summary.ts';
export { formatAuditText } from './text.ts';
